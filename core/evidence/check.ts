// The check of a watch: slices of new rows, each taken into the evidence and shown on its current window. Pure; runs in
// a worker.
import type { DriftReport } from '../drift.ts';
import type { FittedModel, Scores } from '../estimators/estimator.ts';
import { estimatorOf } from '../estimators/index.ts';
import { accuracyLost } from '../evaluation/performance-score.ts';
import { type Answers, type Column, concatFrames, type Frame } from '../frame/frame.ts';
import type { Calibration } from '../model.ts';
import type { Duels } from '../retraining/probation.ts';
import type { EvidenceState } from '../state.ts';
import { type Gathering, gathering } from './gather.ts';
import { type Arrival, type Arrivals, arrivals, type Said } from './labels.ts';
import { type Baseline, performanceOf } from './performance.ts';
import { isCells, type Plan } from './plan.ts';
import { type Profile, predictionColumn } from './profile.ts';
import { labelStream, rowStreams, type Stream } from './streams.ts';
import { judgeFull, judgeSeed, proven } from './verdict.ts';
import { type Findings, findingsOf } from './window.ts';

/** What does not change from one slice to the next. */
export interface CheckSettings {
  readonly watch: string;
  readonly version: number;
  readonly mode: 'full' | 'seed';
  readonly window: number;
  readonly threshold: number;
  readonly cadenceMinutes: number;
  /** Milliseconds until a label is fair. */
  readonly labelMaturity: number;
  /** Accuracy on the reference window, the rows it was measured on, the largest class's share; null = no labels there. */
  readonly baseline: Baseline | null;
  readonly calibration: Calibration | null;
}

export interface CheckInput {
  readonly settings: CheckSettings;
  readonly model: FittedModel;
  readonly profile: Profile;
  readonly plan: Plan;
  readonly evidence: EvidenceState | null;
  /** Rows before the new ones that the current window still reaches, and the newest labelled ones before them. */
  readonly context: Frame;
  readonly labelledContext: Frame;
  readonly fresh: Frame;
  /** Short hashes of the ids of `labelledContext` and of `fresh`. */
  readonly contextIds: Uint16Array;
  readonly freshIds: Uint16Array;
  /** Ends of the slices: exclusive row numbers in `fresh`, ascending. */
  readonly ends: readonly number[];
  /** The version before a champion on probation; null = there is no probation. */
  readonly shadow: Shadow | null;
  /** Running number of the first report; time of the check. */
  readonly firstNumber: number;
  readonly at: number;
}

/** Answers the labelled rows as the champion does. */
export interface Shadow {
  readonly model: FittedModel;
  /** What a model of somebody else said of `labelledContext` and of `fresh`. */
  readonly answers: { readonly context: Answers; readonly fresh: Answers } | null;
}

/** A report, the evidence after it, and the labelled rows this has taken in. */
export interface Checked {
  readonly report: DriftReport;
  readonly evidence: EvidenceState;
  readonly labelled: number;
  /** Its new labels, as champion and shadow answered them; null = there is no shadow. */
  readonly duels: Duels | null;
}

/** One report per slice; nothing in the input is changed. */
export function checkSlices(input: CheckInput): Checked[] {
  const prepared = prepare(input);
  const { plan, evidence, at } = input;
  const gathered = gathering(plan, evidence, timeAt(input, 0) ?? at);
  let slot = evidence?.key === plan.key ? evidence.slot : null;
  return input.ends.map((end, number) => {
    const start = number === 0 ? 0 : (input.ends[number - 1] ?? 0);
    const slice = { start, end, number, last: number === input.ends.length - 1 };
    const own = slotOf(input, slice);
    const starts =
      slot === null || own > slot || (own === slot && !slice.last && timeAt(input, end - 1) === null);
    slot = Math.max(slot ?? own, own);
    take(input, prepared, { gathered, slice, starts });
    const report = reportOf(input, prepared, { slice, gathered });
    if (proven(report)) gathered.close();
    const told = prepared.arrivals.told(number);
    const arrived = prepared.arrivals.labelled(number);
    const duels = input.shadow && duelsIn(arrived);
    return { report, evidence: { ...gathered.state(), slot, told }, labelled: arrived.length, duels };
  });
}

export interface Prepared {
  readonly rows: Frame;
  readonly scores: Scores;
  readonly prediction: Column;
  /** A stream a signal over `rows`; null for those that wait for labels. */
  readonly streams: readonly (Stream | null)[];
  readonly arrivals: Arrivals;
}

export interface Slice {
  readonly start: number;
  readonly end: number;
  /** From 0. */
  readonly number: number;
  readonly last: boolean;
}

