// Sorting documents as MongoDB does, a slice at a time, keeping no more than the caller will look at. Pure.

import { type Doc, docOf } from './documents.ts';
import { CommandError } from './faults.ts';
import { EMPTY, keysAt } from './paths.ts';
import { SLICE, type Sliced } from './slices.ts';
import { compare } from './values.ts';

interface Keyed {
  doc: Doc;
  keys: readonly unknown[];
}

type Before = (a: Keyed, b: Keyed) => number;
type Order = readonly (readonly [path: string, direction: 1 | -1])[];

/** Reads a sort specification. `$natural` alone is stored order. Errors: BadValue on a direction other than 1 and -1. */
function orderOf(sort: unknown): Order {
  return Object.entries(docOf(sort, 'sort')).map(([path, direction]) => {
    if (direction !== 1 && direction !== -1)
      throw new CommandError(2, `$sort key ordering must be 1 or -1: ${path}`);
    return [path, direction];
  });
}

// An array sorts by its least element when ascending and its greatest when descending; an empty one is below null.
function keyAt(doc: Doc, path: string, direction: 1 | -1): unknown {
  const [first, ...others] = keysAt(doc, path);
  let best = first;
  for (const other of others) if (compareKeys(other, best) * direction < 0) best = other;
  return best;
}

function compareKeys(a: unknown, b: unknown): number {
  if (a === EMPTY || b === EMPTY) return Number(b === EMPTY) - Number(a === EMPTY);
  return compare(a, b);
}

function comparator(order: Order): Before {
  return (a, b) => {
    for (let i = 0; i < order.length; i += 1) {
      const result = compareKeys(a.keys[i], b.keys[i]);
      if (result !== 0) return result * (order[i]?.[1] ?? 1);
    }
    return 0;
  };
}

/**
 * The documents in the order asked for; equal ones keep their stored order. Only the `first` of them are given when that
 * is above 0, and no more than those are ever sorted together.
 */
export function* sortDocs(docs: readonly Doc[], sort: unknown, first = 0): Sliced<readonly Doc[]> {
  const order = orderOf(sort);
  const most = first === 0 ? docs.length : first;
  const natural = order.find(([path]) => path === '$natural');
  if (natural !== undefined) return (natural[1] === 1 ? docs : docs.toReversed()).slice(0, most);
  if (order.length === 0) return docs.slice(0, most);
  const before = comparator(order);
  let top: Keyed[] = [];
  for (let at = 0; at < docs.length; at += SLICE) {
    if (at > 0) yield;
    const slice = docs.slice(at, at + SLICE).map((doc) => ({
      doc,
      keys: order.map(([path, direction]) => keyAt(doc, path, direction)),
    }));
    top = merged(top, { slice, before, most });
  }
  return top.map(({ doc }) => doc);
}

// What comes later never goes before its equals, so once the list is full only what is less than its last can enter.
function merged(
  top: Keyed[],
  { slice, before, most }: { slice: Keyed[]; before: Before; most: number },
): Keyed[] {
  const last = top.length === most ? top[most - 1] : undefined;
  const entering = last === undefined ? slice : slice.filter((entry) => before(entry, last) < 0);
  if (entering.length === 0) return top;
  entering.sort(before);
  const result: Keyed[] = [];
  let [i, j] = [0, 0];
  while (result.length < most && (i < top.length || j < entering.length)) {
    const [a, b] = [top[i], entering[j]];
    if (a !== undefined && (b === undefined || before(b, a) >= 0)) {
      result.push(a);
      i += 1;
    } else if (b !== undefined) {
      result.push(b);
      j += 1;
    }
  }
  return result;
}
