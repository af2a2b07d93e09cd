// How retrainings ended, newest first.
import type { Collection } from 'mongodb';
import type { RetrainRecord } from '../../record.ts';
import type { Store } from '../../store.ts';
import type { Collections, RetrainRow } from './collections.ts';
import { guard } from './connect.ts';
import { insertOnce } from './once.ts';
import { pageOf, placeOf } from './pages.ts';

export function retrainStore({ retrains }: Pick<Collections, 'retrains'>): Store['retrains'] {
  return {
    list: (watch, page) =>
      guard(async () => {
        const rows = await pageOf(retrains, { watch }, page);
        return rows.map(({ _id, record }) => ({ cursor: _id, entry: record }));
      }),
  };
}

/** Stores a record under its key, once. */
export async function addRetrain(retrains: Collection<RetrainRow>, record: RetrainRecord): Promise<void> {
  const { key, watch, endedAt } = record;
  await insertOnce<RetrainRow>(retrains, {
    _id: placeOf(endedAt, key),
    v: 1,
    watch,
    at: new Date(endedAt),
    record,
  });
}
