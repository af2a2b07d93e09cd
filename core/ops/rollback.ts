// /rollback: back to the version that served before.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import type { Call } from './operation.ts';
import type { SwitchResult } from './results.ts';
import { switchVersion } from './switched.ts';
import { requireSameKind, requireServedHere, stateOf, type World, watchOf } from './world.ts';

export const rollbackInput = z.strictObject({
  watch: z.string().optional(),
  reason: z.string().max(500).optional(),
});

/** What is said where the model is managed elsewhere. */
export const putBackElsewhere = {
  is: 'managed',
  remedy: 'Put the earlier model back where it lives, then take a new reference with /train.',
} as const;

/**
 * The previous version serves again and the two change places, so that a second rollback goes forward.
 * @throws AppError `conflict` when there is no earlier version
 */
export async function rollback(
  world: World,
  input: z.infer<typeof rollbackInput>,
  call: Call,
): Promise<SwitchResult> {
  const watched = watchOf(world, input.watch);
  requireServedHere(watched, putBackElsewhere);
  const { name } = watched.watch;
  const { previous } = await stateOf(world, name);
  if (previous !== null) requireSameKind(watched, await world.registry.version(name, previous));
  return switchVersion(world, watched, {
    call,
    how: 'rolled_back',
    reason: input.reason ?? null,
    versionsIn: ({ champion, previous: to }) => {
      if (champion !== null && to !== null) return { from: champion, to };
      throw new AppError('conflict', `Watch "${name}" has no earlier version to go back to.`, {
        remedy: 'Train or retrain first.',
      });
    },
  });
}
