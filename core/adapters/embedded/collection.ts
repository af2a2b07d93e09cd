// One collection in memory: documents by `_id` in stored order, its indexes, and the look-ups that need no scan.

import { type Doc, fieldOf } from './documents.ts';
import { CommandError } from './faults.ts';
import { duplicateKey, type IndexSpec, UniqueIndex } from './indexes.ts';
import { compileFilter, isOperators } from './match.ts';
import { valuesAt } from './paths.ts';
import { isExtreme, keyOf } from './values.ts';

const idIndex: IndexSpec = { name: '_id_', key: { _id: 1 } };

/** Documents given out are the stored ones: nobody may change them. */
export class Collection {
  readonly namespace: string;
  readonly #docs = new Map<string, Doc>();
  readonly #specs = new Map<string, IndexSpec>([[idIndex.name, idIndex]]);
  readonly #unique = new Map<string, UniqueIndex>();

  constructor(namespace: string) {
    this.namespace = namespace;
  }

  get size(): number {
    return this.#docs.size;
  }

  get indexes(): IndexSpec[] {
    return [...this.#specs.values()];
  }

  docs(): Iterable<Doc> {
    return this.#docs.values();
  }

  get(_id: unknown): Doc | undefined {
    return this.#docs.get(keyOf(_id));
  }

  /** The documents that match, in stored order; at most `limit` of them when it is above 0. */
  find(filter: Doc, limit = 0): Doc[] {
    const matches = compileFilter(filter);
    const found: Doc[] = [];
    for (const doc of this.#candidates(filter)) {
      if (!matches(doc)) continue;
      found.push(doc);
      if (found.length === limit) break;
    }
    return found;
  }

  // A filter on given ids touches only those documents; anything else looks at all of them.
  #candidates(filter: Doc): Iterable<Doc> {
    const ids = idsOf(filter);
    if (ids === undefined) return this.#docs.values();
    const found = [...new Set(ids.map(keyOf))].map((id) => this.#docs.get(id));
    return found.filter((doc) => doc !== undefined);
  }

  /** Throws DuplicateKey when `doc` cannot be stored; `inserts` also forbids replacing the document of the same `_id`. */
  check(doc: Doc, inserts: boolean): void {
    const id = keyOf(doc['_id']);
    if (inserts && this.#docs.has(id)) throw duplicateKey(idIndex, doc, this.namespace);
    for (const index of this.#unique.values()) index.check(doc, id, this.namespace);
  }

  /** Stores a document over the one of the same `_id`, whose place it keeps. */
  put(doc: Doc): void {
    const id = keyOf(doc['_id']);
    const before = this.#docs.get(id);
    for (const index of this.#unique.values()) {
      if (before !== undefined) index.remove(before);
      index.add(doc, id);
    }
    this.#docs.set(id, doc);
  }

  delete(_id: unknown): void {
    const id = keyOf(_id);
    const doc = this.#docs.get(id);
    if (doc === undefined) return;
    for (const index of this.#unique.values()) index.remove(doc);
    this.#docs.delete(id);
  }

  /** The built unique index, or undefined for other kinds. Throws DuplicateKey when stored documents break it. */
  build(spec: IndexSpec): UniqueIndex | undefined {
    if (spec.unique !== true) return undefined;
    const index = new UniqueIndex(spec);
    for (const [id, doc] of this.#docs) {
      index.check(doc, id, this.namespace);
      index.add(doc, id);
    }
    return index;
  }

  addIndex(spec: IndexSpec): void {
    const built = this.build(spec);
    this.#specs.set(spec.name, spec);
    if (built !== undefined) this.#unique.set(spec.name, built);
  }

  dropIndex(name: string): void {
    if (!this.#specs.has(name)) throw new CommandError(27, `index not found with name [${name}]`);
    this.#specs.delete(name);
    this.#unique.delete(name);
  }

  /** The documents whose time is over at `now` (Unix milliseconds) by one of the TTL indexes. */
  expired(now: number): Doc[] {
    const ttl = this.indexes.filter((spec) => spec.expireAfterSeconds !== undefined);
    return ttl.flatMap((spec) =>
      this.find(spec.partialFilterExpression ?? {}).filter((doc) => isOver(doc, spec, now)),
    );
  }
}

// The earliest date counts when the field holds several; without a date a document stays for ever.
function isOver(doc: Doc, spec: IndexSpec, now: number): boolean {
  const dates = valuesAt(doc, Object.keys(spec.key)[0] ?? '').filter((value) => value instanceof Date);
  if (dates.length === 0) return false;
  return Math.min(...dates.map(Number)) + (spec.expireAfterSeconds ?? 0) * 1000 <= now;
}

function idsOf(filter: Doc): unknown[] | undefined {
  const condition = fieldOf(filter, '_id');
  if (condition === undefined) return undefined;
  if (!isOperators(condition)) return isSimple(condition) ? [condition] : undefined;
  if (Object.hasOwn(condition, '$eq')) return isSimple(condition['$eq']) ? [condition['$eq']] : undefined;
  const list = condition['$in'];
  return Array.isArray(list) && list.every(isSimple) ? list : undefined;
}

// Null also stands for a missing field and a pattern for many values: neither names one document.
function isSimple(value: unknown): boolean {
  if (value === null || value === undefined || isExtreme(value) || Array.isArray(value)) return false;
  return !(typeof value === 'object' && '_bsontype' in value && value._bsontype === 'BSONRegExp');
}
