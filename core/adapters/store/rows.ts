// Observations and the labels that come back for them.
import type { LabelRecord, Observation, Store } from '../../store.ts';
import type { Collections, LabelRow, ObservationRow } from './collections.ts';
import { bounded, guard, isDuplicate } from './connect.ts';

/** Rows asked for in chat can be labelled, but checks and training never see them. */
const outsideChat = { via: { $ne: 'discord' } };

/** Watch and id, so that two watches may use the same ids. */
const labelKey = (watch: string, id: string) => `${watch}/${id}`;

export function observationStore({ observations, counters }: Collections): Store['observations'] {
  return {
    add: (rows) =>
      guard(async () => {
        const first = rows[0];
        if (first === undefined) return;
        const key = { _id: `observations:${first.watch}` };
        const counter = await counters.findOneAndUpdate(
          key,
          { $inc: { n: rows.length } },
          { upsert: true, returnDocument: 'after' },
        );
        const start = (counter?.n ?? rows.length) - rows.length + 1;
        const documents = rows.map((row, at) => asRow(row, start + at));
        await observations.insertMany(documents, { ordered: false }).catch((cause: unknown) => {
          if (!isDuplicate(cause)) throw cause;
        });
      }),
    after: ({ watch, after, limit, settledBy }) =>
      guard(async () => {
        const filter = { watch, seq: { $gt: after }, ...outsideChat };
        const rows = await observations.find(filter, bounded).sort({ seq: 1 }).limit(limit).toArray();
        // Up to the first that has not settled: whoever reads goes on behind the last one, and never comes back.
        const young = rows.findIndex((row) => row.at.getTime() > settledBy);
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
          .find({ _id: { $in: [...ids] }, watch }, { ...bounded, projection: { _id: 1 } })
          .toArray();
        return new Set(rows.map((row) => row._id));
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
            updateOne: { filter: { _id: id, watch }, update: { $set: { label } } },
          })),
        );
      }),
    read: (watch, ids) =>
      guard(async () => {
        const keys = ids.map((id) => labelKey(watch, id));
        const rows = await labels.find({ _id: { $in: keys } }, bounded).toArray();
        return new Map(rows.map((row: LabelRow) => [row.id, row.label]));
      }),
  };
}

function putLabel(watch: string, { id, label, at, by }: LabelRecord) {
  const row = { v: 1 as const, watch, id, label, at: new Date(at), by };
  return { updateOne: { filter: { _id: labelKey(watch, id) }, update: { $set: row }, upsert: true } };
}

function asRow({ id, at, ...rest }: Observation, seq: number): ObservationRow {
  return { _id: id, v: 1, seq, ...rest, at: new Date(at), label: null };
}

function asObservation({ _id, v: _v, seq: _seq, at, label: _label, ...rest }: ObservationRow): Observation {
  return { id: _id, at: at.getTime(), ...rest };
}
