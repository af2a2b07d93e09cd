// The upper tail of the binomial law. Pure.
import { requireDomain } from './domain.ts';
import { incompleteBeta } from './incomplete-beta.ts';

interface Trials {
  /** How many trials: an integer >= 0. */
  trials: number;
  /** Chance of success of each trial, in [0, 1]. */
  chance: number;
}

/** P(X >= k) for X ~ Bin(trials, chance) and an integer k. Throws `invalid_input`. */
export function binomialTail(k: number, { trials, chance }: Trials): number {
  requireDomain(Number.isSafeInteger(k), 'the binomial tail needs an integer k');
  requireDomain(
    Number.isSafeInteger(trials) && trials >= 0,
    'the binomial law needs an integer of trials >= 0',
  );
  requireDomain(chance >= 0 && chance <= 1, 'the binomial law needs a chance in [0, 1]');
  if (k <= 0) return 1;
  if (k > trials) return 0;
  return incompleteBeta(k, trials - k + 1, chance);
}
