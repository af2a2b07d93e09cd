// Hellinger distance of two rows of counts, as NannyML and whylogs decide by (Hellinger 1909; Le Cam 1986). Pure.
import { shares, sizesOf } from '../../../../core/stats/counts.ts';

/** In [0, 1]; both samples hold at least one row. */
export function hellinger(reference: Uint32Array, current: Uint32Array): number {
  sizesOf(reference, current);
  const p = shares(reference);
  const shared = shares(current).reduce((sum, share, cell) => sum + Math.sqrt(share * (p[cell] ?? 0)), 0);
  return Math.sqrt(Math.max(0, 1 - shared));
}
