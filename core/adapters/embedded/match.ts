// Filters: a query document compiled into one function that says whether a document matches. Pure.

import { type Doc, docsOf, isDoc } from './documents.ts';
import { expressionMatcher } from './expressions.ts';
import { CommandError, notImplemented } from './faults.ts';
import { anyAt, segmentsOf } from './paths.ts';
import { equals, hasSize, orElement, predicates, type Test } from './predicates.ts';

export type Matcher = (doc: Doc) => boolean;

/**
 * Compiles a filter; `expression` evaluates $expr. Errors: BadValue for what MongoDB refuses, NotImplemented for what this
 * engine lacks ($where, $text, geo).
 */
export function compileFilter(
  filter: Doc,
  expression: (operand: unknown) => Matcher = (operand) => expressionMatcher(operand),
): Matcher {
  return all(Object.entries(filter).map(([field, condition]) => clause(field, condition, expression)));
}

function all(matchers: readonly Matcher[]): Matcher {
  const [first, second] = matchers;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  return (doc) => matchers.every((matcher) => matcher(doc));
}

const not =
  (matcher: Matcher): Matcher =>
  (doc) =>
    !matcher(doc);

const logical: Readonly<Record<string, (filters: readonly Matcher[]) => Matcher>> = {
  $and: all,
  $or: (filters) => (doc) => filters.some((filter) => filter(doc)),
  $nor: (filters) => (doc) => !filters.some((filter) => filter(doc)),
};
const refused = new Set([
  '$where',
  '$text',
  '$jsonSchema',
  '$function',
  '$near',
  '$nearSphere',
  '$geoWithin',
  '$geoIntersects',
]);

function clause(field: string, condition: unknown, expression: (operand: unknown) => Matcher): Matcher {
  if (!field.startsWith('$')) return fieldMatcher({ path: field, elements: true }, condition);
  if (field === '$comment') return () => true;
  if (refused.has(field)) throw notImplemented(field);
  if (field === '$expr') return expression(condition);
  const combine = Object.hasOwn(logical, field) ? logical[field] : undefined;
  if (combine === undefined) throw new CommandError(2, `unknown top level operator: ${field}`);
  const filters = docsOf(condition, field);
  if (filters.length === 0) throw new CommandError(2, `${field} must be a nonempty array`);
  return combine(filters.map((filter) => compileFilter(filter, expression)));
}

/** True for `{ $gt: 1 }`, false for a literal document such as `{ b: 1 }` and for a DBRef. */
export function isOperators(condition: unknown): condition is Doc {
  if (!isDoc(condition)) return false;
  const first = Object.keys(condition)[0];
  return first?.startsWith('$') === true && first !== '$ref' && first !== '$id';
}

function fieldMatcher(place: Place, condition: unknown): Matcher {
  if (!isOperators(condition)) return onValues(place, equals(condition));
  return all(
    Object.entries(condition).map(([operator, operand]) =>
      operatorMatcher(place, operator, { operand, condition }),
    ),
  );
}

/** The field a condition is about. */
interface Place {
  path: string;
  /** Whether a condition may also hold for an element of an array that stands there: not so inside $elemMatch. */
  elements: boolean;
}

interface Operand {
  operand: unknown;
  /** The whole condition the operator stands in. */
  condition: Doc;
}

function operatorMatcher(place: Place, operator: string, { operand, condition }: Operand): Matcher {
  const special = Object.hasOwn(fieldOperators, operator) ? fieldOperators[operator] : undefined;
  if (special !== undefined) return special(place, operand);
  const predicate = Object.hasOwn(predicates, operator) ? predicates[operator] : undefined;
  if (predicate !== undefined) return onValues(place, predicate(operand, condition));
  if (refused.has(operator) || operator.startsWith('$bits')) throw notImplemented(operator);
  throw new CommandError(2, `unknown operator: ${operator}`);
}

/** Operators that judge the field as a whole: absence, length, negation, and several values together. */
const fieldOperators: Readonly<Record<string, (place: Place, operand: unknown) => Matcher>> = {
  $ne: (place, operand) => not(onValues(place, equals(operand))),
  $nin: (place, operand) => not(operatorMatcher(place, '$in', { operand, condition: {} })),
  $not: (place, operand) => not(fieldMatcher(place, operand)),
  $exists: ({ path }, operand) => {
    const exists = onValues({ path, elements: false }, (value) => value !== undefined);
    return operand ? exists : not(exists);
  },
  $size: ({ path }, operand) => onValues({ path, elements: false }, hasSize(operand)),
  $all: everyOf,
  $elemMatch: ({ path }, operand) => onValues({ path, elements: false }, elementTest(operand)),
  // Read by $regex, which stands beside it.
  $options: () => () => true,
};

function everyOf(place: Place, operand: unknown): Matcher {
  if (!Array.isArray(operand)) throw new CommandError(2, '$all needs an array');
  if (operand.length === 0) return () => false;
  return all(operand.map((entry) => fieldMatcher(place, isOperators(entry) ? entry : { $eq: entry })));
}

function elementTest(operand: unknown): Test {
  if (!isDoc(operand)) throw new CommandError(2, '$elemMatch needs an Object');
  const combines = Object.keys(operand).some((key) => Object.hasOwn(logical, key));
  if (isOperators(operand) && !combines) {
    const matcher = fieldMatcher({ path: 'element', elements: false }, operand);
    return (value) => Array.isArray(value) && value.some((element) => matcher({ element }));
  }
  const matcher = compileFilter(operand);
  return (value) => Array.isArray(value) && value.some((element) => isDoc(element) && matcher(element));
}

function onValues({ path, elements }: Place, test: Test): Matcher {
  const segments = segmentsOf(path);
  const passes = elements ? orElement(test) : test;
  return (doc) => anyAt(doc, segments, passes);
}
