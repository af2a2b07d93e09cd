// The mark a copy leaves in its target: nobody may take half a copy for a store.
import type { Db } from 'mongodb';
import { AppError } from '../../errors.ts';
import { bounded } from './connect.ts';

interface CopyMark {
  _id: 'copy';
  v: 1;
  /** Where it came from, without secrets. */
  source: string;
  complete: boolean;
}

const marks = (db: Db) => db.collection<CopyMark>('meta');

export const readMark = (db: Db): Promise<CopyMark | null> => marks(db).findOne({ _id: 'copy' }, bounded);

export async function writeMark(db: Db, mark: Pick<CopyMark, 'source' | 'complete'>): Promise<void> {
  await marks(db).updateOne({ _id: 'copy' }, { $set: { v: 1, ...mark } }, { upsert: true });
}

/** @throws AppError `invalid_config` for a database that `store copy` has not finished */
export async function refuseHalfCopied(db: Db): Promise<void> {
  const mark = await readMark(db);
  if (mark === null || mark.complete) return;
  throw new AppError(
    'invalid_config',
    `The database ${db.databaseName} holds an unfinished copy of ${mark.source}.`,
    { remedy: `Run "store copy" from there again, or drop the database ${db.databaseName}.` },
  );
}
