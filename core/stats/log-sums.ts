// Sums of numbers known by their logarithms, where exp() itself would overflow. -Infinity stands for zero. Pure.

/** log(exp(a) + exp(b)); -Infinity of two zeros, never NaN for a, b < Infinity. */
export function logAddExp(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger === -Infinity ? larger : larger + Math.log1p(Math.exp(-Math.abs(a - b)));
}

/** log of the sum of weight x exp(log); weights >= 0. -Infinity where every term is zero, also without any term. */
export function logWeightedSum(logs: ArrayLike<number>, weights: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let at = 0; at < logs.length; at += 1)
    if ((weights[at] as number) > 0) largest = Math.max(largest, logs[at] as number);
  if (largest === -Infinity) return largest;
  let sum = 0;
  for (let at = 0; at < logs.length; at += 1) {
    const weight = weights[at] as number;
    if (weight > 0) sum += weight * Math.exp((logs[at] as number) - largest);
  }
  return largest + Math.log(sum);
}

/** log of the plain mean of exp(log); -Infinity for none. */
export function logMeanExp(logs: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let at = 0; at < logs.length; at += 1) largest = Math.max(largest, logs[at] as number);
  if (largest === -Infinity) return largest;
  let sum = 0;
  for (let at = 0; at < logs.length; at += 1) sum += Math.exp((logs[at] as number) - largest);
  return largest + Math.log(sum / logs.length);
}
