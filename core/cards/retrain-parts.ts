// What the retrain card and the incident card share: accuracy before and after, how it was judged, the candidates. Pure.
import type { Quality, Trigger } from '../model.ts';
import type { RetrainOutcome, Trial } from '../retraining/outcome.ts';
import { type Block, beside, type Field } from './card.ts';
import { shortened, table } from './columns.ts';
import { count, counted, metric, points, pValue } from './numbers.ts';

const candidatesShown = 6;

/** Champion and challenger on the same holdout rows. */
export function accuracyChange(outcome: RetrainOutcome): Field {
  const { champion, challenger, holdoutRows } = outcome.trial;
  return beside(
    outcome.result === 'promoted' ? 'Accuracy before -> after' : 'Accuracy champion -> challenger',
    { code: metric(champion.accuracy) },
    ' -> ',
    { code: metric(challenger.accuracy) },
    ` (${points(challenger.accuracy - champion.accuracy)})\n`,
    `same ${counted(holdoutRows, 'holdout row')}`,
  );
}

/** The paired test in numbers: who was right where the other was wrong, and how sure that makes us. */
export function judgedField(trial: Trial): Field {
  return beside(
    'Judged by',
    `only challenger right: ${count(trial.challengerOnly)}\n`,
    `only champion right: ${count(trial.championOnly)}\n`,
    'p ',
    { code: pValue(trial.p) },
    ', needs at most ',
    { code: pValue(trial.alpha) },
  );
}

export function lossField({ champion, challenger }: Trial): Field {
  const auc =
    champion.auc === null || challenger.auc === null
      ? []
      : ['\nAUC ', { code: metric(champion.auc) }, ' -> ', { code: metric(challenger.auc) }];
  return beside(
    'Probabilities',
    'log-loss ',
    { code: metric(champion.logLoss) },
    ' -> ',
    { code: metric(challenger.logLoss) },
    ...auc,
  );
}

/** The tournament: one line a training window, the best marked. */
export function candidatesBlock({ candidates, trial }: RetrainOutcome): Block[] {
  if (candidates.length === 0) return [];
  const leader = candidates.findIndex(({ quality }) => sameQuality(quality, trial.challenger));
  const lines = candidates
    .slice(0, candidatesShown)
    .map(({ window, rows, quality }, at) => [
      at === leader ? '●' : ' ',
      shortened(window, 18),
      count(rows),
      metric(quality.accuracy),
      metric(quality.logLoss),
    ]);
  return [
    {
      name: 'Challengers (● judged)',
      lines: table([[' ', 'window', 'rows', 'accuracy', 'log-loss'], ...lines]),
    },
  ];
}

/** A stored outcome no longer shares objects with its trial, so values are compared. */
function sameQuality(first: Quality, second: Quality): boolean {
  return first.accuracy === second.accuracy && first.logLoss === second.logLoss;
}

export function triggerWords(trigger: Trigger, by: string): string {
  switch (trigger) {
    case 'first':
      return 'first training';
    case 'drift':
      return 'drift';
    case 'schedule':
      return 'schedule';
    case 'expected':
      return `a change that ${by} expected`;
    case 'learning':
      return 'a longer history';
    case 'manual':
    case 'api':
      return `asked for by ${by}`;
  }
}
