// The rows of a watch that are in quarantine: which batches there are, and what training reads leave out of them.
import { type Frame, type Schema, selectRows } from '../frame/frame.ts';
import type { Quarantine } from '../quarantine.ts';
import type { Position, WatchState } from '../state.ts';
import type { Watch } from '../watch.ts';
import type { Watched, World } from './world.ts';

/** The newest rows of a batch that are looked for: training reads reach no further back. */
const mostHeld = 100_000;

/** Rows of files stay as long as the files do. */
export function keptFor({ source, retention }: Watch): number | null {
  return source.kind === 'observed' ? retention.observations : null;
}

/** Newest first, as they are now: also what has not yet left the state. */
export async function batchesOf(
  { store }: Pick<World, 'store'>,
  { watch, quarantine, pending, position }: WatchState,
): Promise<Quarantine[]> {
  const stored = await store.quarantine.list(watch);
  const moving = pending.flatMap((one) => (one.to === 'quarantine' ? [one.batch] : []));
  // The one that lasts has grown since it was stored.
  const lasting = quarantine == null ? [] : [{ ...quarantine, end: position }];
  const newest = new Map<number, Quarantine>();
  for (const batch of [...stored, ...moving, ...lasting]) {
    const known = newest.get(batch.number);
    if (known === undefined || batch.revision >= known.revision) newest.set(batch.number, batch);
  }
  return [...newest.values()].sort((one, other) => other.number - one.number);
}

/** Ids of rows, by what was decided about them. */
export interface HeldIds {
  /** Held or discarded: nobody learns from them. */
  readonly out: ReadonlySet<string>;
  /** A person said that they are fine. */
  readonly released: ReadonlySet<string>;
}

export async function heldIds(
  world: Pick<World, 'store'>,
  watched: Watched,
  { state, schema }: { readonly state: WatchState; readonly schema: Schema | null },
): Promise<HeldIds> {
  const batches = await batchesOf(world, state);
  const ids = { out: new Set<string>(), released: new Set<string>() };
  for (const batch of batches) {
    const frame = await rowsOf(watched, batch, schema);
    const into = batch.status === 'released' ? ids.released : ids.out;
    for (const id of frame.ids.slice(0, heldIn(frame, batch))) into.add(id);
  }
  return ids;
}

async function rowsOf({ source }: Watched, { end, rows, after }: Quarantine, schema: Schema | null) {
  const most = Math.min(mostHeld, rows + after);
  return source.recent({ after: [], upTo: end, rows: most, labelled: false, schema });
}

/** Of the rows up to its end the first belong to it; fewer are there once the oldest are gone. */
const heldIn = (frame: Frame, { after }: Pick<Quarantine, 'after'>) => Math.max(0, frame.rows - after);

function withoutRows(frame: Frame, ids: ReadonlySet<string>): Frame {
  if (ids.size === 0) return frame;
  const kept = Uint32Array.from(frame.ids.keys()).filter((row) => !ids.has(frame.ids[row] ?? ''));
  return kept.length === frame.rows ? frame : selectRows(frame, kept);
}

interface Asked {
  readonly after: Position;
  readonly rows: number;
  readonly labelled: boolean;
  readonly schema: Schema | null;
}

/** The newest rows up to the watermark that somebody may learn from; `held` where it is known already. */
export async function learnable(
  world: Pick<World, 'store'>,
  watched: Watched,
  { state, held, ...asked }: Asked & { readonly state: WatchState; readonly held?: HeldIds },
): Promise<Frame> {
  const { out } = held ?? (await heldIds(world, watched, { state, schema: asked.schema }));
  const read = await watched.source.recent({ ...asked, upTo: state.position });
  return withoutRows(read, out);
}
