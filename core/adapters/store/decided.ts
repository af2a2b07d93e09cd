// Settings that people replaced: one document for each, the last decision.
import type { Store } from '../../store.ts';
import type { Collections } from './collections.ts';
import { bounded, guard } from './connect.ts';
import { upserting } from './once.ts';

export function settingStore({ settings }: Pick<Collections, 'settings'>): Store['settings'] {
  return {
    list: () =>
      guard(async () => {
        const rows = await settings.find({}, bounded).toArray();
        return rows.map(({ _id, v: _v, ...decided }) => decided);
      }),
    put: (decided) =>
      guard(async () => {
        const _id = `${decided.watch ?? ''}/${decided.name}`;
        const change = { $set: { v: 1 as const, ...decided } };
        await upserting(() => settings.updateOne({ _id }, change, { upsert: true }));
      }),
  };
}
