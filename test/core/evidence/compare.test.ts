import { describe, expect, it } from 'vitest';
import { compareColumn } from '../../../core/evidence/compare.ts';
import { sorterFor } from '../../../core/stats/sorter.ts';
import { frameOf } from '../estimators/frame-of.ts';
import { profiled } from './rows.ts';

/** A column of ones, then zeros, then missing values. */
function ones(hits: number, zeros: number, missing = 0) {
  const cells = [
    ...Array.from({ length: hits }, () => 1),
    ...Array.from({ length: zeros }, () => 0),
    ...Array.from({ length: missing }, () => null),
  ];
  return frameOf(
    { flag: cells },
    cells.map(() => null),
  );
}

function compared(reference: ReturnType<typeof ones>, current: ReturnType<typeof ones>) {
  const [profile] = profiled(reference).profile.features;
  const [column] = current.columns;
  if (profile === undefined || column === undefined) throw new Error('one column');
  return compareColumn(profile, column, { kind: 'numeric', sorter: sorterFor(current.rows) });
}

describe('numbers of few values', () => {
  it('are tested share by share too, exactly: Kolmogorov-Smirnov alone would say 0.0014', () => {
    const { p, ks } = compared(ones(108, 892), ones(106, 394));
    // 2 * scipy.stats.hypergeom.sf(105, 1500, 214, 500), doubled for there being two tests.
    expect(p).toBeCloseTo(2 * 1.6906579136312336e-7, 12);
    expect(ks).toBeCloseTo(0.104, 12);
  });

  it('differ by what is missing too', () => {
    expect(compared(ones(50, 450), ones(50, 400, 50)).p).toBeLessThan(1e-9);
    expect(compared(ones(50, 450), ones(25, 225)).p).toBe(1);
  });
});
