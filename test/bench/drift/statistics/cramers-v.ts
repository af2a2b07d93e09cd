// Cramer's V of sample against cell, plain (Cramer 1946) and with the bias removed (Bergsma 2013), as deepchecks has it. Pure.
import { chiSquare } from '../../../../core/stats/chi-square.ts';

export interface CramersV {
  readonly v: number;
  readonly vCorrected: number;
}

/** In [0, 1]; 0 for fewer than two cells with rows. */
export function cramersV(reference: Uint32Array, current: Uint32Array): CramersV {
  const { value, n, m } = chiSquare(reference, current);
  if (value === null || value.dof === 0) return { v: 0, vCorrected: 0 };
  const rows = n + m;
  const cells = value.dof + 1;
  const phi2 = value.statistic / rows;
  const excess = Math.max(0, phi2 - (cells - 1) / (rows - 1));
  const columns = cells - (cells - 1) ** 2 / (rows - 1);
  const samples = 2 - 1 / (rows - 1);
  return { v: Math.sqrt(phi2), vCorrected: Math.sqrt(excess / Math.min(columns - 1, samples - 1)) };
}
