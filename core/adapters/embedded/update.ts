// Update documents: operators or a whole replacement, compiled once and applied to any number of documents. Pure.

import { copyOf, type Doc, docOf, fieldOf, withId } from './documents.ts';
import { CommandError, notImplemented } from './faults.ts';
import { isOperators } from './match.ts';
import { modifiers, UNSET } from './modifiers.ts';
import { changeAt, copiedAlong, elementFilters, expand, type Positions, read } from './targets.ts';
import { equal } from './values.ts';

interface Step {
  operator: string;
  path: string;
  operand: unknown;
}

export interface UpdateStatement {
  filter: Doc;
  /** Operators or a replacement. An array (aggregation pipeline) is refused. */
  update: unknown;
  arrayFilters: readonly Doc[];
  /** Unix milliseconds. */
  now: number;
}

export interface Update {
  replaces: boolean;
  /** The document after the update; the given one stays as it is. `inserting` turns $setOnInsert on. */
  apply(doc: Doc, inserting: boolean): Doc;
}

/** Reads an update. Errors: FailedToParse, ConflictingUpdateOperators, NotImplemented for pipelines. */
export function compileUpdate(statement: UpdateStatement): Update {
  if (Array.isArray(statement.update)) throw notImplemented('An update by aggregation pipeline');
  const update = docOf(statement.update, 'the update');
  const operators = Object.keys(update).filter((field) => field.startsWith('$'));
  if (operators.length === 0) return { replaces: true, apply: (doc) => replacement(doc, update) };
  if (operators.length < Object.keys(update).length) {
    throw new CommandError(9, 'An update holds either operators or a replacement, not both');
  }
  const steps = stepsOf(update);
  const positions = { filter: statement.filter, elements: elementFilters(statement.arrayFilters) };
  return {
    replaces: false,
    apply: (doc, inserting) => modified(doc, steps, { positions, inserting, now: statement.now }),
  };
}

function replacement(before: Doc, after: Doc): Doc {
  const { _id = before['_id'], ...rest } = after;
  return checkedId(before, { _id, ...rest });
}

// MongoDB handles the fields of an update in the order of their names.
function stepsOf(update: Doc): Step[] {
  const steps = Object.entries(update).flatMap(([operator, fields]) => {
    if (operator !== '$rename' && operator !== '$setOnInsert' && !Object.hasOwn(modifiers, operator)) {
      throw new CommandError(9, `Unknown modifier: ${operator}`);
    }
    return Object.entries(docOf(fields, operator)).map(([path, operand]) => ({ operator, path, operand }));
  });
  checkConflicts(steps);
  return steps.sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
}

function checkConflicts(steps: readonly Step[]): void {
  const paths = steps.flatMap((step) =>
    step.operator === '$rename' ? [step.path, String(step.operand)] : [step.path],
  );
  paths.sort();
  for (const [i, path] of paths.entries()) {
    const next = paths.slice(i + 1).find((other) => other === path || other.startsWith(`${path}.`));
    if (next !== undefined)
      throw new CommandError(40, `Updating the path '${next}' would create a conflict at '${path}'`);
  }
}

interface Circumstances {
  positions: Positions;
  inserting: boolean;
  now: number;
}

function modified(before: Doc, steps: readonly Step[], { positions, inserting, now }: Circumstances): Doc {
  const own = new Set<unknown>();
  let after = before;
  const change = (path: string, to: (current: unknown) => unknown) => {
    after = changeAt(copiedAlong(after, path, own), path, to);
  };
  for (const { operator, path, operand } of steps) {
    if (operator === '$setOnInsert' && !inserting) continue;
    if (operator === '$rename') {
      const value = read(after, path);
      if (value === undefined) continue;
      change(path, () => UNSET);
      change(String(operand), () => value);
      continue;
    }
    const modify = modifiers[operator === '$setOnInsert' ? '$set' : operator];
    for (const target of expand(before, path, positions))
      change(target, (current) => modify?.({ path: target, current, operand, now }));
  }
  return checkedId(before, after);
}

function checkedId(before: Doc, after: Doc): Doc {
  if (Object.hasOwn(before, '_id') && !equal(before['_id'], after['_id'])) {
    throw new CommandError(
      66,
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  }
  return after;
}

/** The document an upsert inserts when nothing matched: the filter's equalities, then the update, `_id` in front. */
export function upsertedDoc(filter: Doc, update: Update): Doc {
  const seed = seedOf(filter);
  if (!update.replaces) return withId(update.apply(seed, true));
  const id = fieldOf(seed, '_id');
  return withId(update.apply(id === undefined ? {} : { _id: id }, true));
}

function seedOf(filter: Doc): Doc {
  const seed: Doc = {};
  for (const [path, value] of equalitiesOf(filter)) changeAt(seed, path, () => copyOf(value));
  return seed;
}

function equalitiesOf(filter: Doc): [string, unknown][] {
  return Object.entries(filter).flatMap(([field, condition]): [string, unknown][] => {
    if (field === '$and' && Array.isArray(condition))
      return condition.flatMap((part) => equalitiesOf(docOf(part, '$and')));
    if (field.startsWith('$')) return [];
    if (!isOperators(condition)) return isPattern(condition) ? [] : [[field, condition]];
    return Object.hasOwn(condition, '$eq') ? [[field, condition['$eq']]] : [];
  });
}

const isPattern = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && '_bsontype' in value && value._bsontype === 'BSONRegExp';
