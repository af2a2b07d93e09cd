// The operations on rows that are held back.
import type * as z from 'zod';
import { type Call, operation, type Run } from './operation.ts';
import { decideInput, discard, quarantineInput, quarantineList, release } from './quarantine.ts';
import type { QuarantineDecision, QuarantineResult } from './quarantine-result.ts';
import type { World } from './world.ts';

export interface QuarantineOps {
  readonly quarantine: Run<QuarantineResult>;
  /** The rows of a batch are fine: they may be learned from. */
  readonly release: Run<QuarantineDecision>;
  /** They are never learned from. */
  readonly discard: Run<QuarantineDecision>;
}

/** `told` sees to it that what an operation led to is told before it answers. */
export function quarantineOps(world: World, told: <O>(run: Run<O>) => Run<O>): QuarantineOps {
  type Input = z.infer<typeof decideInput>;
  const decides = (
    name: string,
    run: (world: World, input: Input, call: Call) => Promise<QuarantineDecision>,
  ) => {
    const facts = { name, scope: 'operate', input: decideInput } as const;
    return told(operation(world, facts, (asked, call) => run(world, asked, call)));
  };
  const list = { name: 'quarantine', scope: 'read', input: quarantineInput } as const;
  return {
    quarantine: operation(world, list, (asked) => quarantineList(world, asked)),
    release: decides('release', release),
    discard: decides('discard', discard),
  };
}
