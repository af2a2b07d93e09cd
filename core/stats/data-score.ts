// The data score of a watch: one number for the drift of all its features. Pure.
import { AppError } from '../errors.ts';

/** Weights are divided by their sum, which leaves a few roundings. */
const ROUNDING = 1e-9;

function check(effects: readonly number[], weights: readonly number[]): void {
  const sum = weights.reduce((a, b) => a + b, 0);
  const inUnit = (x: number) => x >= 0 && x <= 1;
  if (
    effects.length !== weights.length ||
    Math.abs(sum - 1) > ROUNDING ||
    ![...effects, ...weights].every(inUnit)
  ) {
    throw new AppError(
      'invalid_input',
      'A data score needs one effect in [0, 1] per feature and weights that sum to 1.',
    );
  }
}

/**
 * Weight of each feature, summing to 1: half of it equal, half by what the model makes of the feature.
 * `importances` are |coefficient| times the feature's standard deviation, >= 0 (a one-hot group: root of the sum of
 * squares); all zero, as without a linear model, means equal weights. Throws `invalid_input`.
 */
export function featureWeights(importances: readonly number[]): number[] {
  const sum = importances.reduce((a, b) => a + b, 0);
  if (importances.length === 0 || !Number.isFinite(sum) || importances.some((importance) => importance < 0)) {
    throw new AppError('invalid_input', 'Feature weights need at least one importance, all finite and >= 0.');
  }
  const equal = 1 / importances.length;
  return importances.map((importance) => (sum === 0 ? equal : (equal + importance / sum) / 2));
}

/**
 * Cubic mean of the features' effects, in [0, 1]: one important feature shows, many small effects do not shout.
 * Throws `invalid_input`.
 */
export function dataScore(effects: readonly number[], weights: readonly number[]): number {
  check(effects, weights);
  const cubes = effects.reduce((sum, effect, k) => sum + (weights[k] as number) * effect ** 3, 0);
  return Math.min(1, Math.cbrt(cubes));
}
