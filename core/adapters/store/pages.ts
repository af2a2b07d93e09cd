// Lists in time, page by page: `_id` begins with the time, so its own order is theirs.
import { createHash } from 'node:crypto';
import type { Collection, Document, Filter, WithId } from 'mongodb';
import type { Page } from '../../store.ts';
import { bounded } from './connect.ts';

/** Room for the milliseconds of the next two thousand years in base 36. */
const stampLength = 9;

/** The place of something in such a list: the same `key` at the same time has the same one. */
export function placeOf(at: number, key: string): string {
  const stamp = Math.max(0, Math.floor(at)).toString(36).padStart(stampLength, '0');
  return `${stamp}-${createHash('sha256').update(key).digest('base64url').slice(0, 8)}`;
}

/** Newest first; of what comes after a cursor those that are nearest to it. */
export async function pageOf<T extends Document & { _id: string }>(
  collection: Collection<T>,
  wanted: Filter<T>,
  { limit, before, after }: Page,
): Promise<WithId<T>[]> {
  const span = {
    ...(before === null ? {} : { $lt: before }),
    ...(after === null ? {} : { $gt: after }),
  };
  // The driver cannot relate `_id` to a generic row, whose type here says that it is a text.
  const filter = (before === null && after === null ? wanted : { ...wanted, _id: span }) as Filter<T>;
  const upwards = after !== null && before === null;
  const rows = await collection
    .find(filter, bounded)
    .sort({ _id: upwards ? 1 : -1 })
    .limit(limit)
    .toArray();
  return upwards ? rows.reverse() : rows;
}
