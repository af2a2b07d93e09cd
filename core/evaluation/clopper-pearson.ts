// The exact upper bound of an error rate (Clopper and Pearson 1934). Pure.
import { requireDomain } from '../stats/special/domain.ts';
import { betaQuantile } from '../stats/special/incomplete-beta.ts';

/**
 * The largest error rate, in (0, 1], still compatible with `errors` in `n` rows: a one-sided bound that covers the
 * truth with at least `confidence` in (0, 1). No rows say nothing: 1. Throws `invalid_input`.
 */
export function clopperPearsonUpper(errors: number, n: number, confidence: number): number {
  requireDomain(Number.isSafeInteger(n) && n >= 0, 'an error rate needs a whole number of rows >= 0');
  requireDomain(Number.isSafeInteger(errors) && errors >= 0 && errors <= n, 'errors lie between 0 and n');
  requireDomain(confidence > 0 && confidence < 1, 'a confidence lies between 0 and 1');
  return errors === n ? 1 : betaQuantile(confidence, errors + 1, n - errors);
}
