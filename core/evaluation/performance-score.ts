// The performance scores of a watch, in [0, 1]: how much accuracy, and how much skill, was lost. Pure.
import { requireDomain } from '../stats/special/domain.ts';

function clamp(score: number): number {
  return Math.min(1, Math.max(0, score));
}

function isShare(x: number): boolean {
  return x >= 0 && x <= 1;
}

/** S_perf: the accuracy lost since the baseline; both accuracies in [0, 1]. Throws `invalid_input`. */
export function accuracyLost(baseline: number, current: number): number {
  requireDomain(isShare(baseline) && isShare(current), 'an accuracy lies in [0, 1]');
  return clamp(baseline - current);
}

interface Skill {
  /** Accuracy on the holdout when the champion was promoted. */
  readonly baseline: number;
  /** Accuracy now. */
  readonly current: number;
  /** Share of the largest class: the accuracy of knowing nothing. */
  readonly majority: number;
}

/**
 * S_skill: the share lost of what the baseline was better than always predicting the largest class; null for a
 * baseline without skill, which has none to lose. All shares in [0, 1]. Throws `invalid_input`.
 */
export function skillLost({ baseline, current, majority }: Skill): number | null {
  requireDomain(isShare(baseline) && isShare(current) && isShare(majority), 'accuracies lie in [0, 1]');
  return baseline > majority ? clamp((baseline - current) / (baseline - majority)) : null;
}
