// The indexes, and what is over when: by TTL indexes, or by hand on a server without them.
import { type Collection, type Db, MongoServerError } from 'mongodb';

const day = 24 * 60 * 60;

interface Expiry {
  readonly collection: string;
  /** A Date; documents without it stay. */
  readonly field: string;
  readonly seconds: number;
}

const expiries: readonly Expiry[] = [
  { collection: 'observations', field: 'expiresAt', seconds: 0 },
  { collection: 'prediction_blocks', field: 'expiresAt', seconds: 0 },
  { collection: 'labels', field: 'expiresAt', seconds: 0 },
  { collection: 'outbox', field: 'endedAt', seconds: 14 * day },
  { collection: 'drift_checks', field: 'at', seconds: 30 * day },
  { collection: 'retrains', field: 'at', seconds: 400 * day },
  { collection: 'audit', field: 'expiresAt', seconds: 0 },
  { collection: 'work', field: 'expiresAt', seconds: 0 },
  { collection: 'quarantine', field: 'expiresAt', seconds: 0 },
];

interface Index {
  readonly key: Record<string, 1 | -1>;
  readonly expireAfterSeconds?: number;
  readonly unique?: boolean;
}

interface Sought {
  readonly collection: string;
  readonly keys: readonly Index['key'][];
  /** A field that no two documents share a value of. */
  readonly unique?: string;
}

const sought: readonly Sought[] = [
  { collection: 'observations', keys: [{ watch: 1, seq: 1 }] },
  { collection: 'prediction_blocks', keys: [{ watch: 1, last: 1 }], unique: 'requests' },
  {
    collection: 'outbox',
    keys: [
      { status: 1, nextAt: 1 },
      // What waits longest is first in it.
      { status: 1, 'news.at': 1 },
      { thread: 1, revision: -1 },
    ],
  },
  { collection: 'mlflow_outbox', keys: [{ status: 1, 'intent.endedAt': 1 }] },
  { collection: 'drift_checks', keys: [{ watch: 1, number: -1 }] },
  { collection: 'retrains', keys: [{ watch: 1, _id: -1 }] },
  { collection: 'quarantine', keys: [{ watch: 1, number: -1 }] },
  { collection: 'champions', keys: [{ watch: 1, at: -1, rev: -1 }] },
  {
    collection: 'audit',
    keys: [
      { traffic: 1, _id: -1 },
      { watch: 1, traffic: 1, _id: -1 },
    ],
  },
  { collection: 'labels', keys: [{ watch: 1, seq: 1 }] },
  { collection: 'work', keys: [{ requestedAt: -1 }, { input: 1, requestedAt: -1 }] },
];

/** Idempotent. `expires` is false when the server knows no TTL indexes: then `sweep` has to be called from time to time. */
export async function ensureIndexes(db: Db): Promise<{ expires: boolean }> {
  let expires = true;
  // One command for each collection: every start waits for them.
  for (const { collection, keys, unique } of sought) {
    const ending = expiries.filter((expiry) => expiry.collection === collection);
    const indexes: Index[] = [
      ...keys.map((key) => ({ key })),
      ...(unique === undefined ? [] : [{ key: { [unique]: 1 as const }, unique: true }]),
      ...ending.map(({ field, seconds }) => ({ key: { [field]: 1 as const }, expireAfterSeconds: seconds })),
    ];
    expires = (await createIndexes(db.collection(collection), indexes)) && expires;
  }
  return { expires };
}

/** Deletes what is over at `now` (Unix milliseconds), as TTL indexes would; the number of documents. */
export async function sweep(db: Db, now: number): Promise<number> {
  let deleted = 0;
  for (const { collection, field, seconds } of expiries) {
    const over = { [field]: { $lte: new Date(now - seconds * 1_000) } };
    deleted += (await db.collection(collection).deleteMany(over)).deletedCount;
  }
  return deleted;
}

/** False, and plain indexes to sweep by, where the server has no TTL indexes. */
async function createIndexes(collection: Collection, indexes: readonly Index[]): Promise<boolean> {
  try {
    await collection.createIndexes([...indexes]);
    return true;
  } catch (cause) {
    if (!isNotImplemented(cause)) throw cause;
    await collection.createIndexes(indexes.map(({ expireAfterSeconds: _none, ...index }) => index));
    return false;
  }
}

/** MongoDB's code for what a server knows of and cannot do. */
export function isNotImplemented(cause: unknown): boolean {
  return cause instanceof MongoServerError && cause.code === 238;
}
