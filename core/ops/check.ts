// One portion of a watch's new rows: read, cut into slices, judged, and written with all it led to. The patrol's core.
import { tasks } from '../compute/tasks.ts';
import type { DriftReport } from '../drift.ts';
import type { CheckSettings } from '../evidence/check.ts';
import type { Terms } from '../evidence/ground.ts';
import { labelReach, shortHashes } from '../evidence/labels.ts';
import { undo } from '../evidence/on-probation.ts';
import { sliceEnds } from '../evidence/slices.ts';
import { type Frame, sliceRows } from '../frame/frame.ts';
import { missingShares } from '../frame/missing.ts';
import type { ModelVersion } from '../model.ts';
import type { Undone } from '../news.ts';
import type { Batch } from '../ports.ts';
import type { WatchState } from '../state.ts';
import type { Watch } from '../watch.ts';
import { answered } from './answered.ts';
import { countChecks } from './backlog.ts';
import { crowned } from './crowned.ts';
import { type Asking, type Folded, fold, type Judged } from './folded.ts';
import { shadowOf } from './shadow.ts';
import { incidentNews, leftNews, newsPending, reportPending, singleNews, withPending } from './told.ts';
import { trackSoon } from './track.ts';
import { announceChampion } from './training.ts';
import { undonePending, whyUndone } from './undone.ts';
import { replaced, thresholdOf, type Watched, type World } from './world.ts';

/** Rows read at once. */
const batchRows = 2_000;
/** Slices checked at once, and features their reports may tell of: the state that carries them holds 16 MB. */
const mostSlices = 200;
const mostFeatureReports = 20_000;
const minutesPerWeek = 10_080;

interface Look {
  readonly state: WatchState;
  /** The one `state` names. */
  readonly champion: ModelVersion;
  /** The last retraining that was asked for could not be done: all slices are taken in before the next is. */
  readonly patient: boolean;
}

interface Checked {
  readonly reports: readonly DriftReport[];
  readonly rows: number;
  /** There is more to check, or somebody else changed the state meanwhile. */
  readonly more: boolean;
  /** What asks for a retraining after the last report; null = nothing. */
  readonly retrain: Asking;
  /** As it is now; null = it has to be read. */
  readonly state: WatchState | null;
}

/**
 * Checks one portion of the backlog and writes all it led to in one compare-and-set.
 * @throws AppError from the source (`bad_data`, `not_found`): nothing was consumed
 */
export async function checkBatch(world: World, watched: Watched, look: Look): Promise<Checked> {
  const { watch, source } = watched;
  const { state, champion } = look;
  const { schema } = champion.model;
  const batch = await source.read({ after: state.position, limit: batchRows, schema });
  if (batch.frame.rows === 0) return { reports: [], rows: 0, more: false, retrain: null, state };
  const begun = world.clock.now();
  const made = await judged(world, watched, { champion, state, batch });
  const folded = fold(state, made, { watch, patient: look.patient });
  const { reports, retrain } = folded;
  const rows = made.ends[reports.length - 1] ?? 0;
  const whole = rows === batch.frame.rows;
  // The same position always gives the same rows first, so reading fewer tells where they end.
  const { position } = whole ? batch : await source.read({ after: state.position, limit: rows, schema });
  const batched = { slices: made.all, reports, rows, now: begun };
  const checked = countChecks(state, { ...folded.state, position }, batched);
  const undone = folded.worse ? undo(checked, world.clock.now()) : null;
  const after = undone?.state ?? checked;
  const change = { before: state, after, reports, left: folded.left, undone: undone?.undone ?? null };
  const now = await commit(world, watched, change);
  if (now === null) return { reports: [], rows: 0, more: true, retrain: null, state: null };
  const seconds = (world.clock.now() - begun) / 1000 / reports.length;
  for (const report of reports) world.metrics.driftChecked(report, seconds);
  world.metrics.missing(watch.name, missingShares(batch.frame));
  if (undone !== null) await follow(world, watched, undone.undone);
  return { reports, rows, more: batch.more || !whole, retrain, state: now };
}

