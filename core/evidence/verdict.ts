// From what a check found to what it means: verdict, grade, score and the reason. Pure.
import type { Cause, DriftReport, Evidence, Grade, SignalKind, Verdict } from '../drift.ts';
import { minimumRows } from './compare.ts';
import type { Findings } from './window.ts';

interface Judgement {
  readonly verdict: Verdict;
  readonly grade: Grade;
  readonly score: number | null;
  readonly reason: string;
}

/** Mode `seed`: drifted = accuracy drop over the threshold on this check's rows, nothing else. */
export function judgeSeed({ performance, skillScore: score }: Findings, threshold: number): Judgement {
  if (score === null || performance === null || performance.drop === null) {
    const reason =
      performance === null
        ? 'the reference window has no labels to measure an accuracy on'
        : 'none of the new rows has a label yet';
    return { verdict: 'insufficient_data', grade: 'none', score: null, reason };
  }
  const drifted = performance.drop > threshold;
  const fell = `accuracy ${decimal(performance.accuracy)} against ${decimal(performance.baseline)} on ${performance.labelled} rows`;
  return {
    verdict: drifted ? 'drift' : 'ok',
    grade: drifted ? 'large' : 'none',
    score,
    reason: `${fell}: a drop of ${decimal(performance.drop)}, ${drifted ? 'over' : 'not over'} the threshold ${threshold}`,
  };
}

/** Mode `full`: the evidence alone decides, and an alarm stands until it is over; the score only grades it. */
export function judgeFull(findings: Findings, threshold: number): Judgement {
  const { windowRows, performance, evidence } = findings;
  const drifted = evidence !== null && (isProof(evidence) || evidence.standing !== null);
  const measured = windowRows >= minimumRows || performance?.accuracy != null;
  if (!measured && !drifted) {
    const reason = `${windowRows} of ${minimumRows} rows that a window needs`;
    return { verdict: 'insufficient_data', grade: 'none', score: null, reason };
  }
  const score = Math.max(findings.dataScore ?? 0, findings.skillScore ?? 0);
  return {
    verdict: drifted ? 'drift' : 'ok',
    grade: gradeOf(drifted, score >= threshold),
    score,
    reason: evidence === null ? '' : reasonOf(evidence),
  };
}

/** E has reached log A in this check: an alarm, or a further one while one stands. */
export function proven({ evidence }: Pick<DriftReport, 'evidence'>): boolean {
  return evidence !== null && isProof(evidence);
}

const isProof = ({ log, bar }: Evidence) => log !== null && log >= bar;

/** Signals of the pipeline rather than of the world: they ask for a repair, not for a training. */
const ofQuality: readonly SignalKind[] = ['missing', 'range', 'category'];
const mostOfIt = 0.5;

/** Most of the evidence comes from values that are missing, out of range or unheard-of. */
export function isPipeline({ evidence }: Pick<DriftReport, 'evidence'>): boolean {
  const share = (evidence?.causes ?? []).reduce(
    (sum, cause) => sum + (ofQuality.includes(cause.kind) ? cause.share : 0),
    0,
  );
  return share > mostOfIt;
}

/** The columns of those values, strongest first; none where the evidence is of something else. */
export function brokenColumns(report: Pick<DriftReport, 'evidence'>): string[] {
  if (!isPipeline(report)) return [];
  const causes = report.evidence?.causes ?? [];
  const columns = causes.flatMap(({ kind, of }) => (ofQuality.includes(kind) && of !== null ? [of] : []));
  return [...new Set(columns)];
}

function gradeOf(proven: boolean, large: boolean): Grade {
  if (proven) return large ? 'large' : 'small';
  return large ? 'unproven' : 'none';
}

function reasonOf({ causes, log, bar, learning, signals, standing }: Evidence): string {
  if (causes.length > 0 && (log ?? 0) > 0) return causes.map(causeWords).join('; ');
  if (learning !== null && learning.signals === signals) return 'all signals still learn what is usual';
  const share = Math.max(0, Math.round((100 * (log ?? 0)) / bar));
  if (standing !== null)
    return `the alarm stands until thirty checks are quiet; since it, ${share} % of another`;
  return `the evidence stands at ${share} % of what an alarm takes`;
}

function causeWords({ kind, of, before, after }: Cause): string {
  return `${subjectOf(kind, of)}: ${before} -> ${after}`;
}

function subjectOf(kind: SignalKind, of: string | null): string {
  switch (kind) {
    case 'feature':
      return of ?? 'a feature';
    case 'missing':
      return `${of} missing`;
    case 'range':
      return `${of} out of range`;
    case 'category':
      return `${of} not seen before`;
    case 'score':
      return 'scores';
    case 'prediction':
      return 'predictions';
    case 'label':
      return `labels ${of}`;
    case 'error':
      return 'accuracy';
    case 'estimate':
      return 'estimated accuracy';
  }
}

function decimal(value: number | null): string {
  return value === null ? 'unknown' : value.toFixed(3);
}
