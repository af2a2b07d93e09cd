// The filter operators that judge one value: comparison, type, regular expression, size, remainder, bits. Pure.

import { BSONRegExp, Long } from 'bson';
import type { Doc } from './documents.ts';
import { CommandError, notImplemented } from './faults.ts';
import { compare, equal, isExtreme, isNumeric, rankOf } from './values.ts';

export type Test = (value: unknown) => boolean;

/** Lets a test on one value also pass on an array that holds such a value. */
export const orElement =
  (test: Test): Test =>
  (value) =>
    test(value) || (Array.isArray(value) && value.some(test));

/** Equality as a filter means it: an equal value, or a string that fits a regular expression. */
export function equals(operand: unknown): Test {
  if (operand instanceof BSONRegExp || operand instanceof RegExp) return matches(operand);
  if (typeof operand === 'string' || typeof operand === 'boolean') return (value) => value === operand;
  return (value) => equal(value, operand);
}

// A range only ever holds within one type class, except against MinKey and MaxKey.
function range(operand: unknown, holds: (order: number) => boolean): Test {
  const rank = rankOf(operand);
  const anyType = isExtreme(operand);
  const isNaNOperand = Number.isNaN(operand);
  return (value) => {
    if (!anyType && rankOf(value) !== rank) return false;
    if (Number.isNaN(value) !== isNaNOperand) return false;
    return holds(compare(value, operand));
  };
}

/** A JavaScript regular expression for MongoDB's options i, m and s. */
export function regexOf(pattern: unknown, options: unknown = ''): RegExp {
  if (pattern instanceof RegExp && !options) return pattern;
  const flags = pattern instanceof BSONRegExp && !options ? pattern.options : String(options);
  if (/[^ims]/.test(flags)) throw notImplemented(`The regular expression option set "${flags}"`);
  try {
    return new RegExp(pattern instanceof BSONRegExp ? pattern.pattern : String(pattern), flags);
  } catch (cause) {
    throw new CommandError(2, `Regular expression is invalid: ${String(cause)}`);
  }
}

function matches(pattern: unknown, options?: unknown): Test {
  const regex = regexOf(pattern, options);
  return (value) =>
    (typeof value === 'string' && regex.test(value)) ||
    (value instanceof BSONRegExp && pattern instanceof BSONRegExp && equal(value, pattern));
}

function isOneOf(operand: unknown): Test {
  if (!Array.isArray(operand)) throw new CommandError(2, '$in needs an array');
  const plain = new Set<unknown>(operand.filter((entry) => typeof entry === 'string'));
  const tests = operand.filter((entry) => typeof entry !== 'string').map((entry) => equals(entry));
  return (value) => plain.has(value) || tests.some((test) => test(value));
}

const isInt32 = (value: unknown): boolean => Number.isInteger(value) && value === (Number(value) | 0);
const isBigInteger = (value: unknown): boolean =>
  value instanceof Long || (Number.isInteger(value) && !isInt32(value));

/** BSON's type names and numbers. Whole numbers within 32 bits are `int`: BSON's own width is not kept in memory. */
const types: Record<string, Test> = {
  double: (value) => typeof value === 'number' && !isInt32(value),
  string: (value) => typeof value === 'string',
  object: (value) => rankOf(value) === rankOf({}),
  array: Array.isArray,
  binData: (value) => hasTag(value, 'Binary'),
  objectId: (value) => hasTag(value, 'ObjectId'),
  bool: (value) => typeof value === 'boolean',
  date: (value) => value instanceof Date,
  null: (value) => value === null,
  regex: (value) => hasTag(value, 'BSONRegExp'),
  int: isInt32,
  timestamp: (value) => hasTag(value, 'Timestamp'),
  long: isBigInteger,
  decimal: (value) => hasTag(value, 'Decimal128'),
  number: isNumeric,
};
const typeNumbers: Record<string, string> = {
  1: 'double',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
};

function hasTag(value: unknown, tag: string): boolean {
  return typeof value === 'object' && value !== null && '_bsontype' in value && value._bsontype === tag;
}

function hasType(operand: unknown): Test {
  const names = (Array.isArray(operand) ? operand : [operand]).map(
    (name) => typeNumbers[String(name)] ?? String(name),
  );
  const tests = names.map((name) => {
    const test = Object.hasOwn(types, name) ? types[name] : undefined;
    if (test === undefined) throw new CommandError(2, `Unknown type name alias: ${name}`);
    return test;
  });
  return (value) => tests.some((test) => test(value));
}

function hasRemainder(operand: unknown): Test {
  if (!Array.isArray(operand) || operand.length !== 2)
    throw new CommandError(2, 'malformed mod, needs two numbers');
  const [divisor, remainder] = operand.map((entry) => Math.trunc(Number(entry)));
  if (!divisor || remainder === undefined) throw new CommandError(2, 'divisor cannot be 0');
  return (value) =>
    typeof value === 'number' && Number.isFinite(value) && Math.trunc(value) % divisor === remainder;
}

/** An array of exactly so many elements. Errors: BadValue when the operand is no whole number. */
export function hasSize(operand: unknown): Test {
  const size = Number(operand);
  if (!Number.isInteger(size) || size < 0) throw new CommandError(2, '$size must be a whole number');
  return (value) => Array.isArray(value) && value.length === size;
}

/** Operators that judge each value by itself. `siblings` is the whole condition: $regex reads its $options there. */
export const predicates: Readonly<Record<string, (operand: unknown, siblings: Doc) => Test>> = {
  $eq: equals,
  $gt: (operand) => range(operand, (order) => order > 0),
  $gte: (operand) => range(operand, (order) => order >= 0),
  $lt: (operand) => range(operand, (order) => order < 0),
  $lte: (operand) => range(operand, (order) => order <= 0),
  $in: isOneOf,
  $regex: (operand, siblings) => matches(operand, siblings['$options']),
  $type: hasType,
  $mod: hasRemainder,
};
