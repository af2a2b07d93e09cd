// What an update makes of a document, by MongoDB's manual: the plain model's other half. Pure.
import { compare, elementMatches, equal, isDoc } from './match.ts';
import type { Doc, Value } from './operation.ts';

/** MongoDB's code of a write that cannot be done. */
export class Refused extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`code ${code}`);
    this.code = code;
  }
}

type Change = (before: Value | undefined, operand: Value) => Value | undefined;

const listOf = (value: Value | undefined): Value[] => {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new Refused(2);
};

const changes: Readonly<Record<string, Change>> = {
  $set: (_before, operand) => operand,
  $unset: () => undefined,
  $inc: (before, operand) => {
    if (before !== undefined && typeof before !== 'number') throw new Refused(14);
    return (before ?? 0) + Number(operand);
  },
  $min: (before, operand) => (before === undefined || compare(operand, before) < 0 ? operand : before),
  $max: (before, operand) => (before === undefined || compare(operand, before) > 0 ? operand : before),
  $push: (before, operand) => {
    if (!isDoc(operand) || !Array.isArray(operand['$each'])) return [...listOf(before), operand];
    return [...listOf(before), ...operand['$each']].slice(Number(operand['$slice']));
  },
  $addToSet: (before, operand) => {
    const list = listOf(before);
    return list.some((each) => equal(each, operand)) ? list : [...list, operand];
  },
  $pull: (before, operand) =>
    before === undefined ? undefined : listOf(before).filter((each) => !elementMatches(each, operand)),
};

function changeAt(
  doc: Doc,
  path: readonly string[],
  change: (before: Value | undefined) => Value | undefined,
): Doc {
  const [field = '', ...rest] = path;
  const before = doc[field];
  let after: Value | undefined;
  if (rest.length === 0) after = change(before);
  else if (before === undefined) {
    const made = changeAt({}, rest, change);
    after = Object.keys(made).length === 0 ? undefined : made;
  } else if (isDoc(before)) after = changeAt(before, rest, change);
  else {
    // Nothing to take away below a value that is no document, and nowhere to put anything.
    if (change(undefined) !== undefined) throw new Refused(28);
    return doc;
  }
  if (after !== undefined) return { ...doc, [field]: after };
  const { [field]: _gone, ...others } = doc;
  return others;
}

/** @throws Refused */
export function updated(doc: Doc, update: Doc, inserts: boolean): Doc {
  const steps = stepsOf(update);
  let after = doc;
  for (const { operator, path, operand } of steps) {
    if (operator === '$setOnInsert' && !inserts) continue;
    const change = changes[operator === '$setOnInsert' ? '$set' : operator];
    after = changeAt(after, path.split('.'), (before) => change?.(before, operand));
  }
  if (doc['_id'] !== undefined && !equal(after['_id'], doc['_id'])) throw new Refused(66);
  return after;
}

/** What makes sense of an update: known operators, each path once. */
function stepsOf(update: Doc): { operator: string; path: string; operand: Value }[] {
  const steps = Object.entries(update).flatMap(([operator, fields]) =>
    Object.entries(isDoc(fields) ? fields : {}).map(([path, operand]) => ({ operator, path, operand })),
  );
  if (steps.some(({ operator }) => changes[operator] === undefined && operator !== '$setOnInsert'))
    throw new Refused(9);
  if (new Set(steps.map(({ path }) => path)).size < steps.length) throw new Refused(40);
  return steps;
}
