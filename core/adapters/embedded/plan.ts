// Which index answers a query: equality on its first fields, then at most a range and the sort on those that follow. Pure.
// An index only narrows down: whoever asks still tests every document, so a plan must offer all that can match.

import { type Doc, isDoc } from './documents.ts';
import { isOperators } from './match.ts';
import type { OrderedIndex, Point, Stored } from './ordered.ts';

/** Where the documents of a query lie. */
export interface Plan {
  index: OrderedIndex;
  from: Point;
  to: Point;
  /** Set when the index also has them in the order asked for: how many of its fields are then equal for ties. */
  sorted?: { tied: number; backward: boolean };
}

type Sort = readonly (readonly [path: string, direction: unknown])[];

/** The best plan for a filter and a sort, or undefined when every document must be looked at. */
export function planOf(filter: Doc, sort: Doc, indexes: Iterable<OrderedIndex>): Plan | undefined {
  const conditions = conditionsOf(filter);
  const order = Object.entries(sort);
  let best: { plan: Plan; worth: number } | undefined;
  for (const index of indexes) {
    if (!index.isComplete) continue;
    const candidate = planOn(index, conditions, order);
    if (candidate.worth > (best?.worth ?? 0)) best = candidate;
  }
  return best?.plan;
}

function planOn(index: OrderedIndex, conditions: Conditions, sort: Sort): { plan: Plan; worth: number } {
  const { fields } = index;
  const equal: unknown[] = [];
  for (const field of fields) {
    const found = conditions.get(field)?.equal;
    if (found === undefined) break;
    equal.push(found.value);
  }
  const range = conditions.get(fields[equal.length] ?? '');
  const from = range?.lower ?? { value: undefined, after: false };
  const to = range?.upper ?? { value: undefined, after: true };
  const sorted = sortedBy(fields, equal.length, sort);
  const bounds = Number(range?.lower !== undefined) + Number(range?.upper !== undefined);
  return {
    worth: 8 * equal.length + 2 * bounds + Number(sorted !== undefined),
    plan: {
      index,
      from: { keys: range?.lower === undefined ? equal : [...equal, from.value], after: from.after },
      to: { keys: range?.upper === undefined ? equal : [...equal, to.value], after: to.after },
      ...(sorted === undefined ? {} : { sorted }),
    },
  };
}

// Fields that are equal for all do not matter for the order; the others must be the next ones of the index, all one way.
function sortedBy(fields: readonly string[], equal: number, sort: Sort): Plan['sorted'] {
  const fixed = fields.slice(0, equal);
  const rest = sort.filter(([path]) => !fixed.includes(path));
  const direction = rest[0]?.[1];
  if (direction !== 1 && direction !== -1) return undefined;
  const fits = rest.every(([path, other], i) => other === direction && path === fields[equal + i]);
  return fits ? { tied: equal + rest.length, backward: direction === -1 } : undefined;
}

interface Bound {
  value: unknown;
  after: boolean;
}

/** What a filter says about one field. `equal` stands in an object, as its value may be undefined. */
interface Condition {
  equal?: { value: unknown };
  lower?: Bound;
  upper?: Bound;
}

type Conditions = Map<string, Condition>;

function conditionsOf(filter: Doc, found: Conditions = new Map()): Conditions {
  for (const [path, condition] of Object.entries(filter)) {
    if (path === '$and' && Array.isArray(condition)) {
      for (const part of condition) if (isDoc(part)) conditionsOf(part, found);
    } else if (!path.startsWith('$')) {
      found.set(path, { ...found.get(path), ...conditionOf(condition) });
    }
  }
  return found;
}

function conditionOf(condition: unknown): Condition {
  if (!isOperators(condition)) return isPattern(condition) ? {} : { equal: { value: condition } };
  const read: Condition = {};
  for (const [operator, value] of Object.entries(condition)) {
    if (operator === '$eq' && !isPattern(value)) read.equal = { value };
    if (operator === '$gt' || operator === '$gte') read.lower = { value, after: operator === '$gt' };
    if (operator === '$lt' || operator === '$lte') read.upper = { value, after: operator === '$lte' };
  }
  return read;
}

const isPattern = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && '_bsontype' in value && value._bsontype === 'BSONRegExp';

/** The documents a plan offers: in the order asked for when it is `sorted`, else as they were stored. */
export function offered({ index, from, to, sorted }: Plan): Iterable<Stored> {
  const entries = index.between(from, to, sorted?.backward ?? false);
  if (sorted === undefined) return entries.sort(byPlace);
  // With all its fields in the order asked for, the index itself keeps ties as they were stored.
  const isExact = sorted.tied === index.fields.length && !sorted.backward;
  return isExact ? entries : untied(entries, (a, b) => index.ties(a, b, sorted.tied));
}

// Documents that tie keep their stored order, whatever the index orders them by further.
function* untied(entries: readonly Stored[], tie: (a: Stored, b: Stored) => boolean): Generator<Stored> {
  let tied: Stored[] = [];
  for (const stored of entries) {
    const [first] = tied;
    if (first !== undefined && !tie(first, stored)) {
      yield* tied.sort(byPlace);
      tied = [];
    }
    tied.push(stored);
  }
  yield* tied.sort(byPlace);
}

const byPlace = (a: Stored, b: Stored): number => a.place - b.place;
