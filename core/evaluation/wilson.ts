// Wilson's score interval of a share (Wilson 1927). Pure.
import { normalQuantile } from '../stats/special/normal-law.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Two-sided interval, within [0, 1], of the share `successes / n`, n >= 1; `confidence` in (0, 1). */
export function wilsonInterval(successes: number, n: number, confidence: number): Interval {
  const z = normalQuantile((1 + confidence) / 2);
  const share = successes / n;
  const center = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return { low: Math.max(0, (center - half) / scale), high: Math.min(1, (center + half) / scale) };
}
