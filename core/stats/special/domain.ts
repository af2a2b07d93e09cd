// The one guard of the special functions: outside their domain they throw, they never answer NaN. Pure.
import { AppError } from '../../errors.ts';

/** Throws `invalid_input` unless the argument lies in the domain that `rule` words. */
export function requireDomain(inside: boolean, rule: string): void {
  if (!inside) throw new AppError('invalid_input', `Outside the domain of the function: ${rule}.`);
}
