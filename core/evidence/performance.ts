// The champion's accuracy on labelled rows against its baseline: how far it fell, how sure that is, since when. Pure.
import type { Performance } from '../drift.ts';
import { accuracyDrop } from '../evaluation/accuracy-drop.ts';
import { rowsSinceChange } from '../evaluation/change-point.ts';
import { skillLost } from '../evaluation/performance-score.ts';
import { fisherMore } from '../stats/fisher-exact.ts';
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
}

/** `level` is the p-value below which a loss is proven. */
export function performanceOf(
  settings: Settings,
  labelled: readonly { hit: boolean }[],
  level: number,
): Performance | null {
  if (settings.baseline === null) return null;
  const { accuracy: baseline, rows: baselineRows } = settings.baseline;
  const rows = labelled.length;
  const known = { baseline, baselineRows, labelled: rows };
  const before = { correct: Math.round(baseline * baselineRows), rows: baselineRows };
  const now = { correct: labelled.filter(({ hit }) => hit).length, rows };
  const enough = rows >= (settings.mode === 'seed' ? 1 : minimumRows);
  const fall = enough ? accuracyDrop(before, now).value : null;
  if (fall === null) {
    return {
      ...known,
      accuracy: null,
      drop: null,
      interval: null,
      p: null,
      drifted: false,
      sinceChange: null,
    };
  }
  // Exact: the z-test of an accurate champion on few rows cries wolf a hundred times as often as it says.
  const p = fisherMore(missesOf(before), missesOf(now));
  const drifted = p < level;
  return {
    ...known,
    accuracy: now.correct / rows,
    drop: fall.drop,
    interval: [fall.interval.low, fall.interval.high],
    p,
    drifted,
    sinceChange: drifted ? changeIn(labelled, baseline) : null,
  };
}

function missesOf({ correct, rows }: { correct: number; rows: number }) {
  return { hits: rows - correct, rows };
}

/** null where the misses say no more than that they are a few too many: a change so recent could not be proven. */
function changeIn(labelled: readonly { hit: boolean }[], baseline: number): number | null {
  const rows = rowsSinceChange(
    labelled.map(({ hit }) => hit),
    baseline,
  );
  return rows < minimumRows ? null : rows;
}

/** S_skill, in [0, 1]; null without an accuracy to compare, or for a baseline without skill. */
export function skillOf({ baseline }: Settings, performance: Performance | null): number | null {
  if (baseline === null || performance === null || performance.accuracy === null) return null;
  const { accuracy, majorityShare: majority } = baseline;
  return skillLost({ baseline: accuracy, current: performance.accuracy, majority });
}
