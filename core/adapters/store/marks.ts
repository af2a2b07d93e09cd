// Notes of what was done elsewhere, by name; the last one stands.
import type { Store } from '../../store.ts';
import type { Collections } from './collections.ts';
import { bounded, guard } from './connect.ts';
import { upserting } from './once.ts';

export function markStore({ marks }: Pick<Collections, 'marks'>): Store['marks'] {
  return {
    read: (name) =>
      guard(async () => {
        const found = await marks.findOne({ _id: name }, bounded);
        return found?.text ?? null;
      }),
    put: (name, text) =>
      guard(async () => {
        const noted = { $set: { v: 1 as const, text } };
        await upserting(() => marks.updateOne({ _id: name }, noted, { upsert: true }));
      }),
  };
}
