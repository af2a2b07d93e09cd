// Batches of rows in quarantine: a document each, in its newest revision.
import type { Collection } from 'mongodb';
import type { Quarantine } from '../../quarantine.ts';
import type { Store } from '../../store.ts';
import type { Collections, QuarantineRow } from './collections.ts';
import { bounded, guard } from './connect.ts';
import { insertOnce } from './once.ts';

/** A watch has a few a year; older ones are past what anybody trains on. */
const most = 200;
const day = 86_400_000;

export function quarantineStore({ quarantine }: Pick<Collections, 'quarantine'>): Store['quarantine'] {
  return {
    list: (watch) =>
      guard(async () => {
        const rows = await quarantine.find({ watch }, bounded).sort({ number: -1 }).limit(most).toArray();
        return rows.map(({ _id, v: _v, expiresAt: _expiresAt, ...batch }) => batch);
      }),
  };
}

/** Stores a batch unless a later revision of it is there. */
export async function addBatch(quarantine: Collection<QuarantineRow>, batch: Quarantine): Promise<void> {
  const { watch, number, revision } = batch;
  const _id = `${watch}:${number}`;
  const row = { ...batch, v: 1 as const, expiresAt: endOf(batch) };
  await insertOnce<QuarantineRow>(quarantine, { _id, ...row });
  await quarantine.updateOne({ _id, revision: { $lt: revision } }, { $set: row });
}

/** The mark goes after the last of its rows; a row whose clock was ahead by a little is gone by then too. */
function endOf({ lasting, keptFor, until, openedAt }: Quarantine): Date | null {
  return lasting || keptFor === null ? null : new Date((until ?? openedAt) + keptFor + day);
}
