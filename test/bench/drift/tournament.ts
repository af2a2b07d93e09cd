// A retraining as the product holds it, without workers and words: windows, one common holdout, the gate. Pure.
import type { FitOptions } from '../../../core/estimators/estimator.ts';
import type { Frame } from '../../../core/frame/frame.ts';
import type { Trigger } from '../../../core/model.ts';
import { verdictOf } from '../../../core/retraining/contest.ts';
import { duels } from '../../../core/retraining/duels.ts';
import { fitTuned } from '../../../core/retraining/tuned.ts';
import { refitRows, splitHoldout, trainingWindows } from '../../../core/retraining/windows.ts';
import type { Served } from './served.ts';

/** A moment at which one retrains. */
export interface Look {
  /** Labelled rows so far, oldest first. */
  readonly known: Frame;
  /** Labelled rows since the estimated change; null = none is known. */
  readonly sinceChange: number | null;
  readonly trigger: Trigger;
}

interface Winner {
  /** What the winner is refitted on, holdout included. */
  readonly rows: Frame;
  readonly options: FitOptions;
}

/**
 * The challenger that takes the champion's place; null when the champion stays.
 * @throws AppError `not_enough_data` when a window holds one class only
 */
export function winner({ model: champion, baseline, window, until }: Served, look: Look): Winner | null {
  const { known, sinceChange, trigger } = look;
  const split = splitHoldout(known, sinceChange);
  const since = known.rows - until;
  const past = { sinceChange, champion: { window: window + since, since } };
  const contenders = trainingWindows(split, past).map((window) => ({
    window,
    ...fitTuned({ estimator: champion.estimator, train: window.rows, schema: champion.schema }),
  }));
  const fought = duels({
    champion,
    challengers: contenders.map(({ model }) => model),
    holdout: split.holdout,
  });
  const { rows, errors } = baseline();
  const worth = { rows, accuracy: 1 - errors / rows, logLoss: null, auc: null };
  const { best, trial } = verdictOf(contenders, fought, { trigger, baseline: rows === 0 ? null : worth });
  const won = contenders[best];
  if (!trial.promote || won === undefined) return null;
  return { rows: refitRows(known, won.window), options: won.options };
}
