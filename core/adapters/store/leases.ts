// Leases: who may do what only one may do at a time, what for, and whether somebody wants it to stop.
import type { Clock } from '../../ports.ts';
import type { Store } from '../../store.ts';
import type { Collections } from './collections.ts';
import { bounded, guard, isDuplicate } from './connect.ts';

export function leaseStore({ leases }: Pick<Collections, 'leases'>, clock: Clock): Store['leases'] {
  const held = (id: string) => leases.findOne({ _id: id, until: { $gt: new Date(clock.now()) } }, bounded);
  return {
    acquire: (id, owner, ms, task) =>
      guard(async () => {
        const now = clock.now();
        const free = { _id: id, $or: [{ owner }, { until: { $lte: new Date(now) } }] };
        const holding = { v: 1 as const, owner, until: new Date(now + ms), task: task ?? null };
        try {
          await leases.updateOne(free, { $set: holding }, { upsert: true });
          return true;
        } catch (cause) {
          // The document exists and is held: the upsert tried to insert a second one.
          if (isDuplicate(cause)) return false;
          throw cause;
        }
      }),
    task: (id) => guard(async () => (await held(id))?.task ?? null),
    stop: (id, by) =>
      guard(async () => {
        const found = await held(id);
        if (found === null) return null;
        const { owner, task = null } = found;
        const asked = await leases.updateOne({ _id: id, owner }, { $set: { stop: { owner, by } } });
        return asked.matchedCount === 0 ? null : task;
      }),
    stoppedBy: (id, owner) =>
      guard(async () => {
        const stop = (await leases.findOne({ _id: id, owner }, bounded))?.stop;
        return stop?.owner === owner ? stop.by : null;
      }),
    release: (id, owner) =>
      guard(async () => {
        await leases.deleteOne({ _id: id, owner });
      }),
  };
}
