// The G-test of homogeneity, the likelihood-ratio sister of chi-square (Woolf 1957; Sokal and Rohlf 1981). Pure.
import type { ChiSquare } from '../../../../core/stats/chi-square.ts';
import { sizesOf } from '../../../../core/stats/counts.ts';
import { chiSquareSf } from '../../../../core/stats/special/chi-square-law.ts';

/** 2 sum O ln(O / E) with 0 ln 0 = 0; cells empty on both sides are left out, K - 1 degrees of freedom. */
export function gTest(reference: Uint32Array, current: Uint32Array): ChiSquare {
  const { n, m } = sizesOf(reference, current);
  let half = 0;
  let cells = 0;
  reference.forEach((a, cell) => {
    const b = current[cell] ?? 0;
    if (a + b === 0) return;
    cells += 1;
    half += surprise(a, ((a + b) * n) / (n + m)) + surprise(b, ((a + b) * m) / (n + m));
  });
  const statistic = Math.max(0, 2 * half);
  const dof = Math.max(0, cells - 1);
  return { statistic, dof, pValue: dof === 0 ? 1 : chiSquareSf(statistic, dof) };
}

function surprise(observed: number, expected: number): number {
  return observed === 0 ? 0 : observed * Math.log(observed / expected);
}
