// Many tests read at once: p-values adjusted for how many there are (Benjamini and Hochberg 1995). Pure.
import { requireDomain } from './special/domain.ts';

/**
 * One adjusted p a p-value, in [0, 1]: calling all those up to q discoveries keeps the expected share of false ones among
 * them at q, for this one look at independent or positively dependent tests. Throws `invalid_input`.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  requireDomain(
    pValues.every((p) => p >= 0 && p <= 1),
    'p-values lie in [0, 1]',
  );
  const tests = pValues.length;
  const adjusted = new Array<number>(tests);
  let least = 1;
  const largestFirst = [...pValues.entries()].sort(([, one], [, other]) => other - one);
  largestFirst.forEach(([test, p], at) => {
    // The quotient first: it is never below 1, so no rounding takes the result below p.
    least = Math.min(least, p * (tests / (tests - at)));
    adjusted[test] = least;
  });
  return adjusted;
}
