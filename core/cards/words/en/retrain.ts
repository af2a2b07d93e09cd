import type { Trigger } from '../../../model.ts';
import type { Rich } from '../../card.ts';
import { numbers } from './numbers.ts';

const { count, counted } = numbers;

/** A training window as an outcome names it. */
export const windowName = (name: string) => name;

export const retrain = {
  promoted: (watch: string, change: string) => `✅ Retrained ${watch} ${change}`,
  rejected: (watch: string, version: number) => `⚠️ Challenger kept out - ${watch} stays at v${version}`,
  kept: (version: number, command: string): Rich => [
    `the challenger is kept as v${version}: let it serve with `,
    { code: command },
  ],
  footer: (watch: string, holdoutRows: number) => `${watch} · holdout ${holdoutRows} rows`,
  beforeAfter: 'Accuracy before -> after',
  championChallenger: 'Accuracy champion -> challenger',
  sameRows: (rows: number) => `same ${counted(rows, 'holdout row')}`,
  judgedBy: 'Judged by',
  challengerOnly: (rows: number) => `only challenger right: ${count(rows)}`,
  championOnly: (rows: number) => `only champion right: ${count(rows)}`,
  needs: ', needs at most ',
  probabilities: 'Probabilities',
  logLoss: 'log-loss ',
  trigger: 'Trigger',
  duration: 'Duration',
  challengers: 'Challengers (● judged)',
  heads: ['window', 'rows', 'C', 'accuracy', 'log-loss', 'p'],
  windowName,
  triggers: {
    first: () => 'first training',
    drift: () => 'drift',
    schedule: () => 'schedule',
    expected: (by) => `a change that ${by} expected`,
    learning: () => 'a longer history',
    manual: (by) => `asked for by ${by}`,
    api: (by) => `asked for by ${by}`,
  } as Record<Trigger, (by: string) => string>,
  reasons: {
    score: (challenger: number, champion: number, rows: number) =>
      `right where the other is wrong: challenger ${count(challenger)}, champion ${count(champion)}, of ${counted(rows, 'holdout row')}`,
    better: (score: string, p: string, most: string) =>
      `the challenger is better (${score}; p = ${p}, at most ${most} needed)`,
    continued: (score: string, p: string, most: string) =>
      `the same regime with twice the rows, and no worse (${score}; p = ${p}, at most ${most} needed)`,
    chance: (score: string, p: string, most: string) =>
      `the challenger is ahead but that may be chance (${score}; p = ${p}, at most ${most} needed)`,
    notBetter: (score: string) => `the challenger is not better (${score})`,
    labels: (challenger: string, baseline: string) =>
      `even the best challenger reaches an accuracy of ${challenger} where the champion once had ${baseline}: wrong labels, or a change that the features do not explain`,
    log_loss: (by: string, most: string) =>
      `the challenger’s probabilities are worse: log-loss up by ${by}, at most ${most} allowed`,
    calibration: (by: string, most: string) =>
      `the challenger’s probabilities keep less of what they promise: calibration error up by ${by}, at most ${most} allowed`,
    segment: (segment: string, score: string, p: string) =>
      `the challenger is worse where ${segment} (${score}; p = ${p})`,
    scoreOn: (challenger: number, champion: number, rows: number) =>
      `right where the other is wrong: challenger ${count(challenger)}, champion ${count(champion)}, of ${counted(rows, 'row')}`,
    forced: (otherwise: string) => `forced by an admin; otherwise: ${otherwise}`,
    shadow: (otherwise: string) => `policy shadow never promotes; otherwise: ${otherwise}`,
  },
};
