// Observations, the layouts of those from elsewhere, and the labels that come back for them.
import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { LabelRecord, Observation, Store } from '../../store.ts';
import type { Collections, LabelRow, ObservationRow } from './collections.ts';
import { bounded, guard } from './connect.ts';
import { insertEachOnce, insertOnce, upserting } from './once.ts';

/** Rows asked for in chat can be labelled, but checks and training never see them. */
const outsideChat = { via: { $ne: 'discord' } };

/** Watch and id, so that two watches may use the same ids. */
const keyOf = (watch: string, id: string) => `${watch}/${id}`;

/** Rows by their ids: under the key, and under the id alone, as rows of version 1 are. */
const withIds = (watch: string, ids: readonly string[]) => ({
  _id: { $in: [...ids.map((id) => keyOf(watch, id)), ...ids] },
  watch,
});

export function observationStore({ observations, counters }: Collections): Store['observations'] {
  return {
    add: (rows) =>
      guard(async () => {
        const first = rows[0];
        if (first === undefined) return 0;
        const key = { _id: `observations:${first.watch}` };
        const counter = await upserting(() =>
          counters.findOneAndUpdate(
            key,
            { $inc: { n: rows.length }, $setOnInsert: { v: 1 } },
            { upsert: true, returnDocument: 'after' },
          ),
        );
        const start = (counter?.n ?? rows.length) - rows.length + 1;
        const documents = rows.map((row, at) => asRow(row, start + at));
        return insertEachOnce<ObservationRow>(observations, documents);
      }),
    after: ({ watch, after, limit, settledBy }) =>
      guard(async () => {
        const filter = { watch, seq: { $gt: after }, ...outsideChat };
        const rows = await observations.find(filter, bounded).sort({ seq: 1 }).limit(limit).toArray();
        // Up to the first that has not settled: whoever reads goes on behind the last one, and never comes back.
        const young = rows.findIndex((row) => row.storedAt > settledBy);
        const settled = young < 0 ? rows : rows.slice(0, young);
        return settled.map((row) => ({ sequence: row.seq, row: asObservation(row) }));
      }),
    recent: ({ watch, after, upTo, limit, labelled }) =>
      guard(async () => {
        const filter = {
          watch,
          seq: { $gt: after, $lte: upTo },
          ...outsideChat,
          ...(labelled ? { label: { $ne: null } } : {}),
        };
        const rows = await observations.find(filter, bounded).sort({ seq: -1 }).limit(limit).toArray();
        return rows.reverse().map(asObservation);
      }),
    known: (watch, ids) =>
      guard(async () => {
        const rows = await observations
          .find(withIds(watch, ids), { ...bounded, projection: { id: 1 } })
          .toArray();
        return new Set(rows.map((row) => row.id));
      }),
    remove: (watch, id) =>
      guard(async () => (await observations.deleteMany(withIds(watch, [id]))).deletedCount > 0),
  };
}

export function layoutStore({ layouts }: Collections): Store['layouts'] {
  return {
    put: (names) =>
      guard(async () => {
        const layout = createHash('sha256').update(JSON.stringify(names)).digest('hex');
        const row = { _id: layout, v: 1 as const, names: [...names] };
        await insertOnce(layouts, row);
        return layout;
      }),
    read: (layout) =>
      guard(async () => {
        const row = await layouts.findOne({ _id: layout }, bounded);
        if (row !== null) return row.names;
        throw new AppError('not_found', `The layout ${layout.slice(0, 12)} of rows is not in the store.`);
      }),
  };
}

export function labelStore({ labels, observations }: Collections): Store['labels'] {
  return {
    put: (watch, records) =>
      guard(async () => {
        if (records.length === 0) return;
        await labels.bulkWrite(records.map((record) => putLabel(watch, record)));
        // Kept beside the row too, so that labelled rows can be found without a join.
        await observations.bulkWrite(
          records.map(({ id, label }) => ({
            updateOne: { filter: withIds(watch, [id]), update: { $set: { label } } },
          })),
        );
      }),
    read: (watch, ids) =>
      guard(async () => {
        if (ids.length === 0) return new Map();
        const keys = ids.map((id) => keyOf(watch, id));
        const rows = await labels.find({ _id: { $in: keys } }, bounded).toArray();
        return new Map(rows.map((row: LabelRow) => [row.id, row.label]));
      }),
    remove: (watch, id) =>
      guard(async () => (await labels.deleteOne({ _id: keyOf(watch, id) })).deletedCount > 0),
  };
}

function putLabel(watch: string, { id, expiresAt, ...rest }: LabelRecord) {
  const row = { v: 2 as const, watch, id, ...rest, expiresAt: new Date(expiresAt) };
  return { updateOne: { filter: { _id: keyOf(watch, id) }, update: { $set: row }, upsert: true } };
}

function asRow({ expiresAt, ...row }: Observation, seq: number): ObservationRow {
  return { _id: keyOf(row.watch, row.id), v: 2, seq, ...row, expiresAt: new Date(expiresAt), label: null };
}

function asObservation({
  _id,
  v: _v,
  seq: _seq,
  expiresAt,
  label: _label,
  ...row
}: ObservationRow): Observation {
  return { ...row, expiresAt: expiresAt.getTime() };
}
