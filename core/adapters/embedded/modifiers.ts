// The update operators on one field: what stands there now, and the operand, give what shall stand there. Pure.

import { Long, Timestamp } from 'bson';
import { isDoc } from './documents.ts';
import { CommandError, notImplemented } from './faults.ts';
import { compileFilter, isOperators, type Matcher } from './match.ts';
import { atOnce } from './slices.ts';
import { sortDocs } from './sort.ts';
import { compare, equal, isNumeric } from './values.ts';

/** Takes the field away; in an array the place becomes null. */
export const UNSET = Symbol('unset');
/** Leaves the field as it is, also when it is missing. */
export const KEEP = Symbol('keep');

interface Field {
  path: string;
  /** What stands in the field, undefined when it is missing. */
  current: unknown;
  operand: unknown;
  /** Unix milliseconds, for $currentDate. */
  now: number;
}

type Modifier = (field: Field) => unknown;

function numeric({ path, current, operand }: Field, operator: string): [number | bigint, number | bigint] {
  const read = (value: unknown): number | bigint => {
    if (!isNumeric(value))
      throw new CommandError(14, `Cannot apply ${operator} to a value of non-numeric type at ${path}`);
    if (typeof value === 'number') return value;
    if (value instanceof Long) return value.toBigInt();
    throw notImplemented(`${operator} on Decimal128`);
  };
  return [current === undefined ? 0 : read(current), read(operand)];
}

// Whole numbers past 2^53 stay exact: they are computed as bigint and stored as 64-bit integers.
function calculate(a: number | bigint, b: number | bigint, times: boolean): number | Long {
  const result = times ? Number(a) * Number(b) : Number(a) + Number(b);
  if (Number.isSafeInteger(result) || !isWhole(a) || !isWhole(b)) return result;
  const exact = times ? BigInt(a) * BigInt(b) : BigInt(a) + BigInt(b);
  if (exact !== BigInt.asIntN(64, exact))
    throw new CommandError(2, 'Failed to apply: the result is past 64 bits');
  return Long.fromBigInt(exact);
}

const isWhole = (value: number | bigint): boolean => typeof value === 'bigint' || Number.isSafeInteger(value);

function arrayAt({ path, current }: Field, code: 2 | 14 = 2): unknown[] {
  if (current === undefined) return [];
  if (!Array.isArray(current))
    throw new CommandError(code, `The field '${path}' must be an array but is of another type`);
  return current;
}

function eachOf(operand: unknown): unknown[] {
  if (!isDoc(operand) || !Object.hasOwn(operand, '$each')) return [operand];
  const each = operand['$each'];
  if (!Array.isArray(each)) throw new CommandError(2, 'The argument to $each must be an array');
  return each;
}

function push(field: Field): unknown[] {
  const list = [...arrayAt(field)];
  const rules = isDoc(field.operand) && Object.hasOwn(field.operand, '$each') ? field.operand : {};
  list.splice(positionOf(rules['$position'], list.length), 0, ...eachOf(field.operand));
  const ordered = rules['$sort'] === undefined ? list : sortedElements(list, rules['$sort']);
  if (rules['$slice'] === undefined) return ordered;
  const slice = Number(rules['$slice']);
  return slice < 0 ? ordered.slice(slice) : ordered.slice(0, slice);
}

// A negative position counts from the end, as splice does.
const positionOf = (position: unknown, length: number): number =>
  position === undefined ? length : Number(position);

function sortedElements(list: readonly unknown[], order: unknown): unknown[] {
  if (order === 1 || order === -1) return list.toSorted((a, b) => compare(a, b) * order);
  const boxes = list.map((element) => ({ ...(isDoc(element) ? element : {}), [BOX]: element }));
  return atOnce(sortDocs(boxes, order)).map((box) => box[BOX]);
}
const BOX = '\u0000element';

function addToSet(field: Field): unknown[] {
  const list = [...arrayAt(field)];
  for (const value of eachOf(field.operand)) if (!list.some((other) => equal(other, value))) list.push(value);
  return list;
}

function pull(field: Field): unknown {
  if (field.current === undefined) return KEEP;
  const matches = elementMatcher(field.operand);
  return arrayAt(field).filter((element) => !matches(element));
}

function elementMatcher(condition: unknown): (element: unknown) => boolean {
  if (!isDoc(condition) || isOperators(condition)) {
    const matcher: Matcher = compileFilter({ element: condition });
    return (element) => matcher({ element });
  }
  const matcher = compileFilter(condition);
  return (element) => isDoc(element) && matcher(element);
}

function pullAll(field: Field): unknown {
  if (field.current === undefined) return KEEP;
  const gone = field.operand;
  if (!Array.isArray(gone)) throw new CommandError(2, '$pullAll requires an array argument');
  return arrayAt(field).filter((element) => !gone.some((value) => equal(value, element)));
}

function pop(field: Field): unknown {
  if (field.operand !== 1 && field.operand !== -1) throw new CommandError(9, '$pop expects 1 or -1');
  if (field.current === undefined) return KEEP;
  const list = arrayAt(field, 14);
  return field.operand === 1 ? list.slice(0, -1) : list.slice(1);
}

function currentDate({ operand, now }: Field): unknown {
  if (isDoc(operand) && operand['$type'] === 'timestamp')
    return new Timestamp({ t: Math.trunc(now / 1000), i: 1 });
  return new Date(now);
}

const extreme =
  (direction: 1 | -1): Modifier =>
  ({ current, operand }) =>
    current === undefined || compare(operand, current) * direction > 0 ? operand : KEEP;

/** Every update operator but $rename and $setOnInsert, which are no matter of one field's value. */
export const modifiers: Readonly<Record<string, Modifier>> = {
  $set: ({ operand }) => operand,
  $unset: () => UNSET,
  $inc: (field) => calculate(...numeric(field, '$inc'), false),
  $mul: (field) => calculate(...numeric(field, '$mul'), true),
  $min: extreme(-1),
  $max: extreme(1),
  $currentDate: currentDate,
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
};
