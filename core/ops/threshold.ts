// /alerts threshold: a person replaces the drift threshold of a watch while the service runs, and takes that back.
import * as z from 'zod';
import type { Call } from './operation.ts';
import type { ThresholdResult } from './results.ts';
import { changeState, stateOf, thresholdOf, type World, watchOf } from './world.ts';

const rule = 'use a number over 0 and at most 1, or "reset" for the setting of the watch';

export const thresholdInput = z.strictObject({
  watch: z.string().optional(),
  value: z.union([z.number().gt(0).lte(1), z.literal('reset')], rule),
  reason: z.string().max(500).optional(),
});

/** Holds from the next check on, in every process; a restart keeps it. */
export async function threshold(
  world: World,
  { watch: named, value }: z.infer<typeof thresholdInput>,
  { caller }: Call,
): Promise<ThresholdResult> {
  const { watch } = watchOf(world, named);
  const before = thresholdOf(watch, await stateOf(world, watch.name));
  const override = value === 'reset' ? null : { value, by: caller.name, at: world.clock.now() };
  const state = await changeState(world, watch.name, (now) => ({ ...now, threshold: override }));
  return { watch: watch.name, before, now: thresholdOf(watch, state), own: watch.threshold };
}
