// What is read of documents that were found: order, distinct values, groups, projections, by MongoDB's manual. Pure.
import { compare, equal, isDoc, valuesAt } from './match.ts';
import type { Doc, Sort, Value } from './operation.ts';

/** A list sorts by its least value, or its greatest when descending; an empty one below nothing. */
function keyOf(doc: Doc, field: string, direction: 1 | -1): Value | undefined | 'empty' {
  const [value] = valuesAt(doc, field.split('.'));
  if (!Array.isArray(value)) return value;
  if (value.length === 0) return [];
  return value.toSorted((a, b) => compare(a, b) * direction)[0];
}

export function sorted(docs: readonly Doc[], sort: Sort): Doc[] {
  const below = (key: Value | undefined) => (Array.isArray(key) ? 0 : 1);
  return docs.toSorted((a, b) => {
    for (const [field, direction] of sort) {
      const [first, second] = [keyOf(a, field, direction), keyOf(b, field, direction)];
      const order = below(first) - below(second) || (below(first) === 0 ? 0 : compare(first, second));
      if (order !== 0) return order * direction;
    }
    return 0;
  });
}

export function distinct(docs: readonly Doc[], field: string): Value[] {
  const values = docs
    .flatMap((doc) => valuesAt(doc, field.split('.')).flat())
    .filter((value) => value !== undefined);
  return values.filter((value, at) => values.findIndex((other) => equal(other, value)) === at);
}

export function grouped(docs: readonly Doc[], by: string, sums: boolean): Doc[] {
  const keys = docs.map((doc) => valuesAt(doc, by.split('.'))[0] ?? null);
  const groups = keys.filter((key, at) => keys.findIndex((other) => equal(other, key)) === at);
  return groups.toSorted(compare).map((key) => {
    const members = docs.filter((_, at) => equal(keys[at], key));
    const total = members.reduce((sum, { c }) => sum + Number(c ?? 0), 0);
    return { _id: key, n: members.length, ...(sums ? { total } : {}) };
  });
}

/** `_id` aside, a projection keeps all its fields or drops them all; one of them may be a field of a document. */
export function projected(doc: Doc, projection: Doc): Doc {
  const { _id: keepsId = 1, ...fields } = projection;
  const keeps = Object.values(fields)[0] === 1;
  const entries = Object.entries(doc).flatMap(([name, value]): [string, Value][] => {
    const rest = name === '_id' ? value : part([name, value], Object.keys(fields), keeps);
    return rest === undefined || (name === '_id' && keepsId === 0) ? [] : [[name, rest]];
  });
  return Object.fromEntries(entries);
}

/** What is left of a field; undefined = nothing. */
function part([name, value]: [string, Value], paths: readonly string[], keeps: boolean): Value | undefined {
  const inner = paths.find((path) => path.startsWith(`${name}.`))?.slice(name.length + 1);
  if (inner !== undefined && isDoc(value))
    return Object.fromEntries(Object.entries(value).filter(([key]) => (key === inner) === keeps));
  return paths.includes(name) === keeps ? value : undefined;
}
