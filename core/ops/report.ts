// /drift with view:report, window or feature: all there is to say of a watch's current window, or of the rows of a time
// that is asked for. It reads, decides nothing and is kept nowhere.
import * as z from 'zod';
import { tasks } from '../compute/tasks.ts';
import { AppError } from '../errors.ts';
import { minimumRows } from '../evidence/compare.ts';
import type { FullReport } from '../full-report.ts';
import type { ModelVersion } from '../model.ts';
import { nearest } from '../nearest.ts';
import type { WatchState } from '../state.ts';
import { answered } from './answered.ts';
import { termsOf } from './check.ts';
import { rowsWithin } from './reach.ts';
import { championOf, stateOf, thresholdOf, type Watched, type World, watchOf } from './world.ts';

export const reportInput = z.strictObject({
  watch: z.string().optional(),
  window: z.enum(['1h', '24h', '7d']).optional(),
  feature: z.string().optional(),
});
type Input = z.infer<typeof reportInput>;

/** Checks looked through for the last one that named a feature. */
const looked = 60;

/**
 * @throws AppError `no_champion`, `not_found` for a feature the champion does not know, `not_enough_data` below 30 rows
 * since the reference, `unsupported` for a time where rows carry none
 */
export async function report(world: World, input: Input): Promise<FullReport> {
  const watched = watchOf(world, input.watch);
  const { name } = watched.watch;
  const state = await stateOf(world, name);
  const champion = await championOf(world, watched, state);
  const { model, baseline, calibration } = champion;
  const feature = input.feature === undefined ? null : featureOf(watched, champion, input.feature);
  const [{ window, reach }, told, profile, reference] = await Promise.all([
    windowOf(watched, { state, champion, span: input.window }),
    feature === null ? null : toldOf(world, { state, champion, feature }),
    world.registry.profile(champion),
    world.registry.reference(champion),
  ]);
  const seen = await answered(world, model, window);
  return world.compute.run(tasks.report, {
    watch: name,
    version: champion.version,
    at: world.clock.now(),
    reach,
    threshold: thresholdOf(watched.watch, state),
    feature: told,
    model,
    profile,
    reference,
    window: seen,
    baseline,
    calibrator: calibration?.calibrator ?? null,
  });
}

interface Asked {
  readonly state: WatchState;
  readonly champion: ModelVersion;
}

/** Those of the time that is asked for, else those the newest check judged by. */
async function windowOf(watched: Watched, { span, ...asked }: Asked & { span: Input['window'] }) {
  const { referenceEnd: after, position: upTo } = asked.state;
  const { schema } = asked.champion.model;
  if (span !== undefined) return rowsWithin(watched, span, { after, upTo, schema });
  return { window: await judgedRows(watched, asked), reach: null };
}

/** The rows the newest check judged by, with the labels that came since: after an alarm those since the change. */
async function judgedRows({ watch, source }: Watched, { state, champion }: Asked) {
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

/** @throws AppError `not_found` that says what was probably meant */
function featureOf({ watch }: Watched, { model }: ModelVersion, wanted: string): string {
  const names = model.schema.features.map(({ name }) => name);
  if (names.includes(wanted)) return wanted;
  const meant = nearest(wanted, names);
  const hint = meant === null ? '.' : `; did you mean "${meant}"?`;
  throw new AppError('not_found', `The champion of watch "${watch.name}" has no feature "${wanted}"${hint}`, {
    remedy: `Its features are ${listed(names)}.`,
  });
}

const mostNames = 20;

function listed(names: readonly string[]): string {
  const more = names.length - mostNames;
  return [...names.slice(0, mostNames), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** What the checks of this champion said of the feature. */
async function toldOf({ store }: World, { state, champion, feature }: Asked & { feature: string }) {
  const { lastReport } = state;
  const newest = lastReport?.version === champion.version ? lastReport : null;
  const reports = await store.reports.list(champion.watch, looked);
  const last = reports.find(({ features }) =>
    features.some(({ name, drifted }) => name === feature && drifted),
  );
  return {
    name: feature,
    causes: (newest?.evidence?.causes ?? []).filter(({ kind, of }) => kind !== 'label' && of === feature),
    lastDrifted: last === undefined ? null : { check: last.number, at: last.rowsUntil ?? last.at },
    looked: reports.length,
  };
}
