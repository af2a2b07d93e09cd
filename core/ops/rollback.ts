// /rollback: back to the version that served before, by one compare-and-set.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import { closeIncident } from '../evidence/monitor.ts';
import type { Call } from './operation.ts';
import type { RollbackResult } from './results.ts';
import { incidentNews, newsPending, singleNews, withPending } from './told.ts';
import { announceChampion } from './training.ts';
import { changeState, requireSameKind, requireServedHere, stateOf, type World, watchOf } from './world.ts';

export const rollbackInput = z.strictObject({
  watch: z.string().optional(),
  reason: z.string().max(500).optional(),
});

/**
 * The previous version serves again and the two change places, so that a second rollback goes forward.
 * @throws AppError `conflict` when there is no earlier version
 */
export async function rollback(
  world: World,
  input: z.infer<typeof rollbackInput>,
  { caller }: Call,
): Promise<RollbackResult> {
  const watched = watchOf(world, input.watch);
  requireServedHere(watched, {
    is: 'managed',
    remedy: 'Put the earlier model back where it lives, then take a new reference with /train.',
  });
  const { name } = watched.watch;
  const { previous } = await stateOf(world, name);
  if (previous !== null) requireSameKind(watched, await world.registry.version(name, previous));
  const moved = { from: 0, to: 0 };
  await changeState(world, name, (state) => {
    if (state.champion === null || state.previous === null) {
      throw new AppError('conflict', `Watch "${name}" has no earlier version to go back to.`, {
        remedy: 'Train or retrain first.',
      });
    }
    moved.from = state.champion;
    moved.to = state.previous;
    const at = world.clock.now();
    const after = {
      ...closeIncident(state, { resolution: 'rolled_back', at }),
      champion: state.previous,
      previous: state.champion,
      referenceEnd: state.position,
    };
    const facts = { from: moved.from, to: moved.to, by: caller.name };
    const quiet = caller.via === 'discord' || caller.via === 'shell';
    const card = quiet
      ? []
      : [newsPending(singleNews('rolled_back', watched, { name: String(at), at, facts }))];
    return withPending(after, [...incidentNews(state, after, watched, at), ...card]);
  });
  await announceChampion(world, await world.registry.version(name, moved.to));
  world.metrics.incidents(name, 0);
  return { watch: name, ...moved };
}
