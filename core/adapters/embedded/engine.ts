// The document engine: collections by namespace ("database.collection"), every change of which goes through the log.
// Every change is one synchronous call, hence atomic; `synced` says when what was done is safe.

import { calculateObjectSize, deserialize, serialize } from 'bson';
import { AppError } from '../../errors.ts';
import { Collection, type Wanted } from './collection.ts';
import { type Doc, decoding, docOf } from './documents.ts';
import { CommandError } from './faults.ts';
import { type IndexSpec, indexSpecOf } from './indexes.ts';
import { type Log, openLog } from './log.ts';
import { type LogState, replay } from './replay.ts';
import { atOnce, inSlices, type Sliced } from './slices.ts';

const LARGEST_DOCUMENT = 16 * 1024 * 1024;
const SLICE_OF_EXPIRED = 250;

type Change =
  | { op: 'put'; ns: string; doc: Doc }
  | { op: 'delete'; ns: string; id: unknown }
  | { op: 'create'; ns: string }
  | { op: 'drop'; ns: string }
  | { op: 'index'; ns: string; index: IndexSpec }
  | { op: 'unindex'; ns: string; name: string };

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

  /** Stores a new document, `_id` included. Errors: DuplicateKey, BSONObjectTooLarge. */
  insert(ns: string, doc: Doc): void {
    this.#collections.get(ns)?.check(doc, true);
    this.#commit({ op: 'put', ns, doc });
  }

  /** Stores a document over the one of the same `_id`. Errors: DuplicateKey, BSONObjectTooLarge. */
  replace(ns: string, doc: Doc): void {
    this.#collections.get(ns)?.check(doc, false);
    this.#commit({ op: 'put', ns, doc });
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
    this.#apply(change, record.length);
    this.#log.append(record, undo);
  }

  // `bytes`: of its record.
  #apply(change: Change, bytes: number): void {
    if (change.op === 'drop') {
      this.#collections.delete(change.ns);
      return;
    }
    const collection = this.#collections.get(change.ns) ?? this.#make(change.ns);
    if (change.op === 'put') collection.put(change.doc, bytes);
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
        yield encode({ op: 'create', ns });
        for (const doc of docs) yield encode({ op: 'put', ns, doc });
        for (const index of indexes) yield encode({ op: 'index', ns, index });
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

function encode(change: Change): Uint8Array {
  if (change.op === 'put' && calculateObjectSize(change.doc) > LARGEST_DOCUMENT) {
    throw new CommandError(10334, 'The document is larger than 16 MB');
  }
  return serialize(change);
}

/** What a client is told when the disk refused. */
export function storageFailure(cause: unknown): CommandError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new CommandError(
    39,
    `The embedded store could not write its log (${code}): nothing of this was kept`,
  );
}

// The bytes are copied: a binary value is a view of what it was read from, and must not keep a whole log in memory.
function changeOf(path: string, bytes: Uint8Array): Change {
  const record = decoded(path, Uint8Array.from(bytes));
  const ns = String(record['ns']);
  const { op } = record;
  if (op === 'put') return { op, ns, doc: docOf(record['doc'], 'doc') };
  if (op === 'delete') return { op, ns, id: record['id'] };
  if (op === 'create') return { op, ns };
  if (op === 'drop') return { op, ns };
  if (op === 'index') return { op, ns, index: indexSpecOf(docOf(record['index'], 'index')) };
  if (op === 'unindex') return { op, ns, name: String(record['name']) };
  throw unknownRecord(path);
}

function decoded(path: string, record: Uint8Array): Doc {
  try {
    return deserialize(record, decoding);
  } catch (cause) {
    throw unknownRecord(path, cause);
  }
}

function unknownRecord(path: string, cause?: unknown): AppError {
  return new AppError('storage_unavailable', `${path} holds a record this version does not know`, {
    remedy: 'Start the version that wrote it.',
    cause,
  });
}
