// Reads the reference vectors (made with scipy and numpy) and compares answers with them.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

export interface VectorCase {
  readonly id: string;
  readonly fn: string;
  readonly input: Record<string, unknown>;
  readonly params?: { readonly bins?: number; readonly level?: number };
  readonly expected: unknown;
  readonly tol: number;
}

const file = new URL('../../vectors/drift-vectors.json', import.meta.url);
const { cases }: { cases: VectorCase[] } = JSON.parse(readFileSync(file, 'utf8'));

/** Every case of the file, in its order. */
export const allCases: readonly VectorCase[] = cases;

export function casesOf(fn: string): VectorCase[] {
  return cases.filter((vector) => vector.fn === fn);
}

export function numberAt(vector: VectorCase, key: string): number {
  const value = vector.input[key];
  if (typeof value !== 'number') throw new Error(`${vector.id}: ${key} is not a number`);
  return value;
}

/** A list of rows; null stands for a missing value. */
export function columnAt(vector: VectorCase, key: string): Float64Array {
  const value = vector.input[key];
  if (!Array.isArray(value)) throw new Error(`${vector.id}: ${key} is not a list`);
  return Float64Array.from(value, (x: number | null) => x ?? Number.NaN);
}

export function countsAt(vector: VectorCase, key: string): Uint32Array {
  return Uint32Array.from(columnAt(vector, key));
}

export function tuplesAt(vector: VectorCase, key: string): number[][] {
  const value = vector.input[key];
  if (!Array.isArray(value)) throw new Error(`${vector.id}: ${key} is not a list`);
  return value;
}

/** The tolerance is absolute, relative for expectations beyond 1; null means the reference has no answer. */
export function expectClose(actual: unknown, expected: unknown, { id, tol }: VectorCase): void {
  if (expected === null) return;
  if (typeof expected === 'number') {
    expect(typeof actual, id).toBe('number');
    const error = Math.abs(Number(actual) - expected);
    expect(error, `${id}: ${actual} instead of ${expected}`).toBeLessThanOrEqual(
      tol * Math.max(1, Math.abs(expected)),
    );
    return;
  }
  if (typeof expected !== 'object' || typeof actual !== 'object' || actual === null) {
    expect(actual, id).toBe(expected);
    return;
  }
  const answers = new Map(Object.entries(actual));
  for (const [key, value] of Object.entries(expected)) {
    expectClose(answers.get(key), value, { id: `${id}.${key}`, tol, fn: '', input: {}, expected: value });
  }
  if (Array.isArray(expected)) expect(Object.keys(actual), id).toHaveLength(expected.length);
}
