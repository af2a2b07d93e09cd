// Whether a document matches a filter, and how values compare, by MongoDB's manual: the plain model's half. Pure.
import type { Doc, Value } from './operation.ts';

type Maybe = Value | undefined;

export const isDoc = (value: Maybe): value is Doc =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** The place of a value's type in MongoDB's order; nothing is null. */
function rank(value: Maybe): number {
  if (value == null) return 1;
  if (typeof value === 'number') return 2;
  if (typeof value === 'string') return 3;
  if (Array.isArray(value)) return 5;
  if (typeof value === 'boolean') return 6;
  return value instanceof Date ? 7 : 4;
}

export function compare(a: Maybe, b: Maybe): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b);
  if (isDoc(a) && isDoc(b)) return compareLists(Object.entries(a).flat(), Object.entries(b).flat());
  return a == null ? 0 : Number(a) - Number(b);
}

function compareLists(a: readonly Value[], b: readonly Value[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const result = compare(a[at], b[at]);
    if (result !== 0) return result;
  }
  return a.length - b.length;
}

export const equal = (a: Maybe, b: Maybe) => compare(a, b) === 0;

/** What is at a path: through a list, what each of its documents has there. */
export function valuesAt(value: Maybe, path: readonly string[]): Maybe[] {
  const [field, ...rest] = path;
  if (field === undefined) return [value];
  if (Array.isArray(value)) return value.filter(isDoc).flatMap((each) => valuesAt(each, path));
  return isDoc(value) ? valuesAt(value[field], rest) : [undefined];
}

/** A list stands for itself and for each of its values. */
const spread = (values: readonly Maybe[]): Maybe[] =>
  values.flatMap((value) => (Array.isArray(value) ? [...value, value] : [value]));

export function matches(doc: Doc, filter: Doc): boolean {
  return Object.entries(filter).every(([key, wanted]) => {
    const all = (list: Value) => (Array.isArray(list) ? list.filter(isDoc) : []);
    if (key === '$and') return all(wanted).every((each) => matches(doc, each));
    if (key === '$or') return all(wanted).some((each) => matches(doc, each));
    if (key === '$nor') return !all(wanted).some((each) => matches(doc, each));
    return satisfies(valuesAt(doc, key.split('.')), wanted);
  });
}

const isOperators = (wanted: Value): wanted is Doc =>
  isDoc(wanted) && Object.keys(wanted).some((key) => key.startsWith('$'));

function satisfies(found: readonly Maybe[], wanted: Value): boolean {
  if (!isOperators(wanted)) return spread(found).some((value) => equal(value, wanted));
  return Object.entries(wanted).every(([operator, operand]) => {
    const test = operators[operator];
    if (test === undefined) throw new Error(`the model does not know ${operator}`);
    return test(found, operand, wanted);
  });
}

type Test = (found: readonly Maybe[], operand: Value, whole: Doc) => boolean;

/** Only values of the operand's own type are in any order to it. */
const ordered =
  (holds: (order: number) => boolean): Test =>
  (found, operand) =>
    spread(found).some((value) => rank(value) === rank(operand) && holds(compare(value, operand)));

const any: Test = (found, operand) =>
  Array.isArray(operand) && operand.some((each) => spread(found).some((value) => equal(value, each)));

const operators: Readonly<Record<string, Test>> = {
  $gt: ordered((order) => order > 0),
  $gte: ordered((order) => order >= 0),
  $lt: ordered((order) => order < 0),
  $lte: ordered((order) => order <= 0),
  $in: any,
  $nin: (...given) => !any(...given),
  $ne: (found, operand) => !spread(found).some((value) => equal(value, operand)),
  $not: (found, operand) => !satisfies(found, operand),
  $exists: (found, operand) => found.some((value) => value !== undefined) === operand,
  $size: (found, operand) => found.some((value) => Array.isArray(value) && value.length === operand),
  $all: (found, operand) =>
    Array.isArray(operand) && operand.every((each) => spread(found).some((value) => equal(value, each))),
  $elemMatch: (found, operand) =>
    found.some((value) => Array.isArray(value) && value.some((each) => elementMatches(each, operand))),
  $regex: (found, operand, { $options }) =>
    spread(found).some(
      (value) => typeof value === 'string' && new RegExp(String(operand), String($options)).test(value),
    ),
  $options: () => true,
};

/** A query on the documents of a list, or operators (or a value) on its values. */
export function elementMatches(element: Value, wanted: Value): boolean {
  if (isOperators(wanted)) return satisfies([element], wanted);
  return isDoc(wanted) ? isDoc(element) && matches(element, wanted) : equal(element, wanted);
}
