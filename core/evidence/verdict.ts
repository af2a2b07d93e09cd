// From what a check found to what it means: verdict, grade and score. Pure.
import type { Cause, DriftReport, Evidence, Grade, SignalKind, Verdict } from '../drift.ts';
import { minimumRows } from './compare.ts';
import type { Findings } from './window.ts';

interface Judgement {
  readonly verdict: Verdict;
  readonly grade: Grade;
  readonly score: number | null;
}

const noVerdict: Judgement = { verdict: 'insufficient_data', grade: 'none', score: null };

/** Mode `seed`: drifted = accuracy drop over the threshold on this check's rows, nothing else. */
export function judgeSeed({ performance, skillScore: score }: Findings, threshold: number): Judgement {
  if (score === null || performance === null || performance.drop === null) return noVerdict;
  const drifted = performance.drop > threshold;
  return { verdict: drifted ? 'drift' : 'ok', grade: drifted ? 'large' : 'none', score };
}

/** Mode `full`: the evidence alone decides, and an alarm stands until it is over; the score only grades it. */
export function judgeFull(findings: Findings, threshold: number): Judgement {
  const { windowRows, performance, evidence } = findings;
  const drifted = evidence !== null && (isProof(evidence) || evidence.standing !== null);
  const measured = windowRows >= minimumRows || performance?.accuracy != null;
  if (!measured && !drifted) return noVerdict;
  const score = Math.max(findings.dataScore ?? 0, findings.skillScore ?? 0);
  return { verdict: drifted ? 'drift' : 'ok', grade: gradeOf(drifted, score >= threshold), score };
}

/** E has reached log A in this check: an alarm, or a further one while one stands. */
export function proven({ evidence }: Pick<DriftReport, 'evidence'>): boolean {
  return evidence !== null && isProof(evidence);
}

const isProof = ({ log, bar }: Evidence) => log !== null && log >= bar;

/**
 * Signals of the pipeline rather than of the world: they ask for a repair, not for a training. Out of range is none of them:
 * a real shift brings it along, and sooner than errors prove it. What it means is for the tournament to say.
 */
const ofQuality: readonly SignalKind[] = ['missing', 'category'];
const mostOfIt = 0.5;

/** Most of the evidence comes from values that are missing or unheard-of. */
export function isPipeline({ evidence }: Pick<DriftReport, 'evidence'>): boolean {
  return qualityCauses({ evidence }).reduce((sum, { share }) => sum + share, 0) > mostOfIt;
}

/** Those of its causes that are of the pipeline. */
export function qualityCauses({ evidence }: Pick<DriftReport, 'evidence'>): Cause[] {
  return (evidence?.causes ?? []).filter(({ kind }) => ofQuality.includes(kind));
}

/** The columns of those values, strongest first; none where the evidence is of something else. */
export function brokenColumns(report: Pick<DriftReport, 'evidence'>): string[] {
  if (!isPipeline(report)) return [];
  const columns = qualityCauses(report).flatMap(({ of }) => (of === null ? [] : [of]));
  return [...new Set(columns)];
}

function gradeOf(proven: boolean, large: boolean): Grade {
  if (proven) return large ? 'large' : 'small';
  return large ? 'unproven' : 'none';
}
