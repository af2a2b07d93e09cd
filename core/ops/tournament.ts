// The tournament of a retraining: challengers of several training windows against the champion, on one common holdout.
import { named } from '../compute/crossing.ts';
import { tasks } from '../compute/tasks.ts';
import { AppError } from '../errors.ts';
import type { FitOptions } from '../estimators/estimator.ts';
import type { Frame } from '../frame/frame.ts';
import type { ModelVersion, Trigger } from '../model.ts';
import { type Contender, type Verdict, verdictOf } from '../retraining/contest.ts';
import type { Challenger } from '../retraining/tuned.ts';
import { holdoutOf, type Past, refitRows, type TrainingWindow } from '../retraining/windows.ts';
import type { keepForeign } from './foreign.ts';
import type { Progress } from './operation.ts';
import type { World } from './world.ts';

export interface Contest extends Verdict {
  /** The challenger somebody else's program wrote, and what its version is made of. */
  readonly trained?: Pick<Parameters<typeof keepForeign>[1], 'foreign' | 'model' | 'rows' | 'measuredOn'>;
  /** What the winner is refitted on, holdout included, and how. */
  readonly refit: Frame;
  readonly options: FitOptions;
  /** sha256 of the holdout as a snapshot. */
  readonly holdout: string;
}

export interface Entry {
  readonly champion: ModelVersion;
  readonly labelled: Frame;
  readonly estimator: string;
  readonly trigger: Trigger;
  readonly past: Past;
}

/**
 * Trains a challenger on every window that can be learned from, as many at a time as there are workers, and judges all of
 * them on one common holdout.
 * @throws AppError `not_enough_data` when no window has rows of two classes
 */
export async function holdTournament(world: World, entry: Entry, progress: Progress): Promise<Contest> {
  const { champion, labelled, past, trigger } = entry;
  const rows = holdoutOf(labelled, past.sinceChange);
  const windows = await world.compute.run(tasks.windows, { labelled, past });
  const training = windows.map((window) => ({ ...window, rows: named(window.rows) }));
  const contenders = await trainOn(world, entry, training, progress);
  progress({ id: 'judging', rows: rows.rows }, 0.65);
  const fought = await world.compute.run(tasks.duels, {
    champion: champion.model,
    challengers: contenders.map(({ model }) => model),
    holdout: rows,
  });
  const verdict = verdictOf(contenders, fought, { trigger, baseline: champion.baseline });
  const winner = contenders[verdict.best];
  if (winner === undefined) throw new TypeError('a tournament without candidates');
  const holdout = await world.compute.run(tasks.digest, { rows });
  return { ...verdict, refit: refitRows(labelled, winner.window), options: winner.options, holdout };
}

/** A window with rows of one class only is left out; the others still compete. */
async function trainOn(
  world: World,
  { estimator, champion }: Entry,
  windows: readonly TrainingWindow[],
  progress: Progress,
): Promise<(Contender & Challenger)[]> {
  const { schema } = champion.model;
  const of = windows.length;
  let done = 0;
  progress({ id: 'challengers', of }, 0.1);
  const trained = await Promise.allSettled(
    windows.map(async (window) => {
      const challenger = await world.compute.run(tasks.challenge, { estimator, train: window.rows, schema });
      done += 1;
      progress({ id: 'challenged', window: window.name, done, of }, 0.1 + (0.5 * done) / of);
      return { window, ...challenger };
    }),
  );
  const failed = trained.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const fault = failed.find((cause) => !(cause instanceof AppError && cause.code === 'not_enough_data'));
  if (fault !== undefined) throw fault;
  if (failed.length === of) throw failed[0];
  return trained.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}
