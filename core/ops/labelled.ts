// The labelled rows a watch has seen: what it learns from once it has a champion.
import { tasks } from '../compute/tasks.ts';
import { withFeatures } from '../frame/align.ts';
import { type Frame, labelledRows, type Schema, selectRows } from '../frame/frame.ts';
import type { WatchState } from '../state.ts';
import { learnable } from './held.ts';
import type { Watched, World } from './world.ts';

/** Newest labelled rows looked at. */
export const mostRows = 20_000;

/**
 * Labelled rows up to the watermark, oldest first, the reference file's before them; without those in quarantine.
 * @throws AppError `bad_data` when the file has not the features of the rows
 */
export async function labelledSoFar(
  world: Pick<World, 'store' | 'compute'>,
  watched: Watched,
  { state, schema }: { readonly state: WatchState; readonly schema: Schema | null },
): Promise<Frame> {
  const { reference } = watched;
  const seen = await learnable(world, watched, { state, after: [], rows: mostRows, labelled: true, schema });
  if (reference === null) return seen;
  const file = await reference();
  const known = onlyLabelled(file);
  // By name: two files may have the same columns in another order.
  const features = schema?.features ?? (seen.rows === 0 ? known.columns : seen.columns);
  const before = withFeatures(known, features);
  if (seen.rows === 0) return before;
  const rows = await world.compute.run(tasks.concat, { first: before, second: seen });
  return { ...rows, ids: before.ids.concat(seen.ids) };
}

/** The same frame where every row has a label: to copy a large reference would hold up the event loop. */
function onlyLabelled(frame: Frame): Frame {
  const rows = labelledRows(frame);
  return rows.length === frame.rows ? frame : selectRows(frame, rows);
}
