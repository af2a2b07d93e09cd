// Collections that nothing was written to yet, for the tests beside this file.

import type { Collection, Db, Document } from 'mongodb';

let made = 0;

/** Each of its own name, so that the tests of a file can share one store. */
export function freshIn(db: Db): Collection<Document & { _id: number }> {
  made += 1;
  return db.collection(`c${made}`);
}
