// Sorting documents as MongoDB does, with a bounded list when only the first few are asked for. Pure.

import { type Doc, docOf } from './documents.ts';
import { CommandError } from './faults.ts';
import { EMPTY, keysAt } from './paths.ts';
import { compare } from './values.ts';

// Keeping this many in order by insertion is cheaper than sorting everything; above it a full sort wins.
const SHORT_LIST = 1_000;

interface Keyed {
  doc: Doc;
  keys: readonly unknown[];
}

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

function comparator(order: Order): (a: Keyed, b: Keyed) => number {
  return (a, b) => {
    for (let i = 0; i < order.length; i += 1) {
      const result = compareKeys(a.keys[i], b.keys[i]);
      if (result !== 0) return result * (order[i]?.[1] ?? 1);
    }
    return 0;
  };
}

/**
 * The documents in the order asked for; equal ones keep their stored order. `first` (0 = all) bounds how many of the
 * result the caller will look at.
 */
export function sortDocs(docs: readonly Doc[], sort: unknown, first = 0): readonly Doc[] {
  const order = orderOf(sort);
  const natural = order.find(([path]) => path === '$natural');
  if (natural !== undefined) return natural[1] === 1 ? docs : docs.toReversed();
  if (order.length === 0) return docs;
  const before = comparator(order);
  const keyed = docs.map((doc) => ({
    doc,
    keys: order.map(([path, direction]) => keyAt(doc, path, direction)),
  }));
  const sorted = first > 0 && first <= SHORT_LIST ? topOf(keyed, first, before) : keyed.sort(before);
  return sorted.map((entry) => entry.doc);
}

function topOf(entries: readonly Keyed[], size: number, before: (a: Keyed, b: Keyed) => number): Keyed[] {
  const top: Keyed[] = [];
  for (const entry of entries) {
    const last = top.at(-1);
    if (top.length === size && last !== undefined && before(entry, last) >= 0) continue;
    top.splice(placeOf(entry, top, before), 0, entry);
    if (top.length > size) top.pop();
  }
  return top;
}

// The place after every entry that is not greater, which keeps equal ones in stored order.
function placeOf(entry: Keyed, sorted: readonly Keyed[], before: (a: Keyed, b: Keyed) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sorted[middle];
    if (other !== undefined && before(entry, other) >= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
