// Order and equality of BSON values as MongoDB defines them (comparison order of types, then within a type). Pure.

import { Binary, BSONRegExp, Decimal128, Long, ObjectId, Timestamp } from 'bson';
import { type Doc, isDoc } from './documents.ts';

const ranks = {
  MinKey: 0,
  nothing: 1,
  number: 2,
  string: 3,
  object: 4,
  array: 5,
  Binary: 6,
  ObjectId: 7,
  boolean: 8,
  Date: 9,
  Timestamp: 10,
  BSONRegExp: 11,
  other: 12,
  MaxKey: 13,
} as const;

const rankOfClass: Record<string, number> = {
  Binary: ranks.Binary,
  ObjectId: ranks.ObjectId,
  Timestamp: ranks.Timestamp,
  BSONRegExp: ranks.BSONRegExp,
  Long: ranks.number,
  Int32: ranks.number,
  Double: ranks.number,
  Decimal128: ranks.number,
  BSONSymbol: ranks.string,
  MinKey: ranks.MinKey,
  MaxKey: ranks.MaxKey,
};

const rankOfPrimitive: Record<string, number> = {
  undefined: ranks.nothing,
  number: ranks.number,
  bigint: ranks.number,
  string: ranks.string,
  boolean: ranks.boolean,
};

/** The type class of a value: values of different classes never equal each other. Missing counts as null. */
export function rankOf(value: unknown): number {
  if (value === null) return ranks.nothing;
  if (typeof value !== 'object') return rankOfPrimitive[typeof value] ?? ranks.other;
  if (Array.isArray(value)) return ranks.array;
  if (isDoc(value)) return ranks.object;
  if (value instanceof Date) return ranks.Date;
  const tag = '_bsontype' in value ? String(value._bsontype) : '';
  return rankOfClass[tag] ?? ranks.other;
}

export const isNumeric = (value: unknown): boolean => rankOf(value) === ranks.number;

/** MinKey and MaxKey: range filters compare them with every type. */
export const isExtreme = (value: unknown): boolean => {
  const rank = rankOf(value);
  return rank === ranks.MinKey || rank === ranks.MaxKey;
};

// Numbers and bigints compare exactly with each other in JavaScript, which keeps 64-bit integers apart.
function numberOf(value: unknown): number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof Long) return value.toBigInt();
  if (value instanceof Decimal128) return Number(value.toString());
  return Number(value);
}

function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  // NaN equals itself and is below every other number.
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}

const comparePlain = <T extends string | number | boolean>(a: T, b: T): number =>
  a < b ? -1 : a > b ? 1 : 0;

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const order = compare(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

// Field by field in stored order: type of the value, then the name, then the value; the longer document is greater.
function compareDocs(a: Doc, b: Doc): number {
  const left = Object.keys(a);
  const right = Object.keys(b);
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i += 1) {
    const [x, y] = [left[i] ?? '', right[i] ?? ''];
    const order = rankOf(a[x]) - rankOf(b[y]) || comparePlain(x, y) || compare(a[x], b[y]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareBinaries(a: Binary, b: Binary): number {
  return (
    a.position - b.position ||
    a.sub_type - b.sub_type ||
    Buffer.compare(a.buffer.subarray(0, a.position), b.buffer.subarray(0, b.position))
  );
}

const regexText = (value: BSONRegExp): string => `${value.pattern}/${value.options}`;

function compareObjects(a: object, b: object): number {
  if (a === b) return 0;
  if (a instanceof ObjectId && b instanceof ObjectId) return Buffer.compare(a.id, b.id);
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b);
  if (isDoc(a) && isDoc(b)) return compareDocs(a, b);
  if (a instanceof Binary && b instanceof Binary) return compareBinaries(a, b);
  if (a instanceof Timestamp && b instanceof Timestamp) return a.compare(b);
  if (a instanceof BSONRegExp && b instanceof BSONRegExp) return comparePlain(regexText(a), regexText(b));
  return comparePlain(String(a), String(b));
}

/** Total order over all values: negative, 0 or positive. Null, undefined and missing are equal. */
export function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return comparePlain(a, b);
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  // A date outside of what JavaScript can hold has no time: it must have a place in the order all the same.
  if (a instanceof Date && b instanceof Date) return compareNumbers(a.getTime(), b.getTime());
  const rank = rankOf(a);
  const order = rank - rankOf(b);
  if (order !== 0 || rank === ranks.nothing) return order;
  if (rank === ranks.number) return compareNumbers(numberOf(a), numberOf(b));
  if (typeof a === 'boolean' && typeof b === 'boolean') return comparePlain(a, b);
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) return compareObjects(a, b);
  return comparePlain(String(a), String(b));
}

/** Equality of filters, unique keys and sets: 1 equals Long 1, field order matters. */
export const equal = (a: unknown, b: unknown): boolean => compare(a, b) === 0;

function hex(value: Binary): string {
  return `${value.sub_type}:${Buffer.from(value.buffer.subarray(0, value.position)).toString('base64')}`;
}

/** A string that two values share exactly when they are `equal`: the key of an index entry. */
export function keyOf(value: unknown): string {
  const rank = rankOf(value);
  if (rank === ranks.nothing) return 'null';
  if (value instanceof ObjectId) return `7${value.toHexString()}`;
  if (rank === ranks.number) return `2${String(numberOf(value))}`;
  if (value instanceof Date) return `9${value.getTime()}`;
  if (Array.isArray(value)) return `5${JSON.stringify(value.map((entry) => keyOf(entry)))}`;
  if (isDoc(value))
    return `4${JSON.stringify(Object.entries(value).map(([name, entry]) => [name, keyOf(entry)]))}`;
  if (value instanceof Binary) return `6${hex(value)}`;
  if (value instanceof BSONRegExp) return `11${regexText(value)}`;
  return `${rank}${String(value)}`;
}
