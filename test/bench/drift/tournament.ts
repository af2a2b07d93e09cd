// A retraining as the product holds it, without workers and words: windows, one common holdout, the gate. Pure.
import type { FittedModel } from '../../../core/estimators/estimator.ts';
import { logistic } from '../../../core/estimators/logistic.ts';
import type { Frame } from '../../../core/frame/frame.ts';
import type { Trigger } from '../../../core/model.ts';
import { duels } from '../../../core/retraining/assess.ts';
import { judge } from '../../../core/retraining/gate.ts';
import { splitHoldout, trainingWindows } from '../../../core/retraining/windows.ts';

interface Occasion {
  /** Labelled rows since the estimated change; null = none is known. */
  readonly sinceChange: number | null;
  readonly trigger: Trigger;
}

/**
 * Rows the winner is refitted on, counted from the newest; null when the champion stays. As in the product the most
 * accurate challenger on the holdout is the one that is judged, the smaller log-loss first among equals.
 * @throws AppError `not_enough_data` when a window holds one class only
 */
export function winningSpan(champion: FittedModel, known: Frame, occasion: Occasion): number | null {
  const split = splitHoldout(known, occasion.sinceChange);
  const windows = trainingWindows(split, occasion.sinceChange);
  const challengers = windows.map(({ rows }) => logistic.fit(rows, champion.schema, { inverseL2: 1 }));
  const fought = duels({ champion, challengers, holdout: split.holdout }).map((duel, at) => ({ duel, at }));
  const [best] = fought.sort(
    (a, b) =>
      b.duel.challenger.accuracy - a.duel.challenger.accuracy ||
      (a.duel.challenger.logLoss ?? Number.POSITIVE_INFINITY) -
        (b.duel.challenger.logLoss ?? Number.POSITIVE_INFINITY),
  );
  if (best === undefined || !judge(best.duel, occasion.trigger).promote) return null;
  return windows[best.at]?.span ?? null;
}
