// The connection to MongoDB (or to the embedded server, which speaks the same protocol): options, bounds, errors.
import {
  type Db,
  MongoBulkWriteError,
  MongoClient,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
import { AppError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';

/** Upper bound of one query on the server, so that no surface waits without end. */
export const bounded = { maxTimeMS: 5_000 } as const;

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
  try {
    await guard(() => client.connect());
  } catch (cause) {
    await client.close();
    throw cause;
  }
  return { client, db: client.db(database) };
}

/** Translates what the driver throws when the database is away; everything else passes through. */
export async function guard<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (isAway(cause)) {
      throw new AppError('storage_unavailable', 'The database does not answer.', { cause });
    }
    throw cause;
  }
}

/**
 * Gives a call up after `ms`: for a server that took the question and never answers.
 * @throws AppError `storage_unavailable` then
 */
export async function within<T>(
  ms: number,
  clock: Pick<Clock, 'sleep'>,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const bound = new AbortController();
  const answered = new AbortController();
  const late = new AppError('storage_unavailable', `The database did not answer within ${ms / 1_000} s.`);
  void clock.sleep(ms, answered.signal).then(() => bound.abort(late));
  try {
    return await call(bound.signal);
  } finally {
    answered.abort();
  }
}

export function isDuplicate(cause: unknown): boolean {
  return cause instanceof MongoServerError && cause.code === 11000;
}

/** Many writes in one call wrap what cut them short into an error of their own. */
function isAway(cause: unknown): boolean {
  const inner: unknown = cause instanceof MongoBulkWriteError ? cause.errorResponse : cause;
  return inner instanceof MongoNetworkError || inner instanceof MongoServerSelectionError || isLost(inner);
}

const awayErrors = [
  'MongoTopologyClosedError',
  'MongoNotConnectedError',
  'MongoPoolClosedError',
  'MongoPoolClearedError',
  'MongoClientClosedError',
  'MongoWaitQueueTimeoutError',
];

/** What a write into a connection meets whose other end has just gone: the driver passes it on as it is. */
const lostCodes = ['EPIPE', 'ECONNRESET', 'ETIMEDOUT'];

function isLost(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return awayErrors.includes(cause.name) || ('code' in cause && lostCodes.includes(String(cause.code)));
}
