// Writes that must happen once, in words every server understands: some lose values in $setOnInsert.
import { type Collection, type Document, MongoBulkWriteError, type OptionalUnlessRequiredId } from 'mongodb';
import { isDuplicate } from './connect.ts';

/** Stores a document unless there is one of its `_id`. */
export async function insertOnce<T extends Document>(
  collection: Collection<T>,
  document: OptionalUnlessRequiredId<T>,
): Promise<void> {
  await collection.insertOne(document).catch(unlessDuplicate);
}

/** The same for several, in any order; the number of those that were new. */
export async function insertEachOnce<T extends Document>(
  collection: Collection<T>,
  documents: readonly OptionalUnlessRequiredId<T>[],
): Promise<number> {
  return documents.length - (await insertUnlessThere(collection, documents)).length;
}

/** Which of the documents have a key that another one has already; the others are stored, in any order. */
export async function insertUnlessThere<T extends Document>(
  collection: Collection<T>,
  documents: readonly OptionalUnlessRequiredId<T>[],
): Promise<number[]> {
  if (documents.length === 0) return [];
  try {
    await collection.insertMany(documents, { ordered: false });
    return [];
  } catch (cause) {
    if (!(cause instanceof MongoBulkWriteError)) throw cause;
    unlessDuplicate(cause);
    return [cause.writeErrors].flat().map(({ index }) => index);
  }
}

/** An upsert may lose against another one that inserts the same document: then there is something to update. */
export async function upserting<T>(upsert: () => Promise<T>): Promise<T> {
  try {
    return await upsert();
  } catch (cause) {
    unlessDuplicate(cause);
    return upsert();
  }
}

function unlessDuplicate(cause: unknown): void {
  if (!isDuplicate(cause)) throw cause;
}
