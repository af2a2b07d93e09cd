// The connection to MongoDB (or to the embedded server, which speaks the same protocol): options, errors, layout version.
import {
  type Db,
  MongoClient,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
import { AppError } from '../../errors.ts';

/** Upper bound of one query on the server, so that no surface waits without end. */
export const bounded = { maxTimeMS: 5_000 } as const;

/** Documents of this layout; a store written by a newer Vigie is refused instead of misread. */
const layout = 1;

/** @throws AppError `storage_unavailable` when nothing answers within five seconds */
export async function connect(uri: string, database: string): Promise<{ client: MongoClient; db: Db }> {
  const client = new MongoClient(uri, {
    appName: 'vigie',
    maxPoolSize: 10,
    serverSelectionTimeoutMS: 5_000,
    connectTimeoutMS: 5_000,
    socketTimeoutMS: 30_000,
    waitQueueTimeoutMS: 5_000,
  });
  const db = client.db(database);
  try {
    await guard(() => client.connect());
    await guard(() => refuseNewerLayout(db));
  } catch (cause) {
    await client.close();
    throw cause;
  }
  return { client, db };
}

/** Translates what the driver throws when the database is away; everything else passes through. */
export async function guard<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof MongoNetworkError || cause instanceof MongoServerSelectionError || isClosed(cause)) {
      throw new AppError('storage_unavailable', 'The database does not answer.', { cause });
    }
    throw cause;
  }
}

export function isDuplicate(cause: unknown): boolean {
  return cause instanceof MongoServerError && cause.code === 11000;
}

async function refuseNewerLayout(db: Db): Promise<void> {
  const meta = db.collection<{ _id: string; v: number }>('meta');
  await meta.updateOne({ _id: 'layout' }, { $setOnInsert: { v: layout } }, { upsert: true });
  const found = await meta.findOne({ _id: 'layout' }, bounded);
  if (found === null || found.v <= layout) return;
  throw new AppError(
    'invalid_config',
    `The database was written by a newer Vigie (layout ${found.v}; this one knows ${layout}).`,
    { remedy: 'Start the newer version, or point MONGODB_DB or DATA_DIR at another place.' },
  );
}

const awayErrors = [
  'MongoTopologyClosedError',
  'MongoNotConnectedError',
  'MongoPoolClosedError',
  'MongoPoolClearedError',
  'MongoClientClosedError',
  'MongoWaitQueueTimeoutError',
];

function isClosed(cause: unknown): boolean {
  return cause instanceof Error && awayErrors.includes(cause.name);
}
