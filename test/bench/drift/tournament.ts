// A retraining as the product holds it, without workers and words: windows, one common holdout, the gate. Pure.
import type { FitOptions } from '../../../core/estimators/estimator.ts';
import { logistic } from '../../../core/estimators/logistic.ts';
import { type Frame, lastRows } from '../../../core/frame/frame.ts';
import type { Trigger } from '../../../core/model.ts';
import { duels } from '../../../core/retraining/assess.ts';
import { judge } from '../../../core/retraining/gate.ts';
import { splitHoldout, trainingWindows } from '../../../core/retraining/windows.ts';
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
 * The challenger that takes the champion's place; null when the champion stays. As in the product the most accurate on the
 * holdout is the one that is judged, the smaller log-loss first among equals.
 * @throws AppError `not_enough_data` when a window holds one class only
 */
export function winner({ model: champion }: Served, { known, sinceChange, trigger }: Look): Winner | null {
  const split = splitHoldout(known, sinceChange);
  const windows = trainingWindows(split, sinceChange);
  const options = { inverseL2: 1 };
  const challengers = windows.map(({ rows }) => logistic.fit(rows, champion.schema, options));
  const fought = duels({ champion, challengers, holdout: split.holdout }).map((duel, at) => ({ duel, at }));
  const [best] = fought.sort(
    (a, b) =>
      b.duel.challenger.accuracy - a.duel.challenger.accuracy ||
      (a.duel.challenger.logLoss ?? Number.POSITIVE_INFINITY) -
        (b.duel.challenger.logLoss ?? Number.POSITIVE_INFINITY),
  );
  if (best === undefined || !judge(best.duel, trigger).promote) return null;
  return { rows: lastRows(known, windows[best.at]?.span ?? known.rows), options };
}
