// The champion's accuracy on labelled rows against its baseline: how far it fell, how sure that is, since when. Pure.
import type { Estimate, Performance } from '../drift.ts';
import { accuracyDrop } from '../evaluation/accuracy-drop.ts';
import { rowsSinceChange } from '../evaluation/change-point.ts';
import { skillLost } from '../evaluation/performance-score.ts';
import { minimumRows } from './compare.ts';

/** Accuracy on the reference window, the rows it was measured on, the largest class's share. */
export interface Baseline {
  readonly accuracy: number;
  readonly rows: number;
  readonly majorityShare: number;
}

interface Settings {
  readonly mode: 'full' | 'seed';
  /** null = no labels in the reference window. */
  readonly baseline: Baseline | null;
  /** Drop over which mode `seed` finds drift. */
  readonly threshold: number;
}

export function performanceOf(
  { mode, baseline: known, threshold }: Settings,
  labelled: readonly { hit: boolean }[],
): Performance | null {
  if (known === null) return null;
  const { accuracy: baseline, rows: baselineRows } = known;
  const rows = labelled.length;
  const facts = { baseline, baselineRows, labelled: rows };
  const before = { correct: Math.round(baseline * baselineRows), rows: baselineRows };
  const now = { correct: labelled.filter(({ hit }) => hit).length, rows };
  const enough = rows >= (mode === 'seed' ? 1 : minimumRows);
  const fall = enough ? accuracyDrop(before, now).value : null;
  if (fall === null) {
    return { ...facts, accuracy: null, drop: null, interval: null, drifted: false, sinceChange: null };
  }
  const { drop, interval } = fall;
  const drifted = mode === 'seed' ? drop > threshold : interval.low > 0;
  return {
    ...facts,
    accuracy: now.correct / rows,
    drop,
    interval: [interval.low, interval.high],
    drifted,
    sinceChange: drifted ? changeIn(labelled, baseline) : null,
  };
}

/** null where the misses say no more than that they are a few too many: a change so recent could not be proven. */
function changeIn(labelled: readonly { hit: boolean }[], baseline: number): number | null {
  const rows = rowsSinceChange(
    labelled.map(({ hit }) => hit),
    baseline,
  );
  return rows < minimumRows ? null : rows;
}

/** S_skill, in [0, 1]: by labels, or as estimated without; null when nothing is to compare, or no skill to lose. */
export function skillOf(
  { baseline }: Pick<Settings, 'baseline'>,
  performance: Performance | null,
  estimate: Estimate | null,
): number | null {
  if (baseline === null) return null;
  const majority = baseline.majorityShare;
  if (performance !== null && performance.accuracy !== null)
    return skillLost({ baseline: baseline.accuracy, current: performance.accuracy, majority });
  if (estimate === null) return null;
  return skillLost({ baseline: estimate.baseline, current: estimate.accuracy, majority });
}

/** An estimated fall beyond the tolerance, and beyond what sampling alone makes. */
export function isEstimatedLoss({ accuracy, baseline, deviation }: Estimate): boolean {
  return baseline - accuracy > Math.max(leastLoss, 2 * deviation);
}

const leastLoss = 0.02;
