// One collection in memory: documents by `_id` in stored order, its indexes, and the look-ups that need no scan.

import { type Doc, docOf, fieldOf } from './documents.ts';
import { CommandError } from './faults.ts';
import { duplicateKey, type IndexSpec, UniqueIndex } from './indexes.ts';
import { compileFilter, isOperators } from './match.ts';
import { OrderedIndex, type Stored } from './ordered.ts';
import { offered, planOf } from './plan.ts';
import { passing, SLICE, type Sliced } from './slices.ts';
import { sortDocs } from './sort.ts';
import { isExtreme, keyOf } from './values.ts';

const idIndex: IndexSpec = { name: '_id_', key: { _id: 1 } };

/** What of the documents that match is asked for. */
export interface Wanted {
  /** A sort specification; stored order without one. */
  sort?: unknown;
  /** Only so many from the front; 0, the default, is all. */
  first?: number;
}

/** What an index is beside its specification. */
interface Built {
  unique?: UniqueIndex;
  ordered?: OrderedIndex;
}

/** Documents given out are the stored ones: nobody may change them. */
export class Collection {
  readonly namespace: string;
  readonly #docs = new Map<string, Stored>();
  readonly #specs = new Map<string, IndexSpec>([[idIndex.name, idIndex]]);
  readonly #unique = new Map<string, UniqueIndex>();
  readonly #ordered = new Map<string, OrderedIndex>();
  #places = 0;
  #bytes = 0;
  #isLoading = true;

  constructor(namespace: string) {
    this.namespace = namespace;
  }

  get size(): number {
    return this.#docs.size;
  }

  /** Of the records of its documents in the log. */
  get bytes(): number {
    return this.#bytes;
  }

