// The indexes, and what is over when: by TTL indexes, or by hand on a server without them.
import { type Collection, type Db, MongoServerError } from 'mongodb';
import { collections } from './collections.ts';

const day = 24 * 60 * 60;

interface Expiry {
  readonly collection: string;
  /** A Date; documents without it stay. */
  readonly field: string;
  readonly seconds: number;
}

const expiries: readonly Expiry[] = [
  { collection: 'observations', field: 'expiresAt', seconds: 0 },
  { collection: 'labels', field: 'expiresAt', seconds: 0 },
  { collection: 'outbox', field: 'endedAt', seconds: 14 * day },
  { collection: 'drift_checks', field: 'at', seconds: 30 * day },
  { collection: 'retrains', field: 'at', seconds: 400 * day },
  { collection: 'audit', field: 'expiresAt', seconds: 0 },
];

/** Idempotent. `expires` is false when the server knows no TTL indexes: then `sweep` has to be called from time to time. */
export async function ensureIndexes(db: Db): Promise<{ expires: boolean }> {
  const all = collections(db);
  await all.observations.createIndex({ watch: 1, seq: 1 });
  await all.outbox.createIndex({ status: 1, nextAt: 1 });
  // What waits longest is first in it.
  await all.outbox.createIndex({ status: 1, 'news.at': 1 });
  await all.outbox.createIndex({ thread: 1, revision: -1 });
  await all.intents.createIndex({ status: 1, nextAt: 1 });
  await all.checks.createIndex({ watch: 1, number: -1 });
  await all.retrains.createIndex({ watch: 1, _id: -1 });
  await all.audit.createIndex({ traffic: 1, _id: -1 });
  await all.audit.createIndex({ watch: 1, traffic: 1, _id: -1 });
  let expires = true;
  for (const { collection, field, seconds } of expiries) {
    expires = (await createTtlIndex(db.collection(collection), field, seconds)) && expires;
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

/** False, and a plain index to sweep by, where the server has no such index. */
async function createTtlIndex(
  collection: Collection,
  field: string,
  expireAfterSeconds: number,
): Promise<boolean> {
  try {
    await collection.createIndex({ [field]: 1 }, { expireAfterSeconds });
    return true;
  } catch (cause) {
    if (!isNotImplemented(cause)) throw cause;
    await collection.createIndex({ [field]: 1 });
    return false;
  }
}

/** MongoDB's code for what a server knows of and cannot do. */
export function isNotImplemented(cause: unknown): boolean {
  return cause instanceof MongoServerError && cause.code === 238;
}
