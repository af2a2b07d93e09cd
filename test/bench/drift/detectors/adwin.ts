// ADWIN2, adaptive windowing over an exponential histogram (Bifet and Gavalda 2007, sections 3 and 4). Pure.
import type { Detector } from '../detector.ts';

export interface AdwinOptions {
  /** Confidence: the chance of a false cut is bounded by it. */
  readonly delta: number;
  /** Cuts are looked for every so many rows. */
  readonly clock: number;
  /** No cut before the window holds more rows than this. */
  readonly grace: number;
  /** Neither side of a cut is shorter. */
  readonly minWindow: number;
  /** M of the paper: buckets of one size before the two oldest merge. */
  readonly maxBuckets: number;
  /**
   * `every bucket`: the paper. `newest left out`: as scikit-multiflow and River before 0.22 scanned, where a cut after the newest
   * bucket of each size is never tried and its rows are on neither side: alarms come two to three times as late.
   */
  readonly scan: 'every bucket' | 'newest left out';
  /** `cut`: the paper drops the old rows only. `reset`: River forgets the whole window with the row after an alarm. */
  readonly afterAlarm: 'cut' | 'reset';
  /** The window is cut after any change; `rise` tells only of a mean that rose. */
  readonly tells: 'any change' | 'rise';
}

const defaults: AdwinOptions = {
  delta: 0.002,
  clock: 32,
  grace: 10,
  minWindow: 5,
  maxBuckets: 5,
  scan: 'every bucket',
  afterAlarm: 'cut',
  tells: 'any change',
};

/** Sums over 2^level rows. Of zeros and ones they are exact, so the variance is too. */
interface Bucket {
  readonly total: number;
  readonly squares: number;
}

interface Histogram {
  rows: number;
  total: number;
  squares: number;
  /** By level, each oldest first: level 0 holds single rows, the last level the oldest. */
  levels: Bucket[][];
}

const empty = (): Histogram => ({ rows: 0, total: 0, squares: 0, levels: [[]] });

export function adwin(options: Partial<AdwinOptions> = {}): Detector {
  const settings = { ...defaults, ...options };
  let window = empty();
  let ticks = 0;
  let stale = false;
  return {
    update(error) {
      if (stale) {
        window = empty();
        ticks = 0;
        stale = false;
      }
      add(window, error, settings.maxBuckets);
      ticks += 1;
      if (ticks % settings.clock !== 0 || window.rows <= settings.grace) return false;
      const told = shrink(window, settings);
      stale = told && settings.afterAlarm === 'reset';
      return told;
    },
  };
}

function add(window: Histogram, error: number, maxBuckets: number): void {
  window.rows += 1;
  window.total += error;
  window.squares += error * error;
  window.levels[0]?.push({ total: error, squares: error * error });
  for (let level = 0; (window.levels[level]?.length ?? 0) > maxBuckets; level++) {
    const [one, other] = window.levels[level]?.splice(0, 2) ?? [];
    if (one === undefined || other === undefined) return;
    const merged = { total: one.total + other.total, squares: one.squares + other.squares };
    const above = window.levels[level + 1];
    if (above === undefined) window.levels.push([merged]);
    else above.push(merged);
  }
}

/** Drops the oldest bucket for as long as some cut is significant. True when there is something to tell. */
function shrink(window: Histogram, settings: AdwinOptions): boolean {
  let told = false;
  for (let cut = firstCut(window, settings); cut !== null; cut = firstCut(window, settings)) {
    told ||= settings.tells === 'any change' || cut === 'rise';
    dropOldest(window);
  }
  return told;
}

function firstCut(window: Histogram, settings: AdwinOptions): 'rise' | 'fall' | null {
  const { rows, total, levels } = window;
  const leftOut = settings.scan === 'every bucket' ? 0 : 1;
  let before = 0;
  let sum = 0;
  for (let level = levels.length - 1; level >= 0; level--) {
    const buckets = levels[level] ?? [];
    for (let at = 0; at < buckets.length - leftOut; at++) {
      before += 2 ** level;
      sum += buckets[at]?.total ?? 0;
      const after = rows - before;
      if (Math.min(before, after) < settings.minWindow) continue;
      const rise = (total - sum) / after - sum / before;
      const limit = threshold(window, [before, after], settings);
      if (rise > limit) return 'rise';
      if (rise < -limit) return 'fall';
    }
  }
  return null;
}

/** Epsilon cut of section 4 (the bound with the variance), delta' = delta / ln n; sides shortened as implementations do. */
function threshold(
  { rows, total, squares }: Histogram,
  [before, after]: readonly [number, number],
  { delta, minWindow }: AdwinOptions,
): number {
  const variance = Math.max(0, (squares - (total * total) / rows) / rows);
  const confidence = Math.log((2 * Math.log(rows)) / delta);
  const reciprocal = 1 / (before - minWindow + 1) + 1 / (after - minWindow + 1);
  return Math.sqrt(2 * reciprocal * variance * confidence) + (2 / 3) * confidence * reciprocal;
}

function dropOldest(window: Histogram): void {
  const level = window.levels.length - 1;
  const oldest = window.levels[level]?.shift();
  if (oldest === undefined) return;
  window.rows -= 2 ** level;
  window.total -= oldest.total;
  window.squares -= oldest.squares;
  if (window.levels[level]?.length === 0 && level > 0) window.levels.pop();
}
