// From what a check measured to what it means: verdict, grade, score and the reason. Pure.
import type { DriftReport, FeatureDrift, Grade, Performance, Verdict } from '../drift.ts';
import { minimumRows } from './compare.ts';

export type Findings = Pick<
  DriftReport,
  'windowRows' | 'level' | 'features' | 'prediction' | 'performance' | 'dataScore' | 'skillScore'
>;

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

/**
 * Mode `full`: any signal whose p-value is below this check's level proves drift; the score only grades
 * it.
 */
export function judgeFull(findings: Findings, threshold: number): Judgement {
  const { windowRows, features, prediction, performance } = findings;
  const measured = windowRows >= minimumRows || performance?.accuracy != null;
  if (!measured) {
    const reason = `${windowRows} of ${minimumRows} rows that a window needs`;
    return { verdict: 'insufficient_data', grade: 'none', score: null, reason };
  }
  const score = Math.max(findings.dataScore ?? 0, findings.skillScore ?? 0);
  const moved = features.filter((feature) => feature.drifted);
  const causes = causesOf(moved, prediction, performance);
  const drifted = causes.length > 0;
  return {
    verdict: drifted ? 'drift' : 'ok',
    grade: gradeOf(drifted, score >= threshold),
    score,
    reason: reasonOf(causes, findings),
  };
}

function gradeOf(proven: boolean, large: boolean): Grade {
  if (proven) return large ? 'large' : 'small';
  return large ? 'unproven' : 'none';
}

function causesOf(
  moved: readonly FeatureDrift[],
  prediction: FeatureDrift | null,
  performance: Performance | null,
): string[] {
  const byEffect = [...moved].sort((one, other) => (other.effect ?? 0) - (one.effect ?? 0));
  const named = byEffect
    .slice(0, 3)
    .map((feature) => `${feature.name}: ${feature.before} -> ${feature.after}`);
  if (byEffect.length > 3) named.push(`and ${byEffect.length - 3} more`);
  if (prediction?.drifted) named.push(`predictions: ${prediction.before} -> ${prediction.after}`);
  if (performance?.drifted)
    named.unshift(`accuracy: ${decimal(performance.baseline)} -> ${decimal(performance.accuracy)}`);
  return named;
}

function reasonOf(causes: readonly string[], { level, windowRows, performance }: Findings): string {
  if (causes.length > 0) return causes.join('; ');
  const looked =
    performance?.accuracy == null
      ? `${windowRows} rows`
      : `${windowRows} rows, ${performance.labelled} of them or earlier ones labelled`;
  return `nothing is proven at level ${level.toExponential(1)} on ${looked}`;
}

function decimal(value: number | null): string {
  return value === null ? 'unknown' : value.toFixed(3);
}
