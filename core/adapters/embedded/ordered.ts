// One index in memory: stored documents in the order of their keys, found by bisection. Pure.
// Blocks of a bounded length keep an insertion cheap wherever it falls.

import { type Doc, fieldOf, isDoc } from './documents.ts';
import { segmentsOf } from './paths.ts';
import { compare } from './values.ts';

/** A document and its place among those of its collection, in the order they were first stored. */
export interface Stored {
  doc: Doc;
  /** Of the record that puts it into the log. */
  bytes: number;
  readonly place: number;
}

/** A point between entries: before, or after, all whose first keys are `keys`. */
export interface Point {
  keys: readonly unknown[];
  after: boolean;
}

const LONGEST_BLOCK = 512;
/** Stands for a value this kind of index cannot hold: an array has many keys. */
const MANY = Symbol('many keys');

type Reader = (doc: Doc) => unknown;

function readerOf(path: string): Reader {
  if (!path.includes('.')) return (doc) => single(fieldOf(doc, path));
  const segments = segmentsOf(path);
  return (doc) => {
    let value: unknown = doc;
    for (const segment of segments) {
      if (Array.isArray(value)) return MANY;
      value = isDoc(value) ? fieldOf(value, segment) : undefined;
    }
    return single(value);
  };
}

const single = (value: unknown): unknown => (Array.isArray(value) ? MANY : value);

export class OrderedIndex {
  readonly fields: readonly string[];
  readonly #readers: readonly Reader[];
  #blocks: Stored[][] = [];
  #left = 0;

  constructor(fields: readonly string[], all: Iterable<Stored>) {
    this.fields = fields;
    this.#readers = fields.map(readerOf);
    const held: Stored[] = [];
    for (const stored of all) {
      if (this.#hasMany(stored)) this.#left += 1;
      else held.push(stored);
    }
    held.sort((a, b) => this.#order(a, this.#keysOf(b.doc), b.place));
    for (let at = 0; at < held.length; at += LONGEST_BLOCK)
      this.#blocks.push(held.slice(at, at + LONGEST_BLOCK));
  }

  /** False while some document has an array in an indexed field: the index then does not hold it. */
  get isComplete(): boolean {
    return this.#left === 0;
  }

  add(stored: Stored): void {
    const keys = this.#keysOf(stored.doc);
    if (keys.includes(MANY)) {
      this.#left += 1;
      return;
    }
    const last = this.#blocks.at(-1);
    const end = last?.at(-1);
    if (last === undefined || end === undefined) {
      this.#blocks = [[stored]];
      return;
    }
    // Most documents come in the order of their keys.
    const isLast = this.#order(end, keys, stored.place) < 0;
    const b = isLast ? this.#blocks.length - 1 : this.#blockOf(keys, stored.place);
    const block = this.#blocks[b] ?? last;
    const at = isLast ? block.length : this.#placeIn(block, keys, stored.place);
    block.splice(at, 0, stored);
    if (block.length > LONGEST_BLOCK) this.#blocks.splice(b + 1, 0, block.splice(LONGEST_BLOCK >> 1));
  }

  /** To be called before the document of `stored` changes. */
  remove(stored: Stored): void {
    const keys = this.#keysOf(stored.doc);
    if (keys.includes(MANY)) {
      this.#left -= 1;
      return;
    }
    const b = this.#blockOf(keys, stored.place);
    const block = this.#blocks[b] ?? [];
    block.splice(this.#placeIn(block, keys, stored.place), 1);
    if (block.length === 0) this.#blocks.splice(b, 1);
  }

  /** True when both documents have the same keys. */
  keepsPlace(a: Doc, b: Doc): boolean {
    return this.#readers.every((read) => {
      const [x, y] = [read(a), read(b)];
      return x === y || (x !== MANY && y !== MANY && compare(x, y) === 0);
    });
  }

  /** True when the first `count` keys of both are equal. */
  ties(a: Stored, b: Stored, count: number): boolean {
    for (let i = 0; i < count; i += 1) {
      const read = this.#readers[i] as Reader;
      if (compare(read(a.doc), read(b.doc)) !== 0) return false;
    }
    return true;
  }

  /** The entries between two points, as they are now; from the second one back when `backward`. */
  between(from: Point, to: Point, backward: boolean): Stored[] {
    const [start, end] = [this.#seek(from), this.#seek(to)];
    const parts = this.#blocks.slice(start.block, end.block + 1).map((block, i) => {
      const last = start.block + i === end.block ? end.at : block.length;
      return block.slice(i === 0 ? start.at : 0, last);
    });
    const entries = parts.flat();
    return backward ? entries.reverse() : entries;
  }

  #keysOf(doc: Doc): unknown[] {
    return this.#readers.map((read) => read(doc));
  }

  #hasMany({ doc }: Stored): boolean {
    return this.#readers.some((read) => read(doc) === MANY);
  }

  // Whether `stored` comes before (negative) or after these keys and this place.
  #order({ doc, place }: Stored, keys: readonly unknown[], at: number): number {
    for (let i = 0; i < keys.length; i += 1) {
      const order = compare((this.#readers[i] as Reader)(doc), keys[i]);
      if (order !== 0) return order;
    }
    return place - at;
  }

  // The first block that reaches as far, or the last one.
  #blockOf(keys: readonly unknown[], place: number): number {
    const b = firstWhere(
      this.#blocks,
      (block) => this.#order(block[block.length - 1] as Stored, keys, place) >= 0,
    );
    return Math.min(b, this.#blocks.length - 1);
  }

  #placeIn(block: readonly Stored[], keys: readonly unknown[], place: number): number {
    return firstWhere(block, (other) => this.#order(other, keys, place) >= 0);
  }

  #seek(point: Point): { block: number; at: number } {
    const isBehind = (stored: Stored): boolean => this.#isBehind(stored, point);
    const block = firstWhere(this.#blocks, (one) => isBehind(one[one.length - 1] as Stored));
    return { block, at: firstWhere(this.#blocks[block] ?? [], isBehind) };
  }

  #isBehind({ doc }: Stored, { keys, after }: Point): boolean {
    for (let i = 0; i < keys.length; i += 1) {
      const order = compare((this.#readers[i] as Reader)(doc), keys[i]);
      if (order !== 0) return order > 0;
    }
    return !after;
  }
}

// The list must hold `is` false first, then true.
function firstWhere<T>(list: readonly T[], is: (entry: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (is(list[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
