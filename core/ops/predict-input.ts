// What /predict is asked: rows as objects, or as numbers that were read already. Pure.
import * as z from 'zod';
import type { NumberRows } from '../frame/number-rows.ts';

export { ahead, type NumberRows } from '../frame/number-rows.ts';

export const mostRows = 1_000;

export const predictInput = z.strictObject({
  watch: z.string().optional(),
  rows: z.array(z.record(z.string(), z.unknown())).min(1).max(mostRows),
  /** What each feature contributed to the answers as well. */
  explain: z.boolean().default(false),
});

export interface PredictInput extends Omit<z.infer<typeof predictInput>, 'rows'> {
  readonly rows: z.infer<typeof predictInput>['rows'] | NumberRows;
}

/** A schema would copy every cell; whether rows are objects is seen when they are read. */
export function plainPredictInput(input: unknown): PredictInput | null {
  if (typeof input !== 'object' || input === null) return null;
  const { watch, rows, explain = false, ...others } = input as Partial<Record<string, unknown>>;
  const named = watch === undefined || typeof watch === 'string';
  if (!named || typeof explain !== 'boolean' || Object.keys(others).length > 0) return null;
  return areNumbers(rows) || isBatch(rows) ? { watch, rows, explain } : null;
}

/** No JSON is that. */
function areNumbers(rows: unknown): rows is NumberRows {
  return (
    typeof rows === 'object' && rows !== null && 'numbers' in rows && rows.numbers instanceof Float64Array
  );
}

function isBatch(rows: unknown): rows is z.infer<typeof predictInput>['rows'] {
  return Array.isArray(rows) && rows.length >= 1 && rows.length <= mostRows && rows.every(isRecord);
}

function isRecord(row: unknown): boolean {
  return typeof row === 'object' && row !== null && !Array.isArray(row);
}