/** Memory, metrics, the readable copy and MLflow follow a version that serves again. */
async function follow(
  world: World,
  { watch }: Watched,
  { from, to, oldOnly, newOnly }: Undone,
): Promise<void> {
  world.log.warn('a promoted version failed its probation', {
    watch: watch.name,
    from,
    to,
    oldOnly,
    newOnly,
  });
  await announceChampion(world, await world.registry.version(watch.name, to));
  await trackSoon(world);
}

async function judged(
  world: World,
  { watch, source }: Watched,
  look: { champion: ModelVersion; state: WatchState; batch: Batch },
): Promise<Judged> {
  const { champion, state, batch } = look;
  const { schema } = champion.model;
  const most = Math.min(mostSlices, Math.ceil(mostFeatureReports / schema.features.length));
  const all = sliceEnds(batch.frame, watch.cadenceMinutes);
  const ends = all.slice(0, most);
  const before = {
    after: state.referenceEnd,
    upTo: state.position,
    schema,
  };
  const [profile, { plan }, context, labelledContext] = await Promise.all([
    world.registry.profile(champion),
    world.registry.armed(champion, termsOf(watch, champion)),
    source.recent({ ...before, rows: watch.window, labelled: false }),
    source.recent({ ...before, rows: labelReach(watch.window), labelled: true }),
  ]);
  const asked = sliceRows(batch.frame, 0, ends.at(-1) ?? 0);
  const answer = (rows: Frame) => answered(world, champion.model, rows);
  const fresh = await answer(asked);
  const rows = { labelledContext: await answer(labelledContext), fresh };
  const slices = await world.compute.run(tasks.check, {
    settings: settingsOf(watch, champion, state),
    model: champion.model,
    profile,
    plan,
    evidence: state.evidence,
    context: await answer(context),
    ...rows,
    shadow: await shadowOf(world, state, rows),
    contextIds: shortHashes(labelledContext.ids),
    freshIds: shortHashes(fresh.ids),
    ends,
    firstNumber: state.checks + 1,
    at: world.clock.now(),
  });
  const [first, ...rest] = slices;
  // What could not be read is told with the first report of the rows it came with.
  return {
    ends,
    all: all.length,
    anew: state.evidence?.key !== plan.key,
    slices:
      first === undefined ? [] : [{ ...first, report: { ...first.report, faults: batch.faults } }, ...rest],
  };
}

function settingsOf(watch: Watch, champion: ModelVersion, state: WatchState): CheckSettings {
  return {
    watch: watch.name,
    version: champion.version,
    mode: watch.mode,
    window: watch.window,
    threshold: thresholdOf(watch, state),
    cadenceMinutes: watch.cadenceMinutes,
    labelMaturity: watch.labelMaturity,
    calibration: champion.calibration,
    baseline: champion.baseline && { ...champion.baseline, majorityShare: champion.majorityShare },
  };
}

/** What the evidence depends on besides the champion; under another key it begins anew. */
export function termsOf(watch: Watch, { version }: Pick<ModelVersion, 'version'>): Terms {
  const { falseAlarmsPerWeek, cadenceMinutes, cycle } = watch;
  const key = `v${version}, ${falseAlarmsPerWeek} a week, every ${cadenceMinutes} min, cycle ${cycle ?? 'none'}`;
  return { key, falseAlarmsPerWeek, checksPerWeek: minutesPerWeek / cadenceMinutes, cadenceMinutes, cycle };
}

interface Change extends Pick<Folded, 'reports' | 'left'> {
  readonly before: WatchState;
  readonly after: WatchState;
  readonly undone: Undone | null;
}

async function commit(world: World, watched: Watched, change: Change): Promise<WatchState | null> {
  const { before, after, reports, left, undone } = change;
  const at = world.clock.now();
  const last = reports.at(-1);
  const quiet = world.notifyNoDrift && last?.verdict === 'ok';
  const noDrift = quiet
    ? [newsPending(singleNews('checked', watched, { name: last.key, at, facts: { report: last } }))]
    : [];
  const pending = [
    ...reports.map(reportPending),
    ...left.flatMap((incident) => leftNews(before, { ...after, incident }, watched, at)),
    ...incidentNews(before, after, watched, at),
    ...(undone === null ? [] : undonePending(watched, after, undone)),
    ...noDrift,
  ];
  const told = withPending(after, pending);
  return replaced(world, undone === null ? told : crowned(before, told, whyUndone(undone)));
}
