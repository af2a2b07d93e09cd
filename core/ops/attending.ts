// The operations by which a person takes care of the open incident.
import type * as z from 'zod';
import {
  acknowledge,
  acknowledgeInput,
  resolve,
  resolveInput,
  snooze,
  snoozeInput,
  unsnooze,
  unsnoozeInput,
} from './attend.ts';
import { ledBy } from './led.ts';
import { type Call, operation, type Run } from './operation.ts';
import type { AttendResult } from './results.ts';
import type { World } from './world.ts';

/** `told` sees to it that what an operation led to is told before it answers. */
export function attendingOps(world: World, told: <O>(run: Run<O>) => Run<O>) {
  const attends = <I>(
    name: string,
    input: z.ZodType<I>,
    run: (world: World, input: I, call: Call) => Promise<AttendResult>,
  ): Run<AttendResult> => {
    const facts = { name, scope: 'operate', input, led: ledBy.attended } as const;
    return told(operation(world, facts, (asked, call) => run(world, asked, call)));
  };
  return {
    acknowledge: attends('acknowledge', acknowledgeInput, acknowledge),
    snooze: attends('snooze', snoozeInput, snooze),
    unsnooze: attends('unsnooze', unsnoozeInput, unsnooze),
    resolve: attends('resolve', resolveInput, resolve),
  };
}
