// The document engine: collections by namespace ("database.collection"), every change of which goes through the log.
// Every change is one synchronous call, hence atomic; `synced` says when what was done is safe.

import { serialize } from 'bson';
import { Collection, type Wanted } from './collection.ts';
import type { Doc } from './documents.ts';
import { CommandError } from './faults.ts';
import { folded } from './folded.ts';
import type { IndexSpec } from './indexes.ts';
import { type Log, openLog } from './log.ts';
import { type Change, changeOf, encode, lengthOf } from './records.ts';
import { type LogState, replay } from './replay.ts';
import { atOnce, inSlices, type Sliced } from './slices.ts';

const SLICE_OF_EXPIRED = 250;

export class Engine {
  readonly #collections = new Map<string, Collection>();
  #log: Log | undefined;

  /** Opens the log at `path` and rebuilds the collections from it. Errors: AppError storage_unavailable. */
  async open(path: string): Promise<void> {
    this.#log = await openLog(path, this.#state(path));
    for (const collection of this.#collections.values()) collection.loaded();
  }

  /** Rebuilds the collections from the bytes of a log and gives back how many of them are sound. Errors: as `open`. */
  async read(path: string, content: Buffer): Promise<number> {
    return replay(path, content, this.#state(path));
  }

  #state(path: string): LogState {
    return {
      reset: () => this.#collections.clear(),
      apply: (record) => this.#apply(changeOf(path, record), record.length),
      bytes: () => this.collections().reduce((sum, { bytes }) => sum + bytes, 0),
      snapshot: () => this.#snapshot(),
    };
  }

  /** Settles once every change made so far is on disk. Rejects when it could not be written; it is then undone. */
  synced(): Promise<void> {
    return this.#log?.synced() ?? Promise.resolve();
  }

  async close(): Promise<void> {
    await this.#log?.close();
    this.#log = undefined;
  }

  collection(ns: string): Collection | undefined {
    return this.#collections.get(ns);
  }

  /** The documents that match, found at once; none where there is no collection. */
  find(ns: string, filter: Doc, wanted: Wanted = {}): readonly Doc[] {
    return atOnce(this.search(ns, filter, wanted));
  }

  /** The same, with pauses: the documents as they are when the search begins. */
  search(ns: string, filter: Doc, wanted: Wanted = {}): Sliced<readonly Doc[]> {
    return (this.#collections.get(ns) ?? new Collection(ns)).find(filter, wanted);
  }

  /** The collections of one database, or of all. */
  collections(db?: string): Collection[] {
    const all = [...this.#collections.values()];
    return db === undefined ? all : all.filter(({ namespace }) => namespace.startsWith(`${db}.`));
  }

  create(ns: string): void {
    if (!this.#collections.has(ns)) this.#commit({ op: 'create', ns });
  }

  /** Stores a new document, `_id` included; `bytes` is its BSON, where it is there. Errors: DuplicateKey, BSONObjectTooLarge. */
  insert(ns: string, doc: Doc, bytes?: Uint8Array): void {
    this.#collections.get(ns)?.check(doc, true);
    this.#commit({ op: 'put', ns, doc, bytes });
  }

  /** Stores a document over the one of the same `_id`; `bytes` as for `insert`. Errors: DuplicateKey, BSONObjectTooLarge. */
  replace(ns: string, doc: Doc, bytes?: Uint8Array): void {
    this.#collections.get(ns)?.check(doc, false);
    this.#commit({ op: 'put', ns, doc, bytes });
  }

  delete(ns: string, id: unknown): void {
    this.#commit({ op: 'delete', ns, id });
  }

  drop(ns: string): boolean {
    const known = this.#collections.has(ns);
    if (known) this.#commit({ op: 'drop', ns });
    return known;
  }

  /** Adds an index. Errors: DuplicateKey when stored documents break a unique one. */
  addIndex(ns: string, index: IndexSpec): void {
    this.#collections.get(ns)?.build(index);
    this.#commit({ op: 'index', ns, index });
  }

  dropIndex(ns: string, name: string): void {
    this.#commit({ op: 'unindex', ns, name });
  }

  /** Deletes what TTL indexes say is over at `now` (Unix milliseconds), a little at a time. */
  async expire(now: number): Promise<void> {
    for (const collection of this.collections()) {
      const expired = await inSlices(collection.expired(now));
      for (const [i, doc] of expired.entries()) {
        // What has changed in a pause is left to the next sweep.
        if (collection.get(doc['_id']) === doc) this.delete(collection.namespace, doc['_id']);
        if (i % SLICE_OF_EXPIRED === SLICE_OF_EXPIRED - 1) await this.synced();
      }
    }
  }

  // Encoding comes first: what cannot be written must not change memory.
  #commit(change: Change): void {
    if (this.#log === undefined) throw new CommandError(94, 'The embedded store is not open');
    if (this.#log.doubt !== undefined) throw storageFailure(this.#log.doubt);
    const record = encode(change);
    const undo = this.#undoOf(change);
    this.#apply(change, lengthOf(record));
    this.#log.append(record, undo);
  }

  // `bytes`: of its record.
  #apply(change: Change, bytes: number): void {
    if (change.op === 'drop') {
      this.#collections.delete(change.ns);
      return;
    }
    const collection = this.#collections.get(change.ns) ?? this.#make(change.ns);
    if (change.op === 'put')
      collection.put(change.bytes ? folded(change.doc, change.bytes) : change.doc, bytes);
    if (change.op === 'delete') collection.delete(change.id);
    if (change.op === 'index') collection.addIndex(change.index);
    if (change.op === 'unindex') collection.dropIndex(change.name);
  }

  #make(ns: string): Collection {
    const collection = new Collection(ns);
    if (this.#log !== undefined) collection.loaded();
    this.#collections.set(ns, collection);
    return collection;
  }

  // To be called before the change, and its answer when nothing later is left: as the last change first.
  #undoOf(change: Change): () => void {
    const collection = this.#collections.get(change.ns);
    if (collection === undefined) return () => this.#collections.delete(change.ns);
    if (change.op === 'drop') return () => this.#collections.set(change.ns, collection);
    return undoIn(collection, change);
  }

  // The list is made at once, of documents nobody changes; only their encoding waits.
  #snapshot(): Iterable<Uint8Array> {
    const changes = [...this.#collections.values()].map((collection) => ({
      ns: collection.namespace,
      docs: [...collection.docs()],
      indexes: collection.indexes.filter((index) => index.name !== '_id_'),
    }));
    return (function* () {
      for (const { ns, docs, indexes } of changes) {
        yield serialize({ op: 'create', ns });
        for (const doc of docs) yield serialize({ op: 'put', ns, doc });
        for (const index of indexes) yield serialize({ op: 'index', ns, index });
      }
    })();
  }
}

function undoIn(collection: Collection, change: Exclude<Change, { op: 'drop' }>): () => void {
  if (change.op === 'create') return () => undefined;
  if (change.op === 'index') return () => collection.dropIndex(change.index.name);
  if (change.op === 'unindex') {
    const known = collection.indexes.find(({ name }) => name === change.name);
    return () => known !== undefined && collection.addIndex(known);
  }
  const id = change.op === 'put' ? change.doc['_id'] : change.id;
  const before = collection.held(id);
  return () => (before === undefined ? collection.delete(id) : collection.put(before.doc, before.bytes));
}

/** What a client is told when the disk refused. */
export function storageFailure(cause: unknown): CommandError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new CommandError(
    39,
    `The embedded store could not write its log (${code}): nothing of this was kept`,
  );
}