  get indexes(): IndexSpec[] {
    return [...this.#specs.values()];
  }

  *docs(): Generator<Doc> {
    for (const { doc } of this.#docs.values()) yield doc;
  }

  get(_id: unknown): Doc | undefined {
    return this.#docs.get(keyOf(_id))?.doc;
  }

  /** A document as it is now, with the bytes of its record. */
  held(_id: unknown): { readonly doc: Doc; readonly bytes: number } | undefined {
    const stored = this.#docs.get(keyOf(_id));
    return stored && { doc: stored.doc, bytes: stored.bytes };
  }

  /** The documents that match, as they are when the search begins, whatever changes in its pauses. */
  *find(filter: Doc, { sort, first = 0 }: Wanted = {}): Sliced<readonly Doc[]> {
    const matches = compileFilter(filter);
    const { all, sorted } = this.#candidates(filter, sort);
    const enough = sort === undefined || sorted ? first : 0;
    const { found, rest } = firstPassing(all, matches, enough);
    if (rest.length > 0) yield;
    const more = yield* passing(rest, matches, Math.max(0, enough - found.length));
    const docs = more.length === 0 ? found : [...found, ...more];
    return sort === undefined || sorted ? docs : yield* sortDocs(docs, sort, first);
  }

  // A filter on given ids, or on keys nobody shares, touches only those documents, one an index fits only a part; anything
  // else looks at all of them.
  #candidates(filter: Doc, sort: unknown): { all: Iterable<Stored>; sorted: boolean } {
    const ids = named(filter, '_id')?.map(keyOf) ?? this.#owners(filter);
    if (ids !== undefined) {
      const found = [...new Set(ids)].map((id) => this.#docs.get(id));
      return { all: found.filter((stored) => stored !== undefined), sorted: false };
    }
    const plan = planOf(filter, docOf(sort, 'sort'), this.#ordered.values());
    if (plan === undefined) return { all: this.#docs.values(), sorted: false };
    return { all: offered(plan), sorted: plan.sorted !== undefined };
  }

  #owners(filter: Doc): string[] | undefined {
    for (const [name, index] of this.#unique) {
      const spec = this.#specs.get(name);
      const [field, ...others] = Object.keys(spec?.key ?? {});
      if (spec === undefined || field === undefined || others.length > 0 || !isWhole(spec)) continue;
      const values = named(filter, field);
      if (values !== undefined) return index.ownersOf(values);
    }
    return undefined;
  }

  /** Throws DuplicateKey when `doc` cannot be stored; `inserts` also forbids replacing the document of the same `_id`. */
  check(doc: Doc, inserts: boolean): void {
    const id = keyOf(doc['_id']);
    if (inserts && this.#docs.has(id)) throw duplicateKey(idIndex, doc, this.namespace);
    for (const index of this.#unique.values()) index.check(doc, id, this.namespace);
  }

  /** Stores a document over the one of the same `_id`, whose place it keeps. `bytes`: of its record in the log. */
  put(doc: Doc, bytes: number): void {
    const id = keyOf(doc['_id']);
    const stored = this.#docs.get(id);
    for (const index of this.#unique.values()) {
      if (stored !== undefined) index.remove(stored.doc);
      index.add(doc, id);
    }
    this.#bytes += bytes - (stored?.bytes ?? 0);
    if (stored !== undefined) {
      this.#replace(stored, doc);
      stored.bytes = bytes;
      return;
    }
    this.#places += 1;
    const added = { doc, bytes, place: this.#places };
    this.#docs.set(id, added);
    for (const index of this.#ordered.values()) index.add(added);
  }

  #replace(stored: Stored, doc: Doc): void {
    const moved = [...this.#ordered.values()].filter((index) => !index.keepsPlace(stored.doc, doc));
    for (const index of moved) index.remove(stored);
    stored.doc = doc;
    for (const index of moved) index.add(stored);
  }

  delete(_id: unknown): void {
    const id = keyOf(_id);
    const stored = this.#docs.get(id);
    if (stored === undefined) return;
    this.#bytes -= stored.bytes;
    for (const index of this.#unique.values()) index.remove(stored.doc);
    for (const index of this.#ordered.values()) index.remove(stored);
    this.#docs.delete(id);
  }

  /** The index over what is stored. Throws DuplicateKey when stored documents break a unique one. */
  build(spec: IndexSpec): Built {
    const built: Built = {};
    if (!this.#isLoading && isWhole(spec))
      built.ordered = new OrderedIndex(Object.keys(spec.key), this.#docs.values());
    if (spec.unique === true) {
      built.unique = new UniqueIndex(spec);
      for (const [id, { doc }] of this.#docs) {
        built.unique.check(doc, id, this.namespace);
        built.unique.add(doc, id);
      }
    }
    return built;
  }

  /** Ends the loading, during which no query comes: ordering everything once is much cheaper than keeping it in order. */
  loaded(): void {
    this.#isLoading = false;
    for (const spec of this.indexes.filter(isWhole))
      this.#ordered.set(spec.name, new OrderedIndex(Object.keys(spec.key), this.#docs.values()));
  }

  addIndex(spec: IndexSpec, { unique, ordered }: Built = this.build(spec)): void {
    this.#specs.set(spec.name, spec);
    if (unique !== undefined) this.#unique.set(spec.name, unique);
    if (ordered !== undefined) this.#ordered.set(spec.name, ordered);
  }

  dropIndex(name: string): void {
    if (!this.#specs.has(name)) throw new CommandError(27, `index not found with name [${name}]`);
    this.#specs.delete(name);
    this.#unique.delete(name);
    this.#ordered.delete(name);
  }

  /** The documents whose time is over at `now` (Unix milliseconds) by one of the TTL indexes. */
  *expired(now: number): Sliced<readonly Doc[]> {
    const found: Doc[] = [];
    for (const { key, expireAfterSeconds, partialFilterExpression = {} } of this.indexes) {
      if (expireAfterSeconds === undefined) continue;
      // One date of several is enough, and what is no date never compares with one: as a range means it.
      const over = { [Object.keys(key)[0] ?? '']: { $lte: new Date(now - expireAfterSeconds * 1000) } };
      found.push(...(yield* this.find({ $and: [partialFilterExpression, over] })));
    }
    return found;
  }
}

// An index that leaves documents out cannot answer a query that may want them; `_id` is looked up without one.
const isWhole = ({ name, sparse, partialFilterExpression }: IndexSpec): boolean =>
  name !== idIndex.name && sparse !== true && partialFilterExpression === undefined;

// The first slice at once. Where there is more, the documents of the rest as they are now: what is stored may change in a pause.
function firstPassing(
  all: Iterable<Stored>,
  passes: (doc: Doc) => boolean,
  most: number,
): { found: Doc[]; rest: Doc[] } {
  const found: Doc[] = [];
  const rest: Doc[] = [];
  let seen = 0;
  for (const { doc } of all) {
    seen += 1;
    if (seen > SLICE) rest.push(doc);
    else if (passes(doc) && found.push(doc) === most) return { found, rest: [] };
  }
  return { found, rest };
}

/** The values of which a filter wants a field to have one, where each names what it means. */
function named(filter: Doc, field: string): unknown[] | undefined {
  const condition = fieldOf(filter, field);
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
