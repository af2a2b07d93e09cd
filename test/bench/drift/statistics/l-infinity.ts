// L-infinity distance of two rows of counts: the largest change of a share, as Vertex AI and SageMaker decide by. Pure.
import { shares, sizesOf } from '../../../../core/stats/counts.ts';

/** In [0, 1]; both samples hold at least one row. */
export function lInfinity(reference: Uint32Array, current: Uint32Array): number {
  sizesOf(reference, current);
  const p = shares(reference);
  return shares(current).reduce((most, share, cell) => Math.max(most, Math.abs(share - (p[cell] ?? 0))), 0);
}
