// Long work that was asked for over HTTP: begun by compare-and-set, told by its owner, gone after a day.
import type { Collection } from 'mongodb';
import type { Clock } from '../../ports.ts';
import type { Store } from '../../store.ts';
import type { Work } from '../../work.ts';
import type { Collections, WorkRow } from './collections.ts';
import { bounded, guard, isDuplicate } from './connect.ts';

/** As long as a key may be used again. */
const keptMs = 86_400_000;
/** A script that asks for a check every second leaves so many results: nobody promised to tell those again. */
const mostWithoutKey = 200;

export function workStore({ work }: Pick<Collections, 'work'>, clock: Clock): Store['work'] {
  /** What is over may wait for whoever deletes it. */
  const kept = () => ({ expiresAt: { $gt: new Date(clock.now()) } });
  return {
    begin: (begun, before) =>
      guard(async () => {
        const { id, ...row } = begun;
        const now = clock.now();
        const over = { expiresAt: { $lte: new Date(now) } };
        const free = { _id: id, $or: before === null ? [over] : [over, { owner: before }] };
        const fresh = { v: 1 as const, ...row, expiresAt: new Date(now + keptMs) };
        try {
          await work.updateOne(free, { $set: fresh }, { upsert: true });
        } catch (cause) {
          // There is one that is nobody's to replace: the upsert tried to insert a second one.
          if (isDuplicate(cause)) return false;
          throw cause;
        }
        if (row.input === null) await prune(work);
        return true;
      }),
    tell: ({ id, owner, ...told }) =>
      guard(async () => {
        await work.updateOne({ _id: id, owner, state: 'running' }, { $set: told });
      }),
    end: ({ id, owner, step, share }, end) =>
      guard(async () => {
        await work.updateOne({ _id: id, owner, state: 'running' }, { $set: { step, share, ...end } });
      }),
    read: (id) =>
      guard(async () => {
        const row = await work.findOne({ _id: id, ...kept() }, bounded);
        return row === null ? null : asWork(row);
      }),
    list: (watch, limit) =>
      guard(async () => {
        const wanted = watch === null ? kept() : { ...kept(), watch };
        const rows = await work
          .find<WorkRow>(wanted, { ...bounded, projection: { result: 0 } })
          .sort({ requestedAt: -1, _id: -1 })
          .limit(limit)
          .toArray();
        return rows.map(asWork);
      }),
  };
}

async function prune(work: Collection<WorkRow>): Promise<void> {
  const newestFirst = { ...bounded, projection: { requestedAt: 1 }, sort: { requestedAt: -1 } } as const;
  const first = await work.findOne({ input: null }, { ...newestFirst, skip: mostWithoutKey });
  if (first === null) return;
  const { requestedAt } = first;
  await work.deleteMany({ input: null, state: { $ne: 'running' }, requestedAt: { $lte: requestedAt } });
}

function asWork({ _id, v: _v, expiresAt: _over, ...work }: WorkRow): Work {
  return { id: _id, ...work };
}
