// Dotted paths through documents and arrays, as filters, sorts and indexes read them. Pure.

import { type Doc, fieldOf, isDoc } from './documents.ts';

type Test = (value: unknown) => boolean;

const split = new Map<string, readonly string[]>();

/** The segments of a dotted path; remembered, because the same few paths come again and again. */
export function segmentsOf(path: string): readonly string[] {
  const known = split.get(path);
  if (known !== undefined) return known;
  const segments = path.split('.');
  if (split.size > 10_000) split.clear();
  split.set(path, segments);
  return segments;
}

export const isIndex = (segment: string): boolean => /^(0|[1-9]\d*)$/.test(segment);

/**
 * True when some value the path leads to passes the test. A missing field is tested as undefined. Inside an array the
 * path goes on through every element that is a document, and through a numbered element; arrays at the end are given whole.
 */
export function anyAt(doc: unknown, path: readonly string[], test: Test): boolean {
  return walk(doc, path, test);
}

function walk(value: unknown, path: readonly string[], test: Test, from = 0): boolean {
  const segment = path[from];
  if (segment === undefined) return test(value);
  if (isDoc(value)) return walk(fieldOf(value, segment), path, test, from + 1);
  if (!Array.isArray(value)) return test(undefined);
  if (isIndex(segment) && walk(value[Number(segment)], path, test, from + 1)) return true;
  return value.some((entry) => isDoc(entry) && walk(entry, path, test, from));
}

/** Every value at the end of the path, the elements of arrays one by one; missing fields give nothing. */
export function valuesAt(doc: Doc, path: string): unknown[] {
  const found: unknown[] = [];
  anyAt(doc, segmentsOf(path), (value) => {
    if (Array.isArray(value)) found.push(...value);
    else if (value !== undefined) found.push(value);
    return false;
  });
  return found;
}

/** What an empty array is sorted and indexed by: less than null. */
export const EMPTY = Symbol('empty array');

/**
 * The keys a document is sorted and indexed by: like `valuesAt`, but never none. A missing field gives undefined, as does
 * each element of an array that the path cannot go through; an empty array gives EMPTY.
 */
export function keysAt(doc: Doc, path: string): unknown[] {
  const direct = path.includes('.') ? undefined : fieldOf(doc, path);
  if (direct !== undefined && !Array.isArray(direct)) return [direct];
  const found: unknown[] = [];
  collect(doc, segmentsOf(path), found);
  return found.length === 0 ? [undefined] : found;
}

function collect(value: unknown, path: readonly string[], found: unknown[]): void {
  const [segment, ...rest] = path;
  if (Array.isArray(value)) collectIn(value, path, found);
  else if (segment === undefined) found.push(value);
  else collect(isDoc(value) ? fieldOf(value, segment) : undefined, rest, found);
}

function collectIn(list: readonly unknown[], path: readonly string[], found: unknown[]): void {
  const [segment, ...rest] = path;
  if (segment === undefined) found.push(...(list.length === 0 ? [EMPTY] : list));
  else if (isIndex(segment) && Number(segment) < list.length) collect(list[Number(segment)], rest, found);
  else for (const entry of list) collect(isDoc(entry) ? entry : undefined, path, found);
}
