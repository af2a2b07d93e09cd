// Copying a whole store to another database: every collection with its documents and indexes, GridFS among them.
import {
  type Collection,
  type Db,
  type Document,
  type IndexDescriptionInfo,
  MongoServerError,
} from 'mongodb';
import { AppError } from '../../errors.ts';
import { readMark, writeMark } from './copied.ts';
import { isNotImplemented } from './indexes.ts';

interface Copy {
  readonly from: Db;
  readonly to: Db;
  /** What `from` is, without secrets: an unfinished copy of the same is begun anew. */
  readonly source: string;
  /** Takes one line of progress. */
  readonly say: (line: string) => void;
}

const batch = 200;
const progressEvery = 5_000;
/** Holds the layout and the mark of the copy: it comes last. */
const meta = 'meta';

/**
 * The number of documents copied. Until the end the target carries a mark, and nobody starts on it.
 * @throws AppError `conflict` for a target that holds anything else, or a source that changes meanwhile
 * `unsupported` for one that cannot hold a document
 */
export async function copyStore(copy: Copy): Promise<number> {
  const { from, to, source, say } = copy;
  await refuseFull(copy);
  await writeMark(to, { source, complete: false });
  const names = await collectionsOf(from);
  let documents = 0;
  for (const name of names.filter((one) => one !== meta)) {
    documents += await copyCollection(copy, name);
    await copyIndexes(from.collection(name), to.collection(name), say);
  }
  documents += await copyDocuments(copy, meta, { _id: { $ne: 'copy' } });
  await writeMark(to, { source, complete: true });
  return documents;
}

const collectionsOf = async (db: Db): Promise<string[]> => {
  const found = await db.listCollections({}, { nameOnly: true }).toArray();
  return found
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('system.'))
    .sort();
};

async function refuseFull({ to, source, say }: Copy): Promise<void> {
  const names = await collectionsOf(to);
  if (names.length === 0) return;
  const mark = await readMark(to);
  if (mark === null || mark.complete || mark.source !== source) {
    throw new AppError('conflict', `The database ${to.databaseName} at the target is not empty.`, {
      remedy: 'Name another one with MONGODB_DB, or drop it there if nobody needs it.',
      faults: names.map((path) => ({ path, message: 'is there already' })),
    });
  }
  say('An unfinished copy of this store is there: beginning anew.');
  for (const name of names.filter((one) => one !== meta)) await to.collection(name).drop();
  await to.collection<{ _id: string }>(meta).deleteMany({ _id: { $ne: 'copy' } });
}

async function copyCollection(copy: Copy, name: string): Promise<number> {
  const { from, to, say } = copy;
  await to.createCollection(name);
  const copied = await copyDocuments(copy, name, {});
  const [there, here] = [
    await from.collection(name).countDocuments(),
    await to.collection(name).countDocuments(),
  ];
  if (there !== copied || here !== copied) {
    throw new AppError(
      'conflict',
      `${name}: ${copied} documents copied, ${there} there now, ${here} arrived.`,
      {
        remedy: 'Stop every process that writes to either database, then copy again: it begins anew.',
      },
    );
  }
  say(`${name}: ${copied} documents`);
  return copied;
}

async function copyDocuments({ from, to, say }: Copy, name: string, filter: Document): Promise<number> {
  // Numbers, binaries and patterns keep their exact types.
  const exact = { promoteValues: false, promoteBuffers: false, bsonRegExp: true, batchSize: batch };
  let waiting: Document[] = [];
  let copied = 0;
  const flush = async () => {
    if (waiting.length > 0) await to.collection(name).insertMany(waiting).catch(refused(name));
    copied += waiting.length;
    if (waiting.length > 0 && copied % progressEvery === 0) say(`${name}: ${copied} documents so far`);
    waiting = [];
  };
  for await (const document of from.collection(name).find(filter, exact).sort({ _id: 1 })) {
    waiting.push(document);
    if (waiting.length === batch) await flush();
  }
  await flush();
  return copied;
}

/** Its own words may hold values of the document: the code is what is told. */
const refused =
  (name: string) =>
  (cause: unknown): never => {
    if (!(cause instanceof MongoServerError)) throw cause;
    throw new AppError('unsupported', `The target refused documents of ${name} (code ${cause.code}).`, {
      remedy: 'Use a MongoDB of version 5 or newer with room for them.',
      cause,
    });
  };

/** After the documents: a TTL index could delete some before they are counted. */
async function copyIndexes(from: Collection, to: Collection, say: Copy['say']): Promise<void> {
  for (const { v: _v, ns: _ns, key, ...options } of (await from.indexes()) as IndexDescriptionInfo[]) {
    if (options.name === '_id_') continue;
    try {
      await to.createIndex(key, options);
    } catch (cause) {
      if (!isNotImplemented(cause)) throw cause;
      say(`${to.collectionName}: the target cannot have the index ${options.name}`);
    }
  }
}
