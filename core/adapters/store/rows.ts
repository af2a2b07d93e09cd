// Observations, the layouts of those from elsewhere, and the labels that come back for them.
import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { LabelRecord, OwnRow } from '../../observation.ts';
import type { Store } from '../../store.ts';
import type { Collections, LabelRow, ObservationRow } from './collections.ts';
import { bounded, guard } from './connect.ts';
import type { Numbered } from './draft.ts';
import { insertEachOnce, insertOnce, upserting } from './once.ts';
import { outsideChat, type Place, predictionBlocks } from './predictions.ts';

/** Watch and id, so that two watches may use the same ids. */
const keyOf = (watch: string, id: string) => `${watch}/${id}`;

/** Rows by their ids: under the key, and under the id alone, as rows of version 1 are. */
const withIds = (watch: string, ids: readonly string[]) => ({
  _id: { $in: [...ids.map((id) => keyOf(watch, id)), ...ids] },
  watch,
});

export function observationStore(all: Collections): Store['observations'] {
  const { observations, counters, labels } = all;
  const blocks = predictionBlocks(all);
  /** The first of so many sequence numbers. */
  const numbersFor = async (watch: string, rows: number): Promise<number> => {
    const key = { _id: `observations:${watch}` };
    const counter = await upserting(() =>
      counters.findOneAndUpdate(
        key,
        { $inc: { n: rows }, $setOnInsert: { v: 1 } },
        { upsert: true, returnDocument: 'after' },
      ),
    );
    return (counter?.n ?? rows) - rows + 1;
  };
  /** Rows one by one, those that no block holds: ids others chose may be known, and blocks only know their own. */
  const addEach = async (watch: string, rows: readonly Numbered[]): Promise<number> => {
    const ids = rows.map(({ row }) => row.id);
    const held = await blocks.placesOf(watch, ids);
    const fresh = rows.filter(({ row }) => !held.has(row.id));
    return insertEachOnce<ObservationRow>(observations, fresh.map(asRow));
  };
  const addRows = async (watch: string, own: readonly Numbered<OwnRow>[], others: readonly Numbered[]) => {
    const { stored, loose } = await blocks.insert(own);
    return stored + (await addEach(watch, [...loose, ...others]));
  };
  return {
    addRequests: (requests) =>
      guard(async () => {
        const watch = requests[0]?.watch;
        if (watch === undefined) return 0;
        const rows = requests.reduce((sum, request) => sum + request.rows, 0);
        let sequence = await numbersFor(watch, rows);
        const numbered = requests.map((request) => {
          const one = { request, sequence };
          sequence += request.rows;
          return one;
        });
        const { stored, loose } = await blocks.insertRequests(numbered);
        return loose.length === 0 ? stored : stored + (await addRows(watch, loose, []));
      }),
    add: (rows) =>
      guard(async () => {
        const watch = rows[0]?.watch;
        if (watch === undefined) return 0;
        const start = await numbersFor(watch, rows.length);
        const own: Numbered<OwnRow>[] = [];
        const others: Numbered[] = [];
        for (const [at, row] of rows.entries()) {
          if ('version' in row) own.push({ sequence: start + at, row });
          else others.push({ sequence: start + at, row });
        }
        return addRows(watch, own, others);
      }),
    after: ({ watch, after, limit, settledBy }) =>
      guard(async () => {
        const filter = { watch, seq: { $gt: after }, ...outsideChat };
        const [inBlocks, alone] = await Promise.all([
          blocks.first({ watch, after, limit }),
          observations.find(filter, bounded).sort({ seq: 1 }).limit(limit).toArray(),
        ]);
        const rows = [...inBlocks, ...alone.map(numbered)].sort(bySequence).slice(0, limit);
        // Up to the first that has not settled: whoever reads goes on behind the last one, and never comes back.
        const young = rows.findIndex(({ row }) => row.storedAt > settledBy);
        return young < 0 ? rows : rows.slice(0, young);
      }),
    recent: ({ watch, after, upTo, limit, labelled }) =>
      guard(async () => {
        const seq = { $gt: after, $lte: upTo };
        const inBlocks = async () => {
          if (!labelled) return blocks.last({ watch, after, upTo, limit });
          const parts = { ...bounded, projection: { seq: 1, block: 1 } };
          const found = await labels.find({ watch, seq }, parts).sort({ seq: -1 }).limit(limit).toArray();
          const sequences = new Set(found.flatMap((row) => row.seq ?? []));
          return blocks.numbered(
            found.flatMap(({ block }) => block ?? []),
            sequences,
          );
        };
        const filter = { watch, seq, ...outsideChat, ...(labelled ? { label: { $ne: null } } : {}) };
        const [own, alone] = await Promise.all([
          inBlocks(),
          observations.find(filter, bounded).sort({ seq: -1 }).limit(limit).toArray(),
        ]);
        const rows = [...own, ...alone.map(numbered)].sort(bySequence);
        return rows.slice(-limit).map(({ row }) => row);
      }),
    known: (watch, ids) =>
      guard(async () => {
        const [places, rows] = await Promise.all([
          blocks.placesOf(watch, ids),
          observations.find(withIds(watch, ids), { ...bounded, projection: { id: 1 } }).toArray(),
        ]);
        return new Set([...places.keys(), ...rows.map((row) => row.id)]);
      }),
    remove: (watch, id) =>
      guard(async () => {
        const alone = (await observations.deleteMany(withIds(watch, [id]))).deletedCount > 0;
        return (await blocks.remove(watch, id)) || alone;
      }),
  };
}

const bySequence = (one: Numbered, other: Numbered) => one.sequence - other.sequence;

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

export function labelStore(all: Collections): Store['labels'] {
  const { labels, observations } = all;
  const blocks = predictionBlocks(all);
  return {
    put: (watch, records) =>
      guard(async () => {
        if (records.length === 0) return;
        // With its place or beside the row, so that labelled rows can be found without a join.
        const places = await blocks.placesOf(
          watch,
          records.map(({ id }) => id),
        );
        await labels.bulkWrite(records.map((record) => putLabel(watch, record, places.get(record.id))));
        const alone = records.filter(({ id }) => !places.has(id));
        if (alone.length === 0) return;
        await observations.bulkWrite(
          alone.map(({ id, label }) => ({
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

function putLabel(watch: string, { id, expiresAt, ...rest }: LabelRecord, place: Place | undefined) {
  const seen =
    place === undefined || place.via === 'discord' ? {} : { seq: place.sequence, block: place.block };
  const row = { v: 3 as const, watch, id, ...rest, expiresAt: new Date(expiresAt), ...seen };
  return { updateOne: { filter: { _id: keyOf(watch, id) }, update: { $set: row }, upsert: true } };
}

function asRow({ sequence, row: { expiresAt, ...row } }: Numbered): ObservationRow {
  return {
    _id: keyOf(row.watch, row.id),
    v: 2,
    seq: sequence,
    ...row,
    expiresAt: new Date(expiresAt),
    label: null,
  };
}

function numbered({ _id, v: _v, seq, expiresAt, label: _label, ...row }: ObservationRow): Numbered {
  return { sequence: seq, row: { ...row, expiresAt: expiresAt.getTime() } };
}
