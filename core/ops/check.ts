// One portion of a watch's new rows: read, cut into slices, judged, and written with all it led to. The patrol's core.
import { tasks } from '../compute/tasks.ts';
import type { DriftReport } from '../drift.ts';
import type { CheckSettings, Checked as Slice } from '../evidence/check.ts';
import type { Terms } from '../evidence/ground.ts';
import { labelReach, shortHashes } from '../evidence/labels.ts';
import { asksForRetraining, observe, openIncident } from '../evidence/monitor.ts';
import { sliceEnds } from '../evidence/slices.ts';
import { type Frame, sliceRows } from '../frame/frame.ts';
import type { ModelVersion } from '../model.ts';
import type { Incident } from '../news.ts';
import type { Batch } from '../ports.ts';
import type { WatchState } from '../state.ts';
import type { Watch } from '../watch.ts';
import { answered } from './answered.ts';
import { countChecks } from './backlog.ts';
import { trainsHere } from './managed.ts';
import { incidentNews, leftNews, newsPending, reportPending, singleNews, withPending } from './told.ts';
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
  /** The last report asks for a retraining. */
  readonly retrain: boolean;
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
  if (batch.frame.rows === 0) return { reports: [], rows: 0, more: false, retrain: false, state };
  const begun = world.clock.now();
  const made = await judged(world, watched, { champion, state, batch });
  const folded = fold(state, made, { watch, patient: look.patient });
  const { reports, retrain } = folded;
  const rows = made.ends[reports.length - 1] ?? 0;
  const whole = rows === batch.frame.rows;
  // The same position always gives the same rows first, so reading fewer tells where they end.
  const { position } = whole ? batch : await source.read({ after: state.position, limit: rows, schema });
  const batched = { slices: made.all, reports, rows, now: begun };
  const after = countChecks(state, { ...folded.state, position }, batched);
  const change = { before: state, after, reports, left: folded.left };
  const now = await commit(world, watched, change);
  if (now === null) return { reports: [], rows: 0, more: true, retrain: false, state: null };
  const seconds = (world.clock.now() - begun) / 1000 / reports.length;
  for (const report of reports) world.metrics.driftChecked(report, seconds);
  world.metrics.incidents(watch.name, openIncident(folded.state) === null ? 0 : 1);
  return { reports, rows, more: batch.more || !whole, retrain, state: now };
}

interface Judged {
  readonly slices: readonly Slice[];
  readonly ends: readonly number[];
  /** Slices of the whole batch; `ends` may leave some for the next portion. */
  readonly all: number;
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
  const slices = await world.compute.run(tasks.check, {
    settings: settingsOf(watch, champion, state),
    model: champion.model,
    profile,
    plan,
    evidence: state.evidence,
    context: await answer(context),
    labelledContext: await answer(labelledContext),
    fresh,
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

interface Folded {
  readonly state: WatchState;
  /** Of the slices taken in: all, or up to the one that asks for a retraining. */
  readonly reports: readonly DriftReport[];
  readonly retrain: boolean;
  /** Incidents that ended and were followed by another one. */
  readonly left: readonly Incident[];
}

/**
 * Takes reports in until one asks for a retraining: what comes after it is for the next champion to be judged on. When
 * the last retraining could not be done, all are taken in first, or a long backlog would be judged anew at every slice.
 */
function fold(
  state: WatchState,
  { slices }: Judged,
  { watch, patient }: { watch: Watch; patient: boolean },
): Folded {
  let after = state;
  const left: Incident[] = [];
  const reports = slices.map(({ report }) => report);
  for (const [at, { report, evidence }] of slices.entries()) {
    const { incident } = after;
    after = { ...observe(after, report), evidence };
    if (incident !== null && incident.id !== after.incident?.id) left.push(incident);
    const last = at === slices.length - 1;
    if ((last || !patient) && retrains(watch) && asksForRetraining(after, report)) {
      return { state: after, reports: reports.slice(0, at + 1), retrain: true, left };
    }
  }
  return { state: after, reports, retrain: false, left };
}

/** A model served elsewhere is retrained where it lives, and policy approve leaves it to a person. */
function retrains(watch: Watch): boolean {
  return trainsHere(watch) && watch.policy !== 'approve';
}

interface Change extends Pick<Folded, 'reports' | 'left'> {
  readonly before: WatchState;
  readonly after: WatchState;
}

async function commit(world: World, watched: Watched, change: Change): Promise<WatchState | null> {
  const { before, after, reports, left } = change;
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
    ...noDrift,
  ];
  return replaced(world, withPending(after, pending));
}