/** Rows are scored once: for the drift of the predictions, and for who was right. */
function prepare(input: CheckInput): Prepared {
  const { model, profile, plan, context, labelledContext, fresh } = input;
  const rows = concatFrames(context, fresh);
  const { score } = estimatorOf(model);
  const scores = score(model, rows);
  const known = labelledContext.rows === 0 ? null : score(model, labelledContext);
  const { classes } = model.schema;
  const prediction = predictionColumn(model, rows, scores);
  const streams = rowStreams({ plan, profile, model, rows, scores, prediction });
  const predicted = scores.predicted.subarray(context.rows);
  return {
    rows,
    scores,
    prediction,
    streams,
    arrivals: arrivals(
      input,
      { before: known?.predicted ?? null, now: predicted, classes },
      input.shadow && saidBy(input.shadow, input),
    ),
  };
}

function saidBy({ model, answers }: Shadow, { labelledContext, fresh }: CheckInput): Said {
  const { score } = estimatorOf(model);
  const ask = (rows: Frame, known: Answers | undefined) =>
    score(model, known === undefined ? rows : { ...rows, answers: known }).predicted;
  const before = labelledContext.rows === 0 ? null : ask(labelledContext, answers?.context);
  return { before, now: ask(fresh, answers?.fresh), classes: model.schema.classes };
}

function duelsIn(arrived: readonly Arrival[]): Duels {
  const duels = { rows: 0, oldOnly: 0, newOnly: 0 };
  for (const { hit, shadowHit } of arrived) {
    if (shadowHit === null) continue;
    duels.rows += 1;
    if (shadowHit && !hit) duels.oldOnly += 1;
    if (hit && !shadowHit) duels.newOnly += 1;
  }
  return duels;
}

function take(
  { plan, fresh, model, at }: CheckInput,
  { rows, streams, arrivals: { labelled } }: Prepared,
  { gathered, slice, starts }: { gathered: Gathering; slice: Slice; starts: boolean },
): void {
  const before = rows.rows - fresh.rows;
  const arrived = labelled(slice.number);
  const time = fresh.times[slice.end - 1] ?? Number.NaN;
  gathered.take({
    streams: plan.signals.map((signal, index) => {
      const stream = streams[index] ?? null;
      if (stream === null)
        return isCells(signal) || !waitsForLabels.includes(signal.kind)
          ? null
          : labelStream(signal, arrived, model.schema.classes);
      const own = stream.subarray(before + slice.start, before + slice.end);
      // Where a model elsewhere said nothing, nothing can be doubted.
      return signal.kind === 'estimate' ? own.filter((value) => !Number.isNaN(value)) : own;
    }),
    rows: slice.end - slice.start,
    at: Number.isNaN(time) ? at : time,
    starts,
  });
}

const waitsForLabels: readonly string[] = ['error', 'label'];

/** Event time of a row of `fresh`. */
function timeAt({ fresh }: CheckInput, row: number): number | null {
  const time = fresh.times[row] ?? Number.NaN;
  return Number.isNaN(time) ? null : time;
}

/** The scheduled interval of a slice: of event time where rows carry it, else of the clock. */
function slotOf(input: CheckInput, { end }: Slice): number {
  const time = timeAt(input, end - 1) ?? input.at;
  return Math.floor(time / (input.settings.cadenceMinutes * 60_000));
}

function reportOf(
  input: CheckInput,
  prepared: Prepared,
  { slice, gathered }: { slice: Slice; gathered: Gathering },
): DriftReport {
  const { settings } = input;
  const seed = settings.mode === 'seed';
  const findings = seed
    ? seedFindings(input, prepared, slice)
    : findingsOf(input, prepared, { slice, gathered });
  const judged = seed ? judgeSeed(findings, settings.threshold) : judgeFull(findings, settings.threshold);
  return {
    watch: settings.watch,
    key: `${settings.watch}:${input.firstNumber + slice.number}`,
    number: input.firstNumber + slice.number,
    at: input.at,
    rowsUntil: timeAt(input, slice.end - 1),
    version: settings.version,
    mode: settings.mode,
    threshold: settings.threshold,
    newRows: slice.end - slice.start,
    referenceRows: input.profile.rows,
    faults: [],
    ...findings,
    ...judged,
  };
}

/** The original rule: accuracy on this check's own rows, nothing else. */
function seedFindings(input: CheckInput, { arrivals }: Prepared, { start, end, number }: Slice): Findings {
  const { settings } = input;
  const own = arrivals.known(number).filter(({ row }) => row >= start);
  const performance = performanceOf(settings, own);
  const lost =
    performance === null || performance.accuracy === null
      ? null
      : accuracyLost(performance.baseline, performance.accuracy);
  return {
    windowRows: end - start,
    evidence: null,
    features: [],
    prediction: null,
    performance,
    estimate: null,
    dataScore: null,
    skillScore: lost,
  };
}
