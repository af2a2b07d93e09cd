// /expected: a person says that the change of the open incident was expected. What came since joins the reference, so
// that the monitor takes it as usual; the model stays as it is.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import { expectIncident, openIncident } from '../evidence/monitor.ts';
import { carried } from '../evidence/on-probation.ts';
import { decidedOn } from '../evidence/quarantine.ts';
import type { Frame } from '../frame/frame.ts';
import type { ModelVersion } from '../model.ts';
import type { Incident } from '../news.ts';
import type { WatchState } from '../state.ts';
import { requireOpen } from './attend.ts';
import { crowned } from './crowned.ts';
import { withLease } from './lease.ts';
import { managedAs } from './managed.ts';
import type { Call } from './operation.ts';
import { measuredAsServed, regrounded } from './regrounded.ts';
import type { ExpectedResult } from './results.ts';
import { incidentNews, withPending } from './told.ts';
import { announceChampion } from './training.ts';
import { championOf, changeState, stateOf, type Watched, type World, watchOf } from './world.ts';

export const expectedInput = z.strictObject({
  watch: z.string().optional(),
  incident: z.int().positive().optional(),
  reason: z.string().max(500).optional(),
});

/** Rows of the larger reference, unless it held more already: the newest stay. */
const mostRows = 20_000;

/**
 * Closes the open incident: a version with the same model and a reference that holds the change serves from now on. The
 * version before it stays the one that /rollback goes back to.
 * @throws AppError `conflict` without an open incident, `watch_busy`, `not_enough_data` when the rows are gone
 */
export async function expected(
  world: World,
  input: z.infer<typeof expectedInput>,
  { caller, progress }: Call,
): Promise<ExpectedResult> {
  const watched = watchOf(world, input.watch);
  const { name } = watched.watch;
  const said = { by: caller.name, reason: input.reason ?? null };
  const work = async (world: World, signal: AbortSignal): Promise<ExpectedResult> => {
    const state = await stateOf(world, name);
    const incident = requireOpen(state, input.incident);
    const champion = await championOf(world, watched, state);
    progress({ id: 'reading change' }, 0);
    const rows = await changedRows(watched, state, champion);
    progress({ id: 'joining', rows: rows.rows }, 0.3);
    const measured = await measuredAsServed(world, watched, { champion, rows, pool: true });
    const most = Math.max(mostRows, champion.referenceRows);
    const trigger = 'expected' as const;
    const version = await regrounded(world, { champion, rows, most, measured, trigger, by: said.by });
    signal.throwIfAborted();
    await conclude(world, watched, { incident, champion, version, said, read: state });
    return {
      watch: name,
      incident: incident.number,
      version: version.version,
      rows: rows.rows,
      referenceRows: version.referenceRows,
      ...managedAs(watched.watch),
    };
  };
  return withLease(world, name, { operation: 'expected', caller, work });
}

/** Those since the change that the evidence found; in mode `seed`, which looks for none, those of the window. */
async function changedRows(
  { watch, source }: Watched,
  { evidence, referenceEnd, position }: WatchState,
  { model }: ModelVersion,
): Promise<Frame> {
  const changed = evidence?.changed ?? null;
  const since = evidence === null || changed === null ? watch.window : evidence.rows - changed.row;
  const rows = await source.recent({
    after: referenceEnd,
    upTo: position,
    rows: Math.min(mostRows, Math.max(1, since)),
    labelled: false,
    schema: model.schema,
  });
  if (rows.rows > 0) return rows;
  throw new AppError('not_enough_data', `The rows since the change of "${watch.name}" are no longer there.`, {
    remedy: 'Retrain with /retrain, or take a new reference with /train (force, as admin).',
  });
}

interface Conclusion {
  readonly incident: Incident;
  readonly champion: ModelVersion;
  readonly version: ModelVersion;
  readonly said: NonNullable<Incident['expected']>;
  /** What was read before the version was made. */
  readonly read: WatchState;
}

async function conclude(world: World, watched: Watched, conclusion: Conclusion): Promise<void> {
  const { incident, champion, version, said, read } = conclusion;
  const { name } = watched.watch;
  await changeState(world, name, (state) => {
    const open = openIncident(state);
    if (open?.id !== incident.id || state.champion !== champion.version)
      throw new AppError('conflict', `The incident of "${name}" was answered otherwise meanwhile.`, {
        remedy: 'See how it ended with /drift.',
      });
    const at = world.clock.now();
    // What was held back because of it is as fine as the rest of the change.
    const released = decidedOn(state, { status: 'released', by: said.by, at });
    const after = {
      ...expectIncident(released, said, at),
      ...carried(state),
      champion: version.version,
      referenceEnd: read.position,
    };
    const telling = withPending(after, incidentNews(state, after, watched, at));
    return crowned(state, telling, { how: 'expected', ...said, at, intent: version.intent });
  });
  await announceChampion(world, version);
}
