// Every change of champion: appended to, never changed, kept for good.
import type { Collection, Filter } from 'mongodb';
import type { ChampionChange } from '../../model.ts';
import type { Pending } from '../../state.ts';
import type { Store } from '../../store.ts';
import type { ChampionRow, Collections } from './collections.ts';
import { bounded, guard } from './connect.ts';
import { insertOnce } from './once.ts';

const sameModel: readonly ChampionChange['how'][] = ['expected', 'learning', 'labelled'];

export function championStore({ champions }: Pick<Collections, 'champions'>): Store['champions'] {
  /** Of one moment the order is that of the states. */
  const nearest = async (filter: Filter<ChampionRow>, way: 1 | -1) => {
    const sorted = { ...bounded, sort: { at: way, rev: way } } as const;
    return (await champions.findOne(filter, sorted))?.change ?? null;
  };
  return {
    around: (watch, at) =>
      guard(async () => {
        const until = { watch, at: { $lte: at } };
        const [last, brought, next] = await Promise.all([
          nearest(until, -1),
          nearest({ ...until, same: false }, -1),
          nearest({ watch, at: { $gt: at } }, 1),
        ]);
        return { last, brought, next };
      }),
  };
}

/** Stores a change under its key, once. */
export async function addChampion(
  champions: Collection<ChampionRow>,
  { key, change }: Extract<Pending, { to: 'champions' }>,
): Promise<void> {
  const { watch, at, rev, how } = change;
  const same = sameModel.includes(how);
  await insertOnce<ChampionRow>(champions, { _id: key, v: 1, watch, at, rev, same, change });
}
