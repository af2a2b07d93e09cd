// What the retrain card and the incident card share: accuracy before and after, how it was judged, the candidates. Pure.
import type { Quality } from '../model.ts';
import type { RetrainOutcome, Trial } from '../retraining/outcome.ts';
import { type Block, beside, type Field } from './card.ts';
import { shortened, table } from './columns.ts';
import type { Words } from './words/index.ts';

const candidatesShown = 6;

/** Champion and challenger on the same holdout rows. */
export function accuracyChange(outcome: RetrainOutcome, words: Words): Field {
  const { retrain } = words;
  const name = outcome.result === 'promoted' ? retrain.beforeAfter : retrain.championChallenger;
  return accuraciesField(name, outcome.trial, words);
}

/** The same of a trial that changed nothing, under a name of its own. */
export function accuraciesField(name: string, trial: Trial, { retrain, numbers }: Words): Field {
  const { champion, challenger, holdoutRows } = trial;
  return beside(
    name,
    { code: numbers.metric(champion.accuracy) },
    ' -> ',
    { code: numbers.metric(challenger.accuracy) },
    ` (${numbers.points(challenger.accuracy - champion.accuracy)})\n`,
    retrain.sameRows(holdoutRows),
  );
}

/** The paired test in numbers: who was right where the other was wrong, and how sure that makes us. */
export function judgedField(trial: Trial, { retrain, numbers }: Words): Field {
  return beside(
    retrain.judgedBy,
    `${retrain.challengerOnly(trial.challengerOnly)}\n`,
    `${retrain.championOnly(trial.championOnly)}\n`,
    'p ',
    { code: numbers.pValue(trial.p) },
    retrain.needs,
    { code: numbers.pValue(trial.alpha) },
  );
}

export function lossField({ champion, challenger }: Trial, { retrain, numbers }: Words): Field {
  const auc =
    champion.auc === null || challenger.auc === null
      ? []
      : ['\nAUC ', { code: numbers.metric(champion.auc) }, ' -> ', { code: numbers.metric(challenger.auc) }];
  return beside(
    retrain.probabilities,
    retrain.logLoss,
    { code: numbers.metric(champion.logLoss) },
    ' -> ',
    { code: numbers.metric(challenger.logLoss) },
    ...auc,
  );
}

/** The tournament: one line a training window, the best marked. */
export function candidatesBlock({ candidates, trial }: RetrainOutcome, { retrain, numbers }: Words): Block[] {
  if (candidates.length === 0) return [];
  const leader = candidates.findIndex(({ quality }) => sameQuality(quality, trial.challenger));
  const lines = candidates
    .slice(0, candidatesShown)
    .map(({ window, rows, inverseL2, quality, p }, at) => [
      at === leader ? '●' : ' ',
      shortened(retrain.windowName(window), 18),
      numbers.count(rows),
      inverseL2 === undefined ? '-' : numbers.written(String(inverseL2)),
      numbers.metric(quality.accuracy),
      numbers.metric(quality.logLoss),
      p === undefined ? '-' : numbers.pValue(p),
    ]);
  return [{ name: retrain.challengers, lines: table([[' ', ...retrain.heads], ...lines]) }];
}

/** A stored outcome no longer shares objects with its trial, so values are compared. */
function sameQuality(first: Quality, second: Quality): boolean {
  return first.accuracy === second.accuracy && first.logLoss === second.logLoss;
}
