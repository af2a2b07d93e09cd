// The challenger that was judged, kept as a version.
import type { ModelVersion } from '../model.ts';
import { keepForeign } from './foreign.ts';
import { type Round, resultOf } from './retrained.ts';
import type { Contest } from './tournament.ts';
import { makeVersion } from './training.ts';
import type { Watched, World } from './world.ts';

interface Winner {
  readonly champion: ModelVersion;
  readonly contest: Contest;
  readonly round: Round;
}

/**
 * Refits the winner on its whole window, holdout included: the new reference window. One that is kept out is kept all
 * the same: who wants it to serve after all gets what was judged, not what a later training makes.
 */
export async function keepWinner(
  world: World,
  { watch }: Watched,
  { champion, contest, round }: Winner,
): Promise<ModelVersion> {
  round.call.progress({ id: 'fitting' }, 0.8);
  const by = round.call.caller.name;
  // What was judged is what serves: a command is not run again on rows that judged it.
  const serves = resultOf(contest.trial, watch, round) === 'promoted';
  const decision = serves ? {} : { decision: 'rejected' as const };
  if (contest.trained !== undefined)
    return keepForeign(world, {
      watch: watch.name,
      ...contest.trained,
      trigger: round.trigger,
      by,
      ...decision,
    });
  return makeVersion(world, {
    watch: watch.name,
    estimator: watch.estimator,
    rows: contest.refit,
    options: contest.options,
    schema: champion.model.schema,
    trigger: round.trigger,
    by,
    startedAt: round.startedAt,
    ...decision,
  });
}
