// Leases: who may do what only one may do at a time.
import type { Clock } from '../../ports.ts';
import type { Store } from '../../store.ts';
import type { Collections } from './collections.ts';
import { guard, isDuplicate } from './connect.ts';

export function leaseStore({ leases }: Pick<Collections, 'leases'>, clock: Clock): Store['leases'] {
  return {
    acquire: (id, owner, ms) =>
      guard(async () => {
        const now = clock.now();
        const free = { _id: id, $or: [{ owner }, { until: { $lte: new Date(now) } }] };
        const held = { v: 1 as const, owner, until: new Date(now + ms) };
        try {
          await leases.updateOne(free, { $set: held }, { upsert: true });
          return true;
        } catch (cause) {
          // The document exists and is held: the upsert tried to insert a second one.
          if (isDuplicate(cause)) return false;
          throw cause;
        }
      }),
    release: (id, owner) =>
      guard(async () => {
        await leases.deleteOne({ _id: id, owner });
      }),
  };
}
