// /drift view:report: all there is to say of a watch's current window. It reads, decides nothing and is kept nowhere.
import * as z from 'zod';
import { tasks } from '../compute/tasks.ts';
import type { FullReport } from '../drift.ts';
import { AppError } from '../errors.ts';
import { minimumRows } from '../evidence/compare.ts';
import type { ModelVersion } from '../model.ts';
import type { WatchState } from '../state.ts';
import { termsOf } from './check.ts';
import { championOf, stateOf, type Watched, type World, watchOf } from './world.ts';

export const reportInput = z.strictObject({ watch: z.string().optional() });

/** @throws AppError `no_champion`, `not_enough_data` below 30 rows since the reference */
export async function report(world: World, input: z.infer<typeof reportInput>): Promise<FullReport> {
  const watched = watchOf(world, input.watch);
  const { name } = watched.watch;
  const state = await stateOf(world, name);
  const champion = await championOf(world, watched, state);
  const { model, baseline, calibration } = champion;
  const [window, profile, reference] = await Promise.all([
    windowOf(watched, state, champion),
    world.registry.profile(champion),
    world.store.snapshots.read(champion.reference),
  ]);
  return world.compute.run(tasks.report, {
    watch: name,
    version: champion.version,
    at: world.clock.now(),
    model,
    profile,
    reference,
    window,
    baseline,
    calibrator: calibration?.calibrator ?? null,
  });
}

/** The rows the newest check judged by, with the labels that came since: after an alarm those since the change. */
async function windowOf({ watch, source }: Watched, state: WatchState, champion: ModelVersion) {
  const { referenceEnd: after, position: upTo, evidence } = state;
  const known = evidence?.key === termsOf(watch, champion).key ? evidence : null;
  const since = known === null || known.changed === null ? null : known.rows - known.changed.row;
  const rows = since === null ? watch.window : Math.min(watch.window, Math.max(minimumRows, since));
  const { schema } = champion.model;
  const window = await source.recent({ after, upTo, rows, labelled: false, schema });
  if (window.rows >= minimumRows) return window;
  throw new AppError(
    'not_enough_data',
    `Watch "${watch.name}" has ${window.rows} checked rows since its reference; a report needs ${minimumRows}.`,
    { remedy: `Wait for more rows, or check those that came with /drift watch:${watch.name} run:now.` },
  );
}
