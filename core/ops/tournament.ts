// The tournament of a retraining: challengers of several training windows against the champion, on one common holdout.
import { tasks } from '../compute/tasks.ts';
import { AppError } from '../errors.ts';
import type { FittedModel } from '../estimators/estimator.ts';
import type { Frame } from '../frame/frame.ts';
import type { ModelVersion, Quality, Trigger } from '../model.ts';
import { type Duel, judge } from '../retraining/gate.ts';
import type { Candidate, Trial } from '../retraining/outcome.ts';
import { splitHoldout, type TrainingWindow, trainingWindows } from '../retraining/windows.ts';
import type { keepForeign } from './foreign.ts';
import type { Progress } from './operation.ts';
import { fitOptions } from './training.ts';
import type { World } from './world.ts';

export interface Contest {
  /** The challenger somebody else's program wrote, and what its version is made of. */
  readonly trained?: Pick<Parameters<typeof keepForeign>[1], 'foreign' | 'model' | 'rows' | 'measuredOn'>;
  readonly windows: readonly TrainingWindow[];
  readonly candidates: readonly Candidate[];
  /** Index of the best candidate. */
  readonly best: number;
  readonly trial: Trial;
  /** sha256 of the holdout as a snapshot. */
  readonly holdout: string;
}

export interface Entry {
  readonly champion: ModelVersion;
  readonly labelled: Frame;
  readonly estimator: string;
  readonly trigger: Trigger;
  /** Labelled rows since the accuracy fell, as the last check estimated; null = it did not. */
  readonly sinceChange: number | null;
}

/**
 * Trains a challenger on every window that can be learned from, and judges all of them on one common holdout.
 * @throws AppError `not_enough_data` when no window has rows of two classes
 */
export async function holdTournament(world: World, entry: Entry, progress: Progress): Promise<Contest> {
  const { champion, labelled } = entry;
  const split = splitHoldout(labelled, entry.sinceChange);
  const challengers = await trainOn(world, entry, trainingWindows(split, entry.sinceChange), progress);
  const windows = challengers.map(({ window }) => window);
  progress({ id: 'judging', rows: split.holdout.rows }, 0.65);
  const duels = await world.compute.run(tasks.duels, {
    champion: champion.model,
    challengers: challengers.map(({ model }) => model),
    holdout: split.holdout,
  });
  const best = bestOf(duels);
  const candidates = windows.map((window, at) => candidateOf(window, duels[at]));
  const duel = duels[best];
  if (duel === undefined) throw new TypeError('a tournament without candidates');
  const holdout = await world.compute.run(tasks.digest, { rows: split.holdout });
  return { windows, candidates, best, trial: judge(duel, entry.trigger), holdout };
}

interface Challenger {
  readonly window: TrainingWindow;
  readonly model: FittedModel;
}

/** A window with rows of one class only is left out; the others still compete. */
async function trainOn(
  world: World,
  { estimator, champion }: Entry,
  windows: readonly TrainingWindow[],
  progress: Progress,
): Promise<Challenger[]> {
  const challengers: Challenger[] = [];
  for (const [at, window] of windows.entries()) {
    progress({ id: 'challenging', window: window.name }, 0.1 + (0.5 * at) / windows.length);
    const input = { estimator, train: window.rows, schema: champion.model.schema, options: fitOptions };
    try {
      challengers.push({ window, model: await world.compute.run(tasks.fit, input) });
    } catch (cause) {
      const oneClass = cause instanceof AppError && cause.code === 'not_enough_data';
      const last = at === windows.length - 1;
      if (!oneClass || (last && challengers.length === 0)) throw cause;
    }
  }
  return challengers;
}

export function candidateOf(window: TrainingWindow, duel: Duel | undefined): Candidate {
  const quality = duel?.challenger ?? { rows: 0, accuracy: 0, logLoss: 0, auc: null };
  return { window: window.name, rows: window.rows.rows, quality };
}

/** Most accurate on the holdout; among equals the smaller log-loss. */
function bestOf(duels: readonly Duel[]): number {
  let best = 0;
  duels.forEach(({ challenger }, at) => {
    const leader = duels[best]?.challenger;
    if (leader === undefined || challenger.accuracy > leader.accuracy) best = at;
    else if (challenger.accuracy === leader.accuracy && lossOf(challenger) < lossOf(leader)) best = at;
  });
  return best;
}

function lossOf({ logLoss }: Quality): number {
  return logLoss ?? Number.POSITIVE_INFINITY;
}
