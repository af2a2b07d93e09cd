// Why a check and a tournament ended as they did, from their facts. Pure.
import type { Cause, DriftReport, Evidence, Performance } from '../drift.ts';
import type { RetrainOutcome, Trial } from '../retraining/outcome.ts';
import type { Rich } from './card.ts';
import { wholeChange } from './change.ts';
import type { Words } from './words/index.ts';

/** Rows a window needs for a score (core/evidence). */
export const rowsForScore = 30;

/** What a reason says, as a sentence that follows the decision; nothing for none. */
export function because(reason: string, { shared }: Words): Rich {
  return reason === '' ? [] : shared.why([`${reason}.`]);
}

/** The facts behind a verdict; empty where there are none. */
export function verdictReason(report: DriftReport, words: Words): string {
  const { mode, verdict, performance, evidence, windowRows } = report;
  const { reasons } = words.signals;
  if (mode === 'seed') {
    if (performance === null) return reasons.noBaseline;
    return performance.drop === null ? reasons.noLabels : dropReason(report, performance, words);
  }
  if (verdict === 'insufficient_data') return reasons.fewRows(windowRows, rowsForScore);
  return evidence === null ? '' : evidenceReason(evidence, words);
}

function dropReason(
  { verdict, threshold }: DriftReport,
  performance: Performance,
  { signals, numbers }: Words,
): string {
  return signals.reasons.drop({
    now: numbers.metric(performance.accuracy),
    before: numbers.metric(performance.baseline),
    rows: performance.labelled,
    drop: numbers.metric(performance.drop),
    over: verdict === 'drift',
    limit: numbers.written(String(threshold)),
  });
}

function evidenceReason({ causes, log, bar, learning, signals, standing }: Evidence, words: Words): string {
  const { reasons, between } = words.signals;
  if (causes.length > 0 && (log ?? 0) > 0)
    return causes.map((cause) => causeWords(cause, words)).join(between);
  if (learning !== null && learning.signals === signals) return reasons.learning;
  const share = words.numbers.wholePercent(Math.max(0, (log ?? 0) / bar));
  return standing === null ? reasons.evidence(share) : reasons.standing(share);
}

function causeWords(cause: Cause, words: Words): string {
  const { signals, shared } = words;
  const of = cause.of ?? '';
  const subject = cause.kind === 'category' ? signals.unseen(of) : signals.subjects[cause.kind](of);
  return `${subject}${shared.colon}${wholeChange(cause, words)}`;
}

/** Why a retraining ended as it did: a person's word comes before the gate's. */
export function outcomeReason(
  { trial, declinedBy }: Pick<RetrainOutcome, 'trial' | 'declinedBy'>,
  words: Words,
): string {
  const judged = trialReason(trial, words);
  if (declinedBy === undefined) return judged;
  const { approval } = words;
  return declinedBy === null ? approval.expired(judged) : approval.declined(declinedBy, judged);
}

/** Why a challenger was promoted or kept out; one that has won and was kept out was so by policy, one that
 * has not and was promoted was so by an admin. */
export function trialReason(trial: Trial, words: Words): string {
  const { reasons } = words.retrain;
  if (!passed(trial)) {
    const against = againstIt(trial, words);
    return trial.promote ? reasons.forced(against) : against;
  }
  const { score, p, most } = scoreOf(trial, words);
  const better = trial.continued ? reasons.continued(score, p, most) : reasons.better(score, p, most);
  return trial.promote ? better : reasons.shadow(better);
}

/** What older versions stored knows of the paired test alone. */
function passed({ refused, challengerOnly, championOnly, p, alpha }: Trial): boolean {
  return refused === undefined ? challengerOnly > championOnly && p <= alpha : refused.length === 0;
}

function againstIt(trial: Trial, words: Words): string {
  const { retrain, numbers } = words;
  const [refusal = { guard: 'accuracy' }] = trial.refused ?? [];
  switch (refusal.guard) {
    case 'accuracy':
      return notProven(trial, words);
    case 'labels':
      return retrain.reasons.labels(
        numbers.metric(trial.challenger.accuracy),
        numbers.metric(refusal.baseline),
      );
    case 'segment': {
      const { challengerOnly, championOnly, rows } = refusal;
      const score = retrain.reasons.scoreOn(challengerOnly, championOnly, rows);
      return retrain.reasons.segment(
        `${refusal.feature} = ${refusal.value}`,
        score,
        numbers.pValue(refusal.p),
      );
    }
    default:
      return retrain.reasons[refusal.guard](
        numbers.metric(refusal.by),
        numbers.written(String(refusal.most)),
      );
  }
}

function notProven(trial: Trial, words: Words): string {
  const { reasons } = words.retrain;
  const { score, p, most } = scoreOf(trial, words);
  return trial.challengerOnly <= trial.championOnly
    ? reasons.notBetter(score)
    : reasons.chance(score, p, most);
}

function scoreOf(trial: Trial, { retrain, numbers }: Words) {
  const { championOnly, challengerOnly, holdoutRows, p, alpha } = trial;
  return {
    score: retrain.reasons.score(challengerOnly, championOnly, holdoutRows),
    p: numbers.pValue(p),
    most: numbers.written(String(Number(alpha.toPrecision(2)))),
  };
}
