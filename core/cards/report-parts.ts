// What the full report, a reading and the card of one feature share. Pure.
import type { ReportedColumn } from '../full-report.ts';
import type { Words } from './words/index.ts';

/** Expected share of false finds among the columns that are marked. */
const falseFinds = 0.05;

export function isMoved({ adjustedP }: ReportedColumn): boolean {
  return adjustedP !== null && adjustedP <= falseFinds;
}

export function columnName({ kind, name }: ReportedColumn, { shared }: Words): string {
  return kind === 'prediction' ? shared.prediction : name;
}

/** A distance, and in brackets what chance alone makes of it, where that is known. */
export function beyondChance(value: number | null, chance: number | null, { numbers }: Words): string {
  if (value === null) return '-';
  const written = numbers.decimal(value, 2);
  return chance === null ? written : `${written} (${numbers.decimal(chance, 2)})`;
}
