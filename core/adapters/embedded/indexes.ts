// Index specifications, and what a unique index does: keeping keys unique, and telling whose they are. Pure.

import { type Doc, docOf, docsOf } from './documents.ts';
import { CommandError, notImplemented } from './faults.ts';
import { compileFilter, isOperators, type Matcher } from './match.ts';
import { anyAt, EMPTY, keysAt, segmentsOf, valuesAt } from './paths.ts';
import { equal, keyOf } from './values.ts';

/** An index as createIndexes names it and listIndexes gives it back. */
export interface IndexSpec {
  name: string;
  key: Doc;
  unique?: boolean;
  sparse?: boolean;
  partialFilterExpression?: Doc;
  /** Seconds a document lives past the date in the indexed field (TTL). */
  expireAfterSeconds?: number;
}

const understood = new Set([
  'v',
  'name',
  'key',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
]);
const harmless = new Set(['background', 'ns', 'hidden', 'storageEngine', 'comment']);

/** The greatest expireAfterSeconds, as MongoDB has it. */
const LONGEST_LIFE = 2_147_483_647;

/** Reads one index of a createIndexes command. Errors: CannotCreateIndex, NotImplemented for collations and other kinds. */
export function indexSpecOf(given: Doc): IndexSpec {
  const key = docOf(given['key'], 'key');
  for (const option of Object.keys(given)) {
    if (!understood.has(option) && !harmless.has(option)) throw notImplemented(`The index option ${option}`);
  }
  if (Object.keys(key).length === 0) throw new CommandError(67, 'Index keys cannot be an empty object');
  for (const [field, direction] of Object.entries(key)) checkDirection(field, direction);
  const filter = given['partialFilterExpression'];
  if (filter !== undefined) checkPartialFilter(docOf(filter, 'partialFilterExpression'));
  if (filter !== undefined && given['sparse'])
    throw new CommandError(67, "cannot mix 'partialFilterExpression' and 'sparse' options");
  return {
    name: typeof given['name'] === 'string' ? given['name'] : nameOf(key),
    key,
    ...(given['unique'] ? { unique: true } : {}),
    ...(given['sparse'] ? { sparse: true } : {}),
    ...(filter === undefined ? {} : { partialFilterExpression: docOf(filter, 'partialFilterExpression') }),
    ...expiryOf(given['expireAfterSeconds'], key),
  };
}

function checkDirection(field: string, direction: unknown): void {
  if (typeof direction === 'string') throw notImplemented(`An index of kind "${direction}"`);
  if (typeof direction !== 'number' || direction === 0)
    throw new CommandError(67, `Bad index key for ${field}`);
  if (field.includes('$')) throw notImplemented('A wildcard index');
}

// MongoDB takes no more in a partial filter than what says which documents are in: no negation, no pattern.
const inPartialFilters = new Set(['$eq', '$gt', '$gte', '$lt', '$lte', '$in', '$type', '$exists']);

function checkPartialFilter(filter: Doc): void {
  compileFilter(filter);
  for (const [field, condition] of Object.entries(filter)) {
    if (field === '$and' || field === '$or')
      for (const part of docsOf(condition, field)) checkPartialFilter(part);
    else if (field.startsWith('$')) throw unsupported(field);
    else if (isOperators(condition)) checkOperators(condition);
  }
}

function checkOperators(condition: Doc): void {
  for (const [operator, operand] of Object.entries(condition)) {
    if (!inPartialFilters.has(operator)) throw unsupported(operator);
    if (operator === '$exists' && !operand) throw unsupported('$exists: false');
  }
}

const unsupported = (what: string): CommandError =>
  new CommandError(67, `unsupported expression in partial index: ${what}`);

const nameOf = (key: Doc): string => Object.entries(key).flat().map(String).join('_');

function expiryOf(seconds: unknown, key: Doc): { expireAfterSeconds?: number } {
  if (seconds === undefined) return {};
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= LONGEST_LIFE))
    throw new CommandError(67, `expireAfterSeconds must be a number from 0 to ${LONGEST_LIFE}`);
  if (Object.keys(key).length > 1) throw new CommandError(67, 'TTL indexes are single-field indexes');
  if (Object.hasOwn(key, '_id'))
    throw new CommandError(197, "The field 'expireAfterSeconds' is not valid for an _id index");
  return { expireAfterSeconds: seconds };
}

/** True when two specifications ask for the same index, whatever their names. */
export const sameIndex = (a: IndexSpec, b: IndexSpec): boolean =>
  equal({ ...a, name: '' }, { ...b, name: '' });

/** Keeps the keys of one unique index and says which document owns each. */
export class UniqueIndex {
  readonly #spec: IndexSpec;
  readonly #covers: Matcher;
  readonly #owners = new Map<string, string>();

  constructor(spec: IndexSpec) {
    this.#spec = spec;
    this.#covers = compileFilter(spec.partialFilterExpression ?? {});
  }

  /** Throws DuplicateKey when another document than `id` holds one of the keys of `doc`. */
  check(doc: Doc, id: string, namespace: string): void {
    for (const key of this.#keysOf(doc)) {
      const owner = this.#owners.get(key);
      if (owner !== undefined && owner !== id) throw duplicateKey(this.#spec, doc, namespace);
    }
  }

  add(doc: Doc, id: string): void {
    for (const key of this.#keysOf(doc)) this.#owners.set(key, id);
  }

  remove(doc: Doc): void {
    for (const key of this.#keysOf(doc)) this.#owners.delete(key);
  }

  /** Of an index on one field: which documents hold these values in it. */
  ownersOf(values: readonly unknown[]): string[] {
    return values.flatMap((value) => this.#owners.get(JSON.stringify(keyOf(value))) ?? []);
  }

  // One key for each element when a field holds an array, as each element is indexed by itself.
  #keysOf(doc: Doc): string[] {
    const fields = Object.keys(this.#spec.key);
    if (!this.#covers(doc) || (this.#spec.sparse === true && fields.every((field) => !isSet(doc, field))))
      return [];
    let keys: string[] = [''];
    for (const field of fields) {
      const parts = new Set(keysAt(doc, field).map((key) => (key === EMPTY ? '[]' : keyOf(key))));
      keys = keys.flatMap((prefix) => [...parts].map((part) => `${prefix}${JSON.stringify(part)}`));
    }
    return keys;
  }
}

const isSet = (doc: Doc, field: string): boolean =>
  anyAt(doc, segmentsOf(field), (value) => value !== undefined);

/** The error MongoDB gives for a second document with the same key, with keyPattern and keyValue. */
export function duplicateKey(spec: IndexSpec, doc: Doc, namespace: string): CommandError {
  const keyValue = Object.fromEntries(
    Object.keys(spec.key).map((field) => [field, valuesAt(doc, field)[0] ?? null]),
  );
  const shown = Object.entries(keyValue).map(([field, value]) => `${field}: ${show(value)}`);
  const message = `E11000 duplicate key error collection: ${namespace} index: ${spec.name} dup key: { ${shown.join(', ')} }`;
  return new CommandError(11000, message, { keyPattern: spec.key, keyValue });
}

const show = (value: unknown): string =>
  typeof value === 'object' && value !== null ? String(value) : JSON.stringify(value);
