// The audit log: appended to, read page by page, and gone by age alone.
import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '../../audit.ts';
import type { Store } from '../../store.ts';
import type { AuditRow, Collections } from './collections.ts';
import { guard } from './connect.ts';
import { insertOnce } from './once.ts';
import { pageOf, placeOf } from './pages.ts';

const day = 86_400_000;
/** A year and the month in which somebody looks back at it. */
const keptMs = 400 * day;
/** As long as rows are kept unless a watch says otherwise. */
const trafficKeptMs = 30 * day;

export function auditStore({ audit }: Pick<Collections, 'audit'>): Store['audit'] {
  return {
    add: (entry) => guard(() => addAct(audit, randomUUID(), entry)),
    list: ({ watch, traffic }, page) =>
      guard(async () => {
        const rows = await pageOf(audit, watch === null ? { traffic } : { watch, traffic }, page);
        return rows.map((row) => ({ cursor: row._id, entry: asEntry(row) }));
      }),
  };
}

/** Appends an entry under its key, once. */
export async function addAct(audit: Collections['audit'], key: string, entry: AuditEntry): Promise<void> {
  const expiresAt = new Date(entry.at + (entry.traffic ? trafficKeptMs : keptMs));
  await insertOnce<AuditRow>(audit, { _id: placeOf(entry.at, key), v: 1, expiresAt, ...entry });
}

function asEntry({ _id, v: _v, expiresAt: _over, ...entry }: AuditRow): AuditEntry {
  return entry;
}
