// Arithmetic of vectors. Pure.

/** The inner product. */
export function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] as number) * (other[at] as number);
  return sum;
}

/** into += factor x vector */
export function addScaled(into: Float64Array, factor: number, vector: Float64Array): void {
  for (let at = 0; at < into.length; at++) into[at] = (into[at] as number) + factor * (vector[at] as number);
}

/** one + factor x other, as a new vector. */
export function plus(one: Float64Array, factor: number, other: Float64Array): Float64Array {
  const sum = one.slice();
  addScaled(sum, factor, other);
  return sum;
}

/** The largest absolute value of any entry. */
export function largest(vector: Float64Array): number {
  let most = 0;
  for (let at = 0; at < vector.length; at++) most = Math.max(most, Math.abs(vector[at] as number));
  return most;
}
