// Total variation distance: the share of rows that would have to move to another cell. Pure.
import { shares, sizesOf } from './counts.ts';
import { finite, type Measure, undefinedFor } from './measure.ts';

/** Half the sum of |p - q| over the cells, raw shares, in [0, 1]. Empty sample: `invalid`. */
export function totalVariation(reference: Uint32Array, current: Uint32Array): Measure {
  const sizes = sizesOf(reference, current);
  if (sizes.n === 0 || sizes.m === 0) return undefinedFor('invalid', sizes);
  const p = shares(reference);
  let sum = 0;
  shares(current).forEach((share, cell) => {
    sum += Math.abs(share - (p[cell] as number));
  });
  return finite(Math.min(1, sum / 2), sizes);
}
