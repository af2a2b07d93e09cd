// A version fitted again from its stored rows, to be held against what is kept of it. Pure; runs in a worker.
import type { FittedModel } from '../estimators/estimator.ts';
import { decodeFrame } from '../frame/codec.ts';
import { type Baseline, type FitInput, fitModel, outOfFold } from './assess.ts';

export interface RefitInput extends Omit<FitInput, 'train'> {
  /** Bytes of its reference window. */
  readonly snapshot: Uint8Array;
}

export interface Refitted {
  readonly model: FittedModel;
  readonly baseline: Baseline;
}

/** @throws AppError `bad_data` for bytes that are no snapshot, and what fitting throws */
export function refitted({ snapshot, ...facts }: RefitInput): Refitted {
  const input = { ...facts, train: decodeFrame(snapshot) };
  return { model: fitModel(input), baseline: outOfFold(input) };
}

/** The number or text that two values differ in most; `at` = where, null while they are the same. */
export interface Difference {
  /** |there - here|, of numbers beyond 1 as a share of them; infinite where it is not a matter of numbers. */
  readonly size: number;
  readonly at: string | null;
}

const none: Difference = { size: 0, at: null };

/** The largest difference between two values of plain JSON; what is absent and what is undefined are the same. */
export function largestDifference(one: unknown, other: unknown, at = ''): Difference {
  if (Object.is(one, other)) return none;
  if (typeof one === 'number' && typeof other === 'number') return { size: apart(one, other), at };
  if (!isHolder(one) || !isHolder(other) || Array.isArray(one) !== Array.isArray(other))
    return { size: Number.POSITIVE_INFINITY, at };
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  let largest = none;
  for (const key of keys) {
    const found = largestDifference(one[key], other[key], at === '' ? key : `${at}.${key}`);
    if (found.size > largest.size) largest = found;
  }
  return largest;
}

function apart(one: number, other: number): number {
  const size = Math.abs(one - other) / Math.max(1, Math.abs(one));
  return Number.isNaN(size) ? Number.POSITIVE_INFINITY : size;
}

function isHolder(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
