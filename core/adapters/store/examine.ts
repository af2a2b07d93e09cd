// How a MongoDB stands, for who only wants to know: nothing is made there and nothing changes.
import { type Db, MongoClient, MongoServerError } from 'mongodb';
import { AppError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import { connect, guard, within } from './connect.ts';

interface Examined {
  readonly version: string;
  /** Its name; null = a server by itself. */
  readonly replicaSet: string | null;
  /** Unix milliseconds of the server's clock, between `asked` and `answered` of ours. */
  readonly now: number;
  readonly asked: number;
  readonly answered: number;
}

const limitMs = 5_000;
/** https://www.mongodb.com/docs/manual/reference/error-codes/ */
const unauthorized = 13;
const authenticationFailed = 18;

/** @throws AppError `storage_unavailable`, `unauthorized`, `forbidden`, `invalid_config`, never with an address or a password */
export async function examine(uri: string, database: string, clock: Clock): Promise<Examined> {
  refuseNonsense(uri);
  try {
    const { client, db } = await connect(uri, database);
    try {
      return await guard(() => within(limitMs, clock, () => examined(db, clock)));
    } finally {
      await client.close();
    }
  } catch (cause) {
    throw explained(cause, database);
  }
}

/** The driver throws errors of many kinds over an address, some with its password in them. */
function refuseNonsense(uri: string): void {
  try {
    new MongoClient(uri);
  } catch {
    throw new AppError('invalid_config', 'MONGODB_URI cannot be read as an address.', {
      remedy: 'Write mongodb://USER:PASSWORD@HOST:PORT/ with special characters of the password as %XX.',
    });
  }
}

async function examined(db: Db, clock: Clock): Promise<Examined> {
  const asked = clock.now();
  const hello = await db.command({ hello: 1 });
  const answered = clock.now();
  if (hello['isWritablePrimary'] !== true)
    throw new AppError('storage_unavailable', 'MongoDB takes no writes: it is no primary.', {
      remedy:
        'Start its replica set (rs.initiate), and name all members, or replicaSet=NAME, in MONGODB_URI.',
    });
  // A filter that fits nothing asks for the right and leaves no trace.
  const nothing = { _id: 'vigie doctor: nothing' };
  const marks = db.collection<{ _id: string }>('marks');
  await marks.findOne(nothing);
  await marks.updateOne(nothing, { $set: { seen: true } });
  await marks.deleteOne(nothing);
  const { version } = await db.command({ buildInfo: 1 });
  const set = hello['setName'];
  const localTime: unknown = hello['localTime'];
  return {
    version: String(version),
    replicaSet: typeof set === 'string' ? set : null,
    now: localTime instanceof Date ? localTime.getTime() : answered,
    asked,
    answered,
  };
}

/** The driver's own words may repeat the address. */
function explained(cause: unknown, database: string): unknown {
  if (cause instanceof AppError && cause.code === 'storage_unavailable' && cause.cause !== undefined)
    return new AppError('storage_unavailable', 'MongoDB does not answer.', {
      remedy:
        'Check host and port in MONGODB_URI, that the server runs, and that this machine may connect to it.',
    });
  if (!(cause instanceof MongoServerError)) return cause;
  if (cause.code === authenticationFailed)
    return new AppError('unauthorized', 'MongoDB does not accept user and password.', {
      remedy: 'Correct them in MONGODB_URI, and authSource=DATABASE where the user is not of admin.',
    });
  if (cause.code === unauthorized)
    return new AppError('forbidden', `The user may not read and write the database "${database}".`, {
      remedy: `Grant it readWrite on ${database}, or name a user in MONGODB_URI; see MONGODB_DB.`,
    });
  return cause;
}
