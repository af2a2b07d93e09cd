// The check of a watch: slices of new rows, each judged on its current window. Pure; runs in a worker.

import type { DriftReport, FeatureDrift } from '../drift.ts';
import type { FittedModel, Scores } from '../estimators/estimator.ts';
import { estimatorOf } from '../estimators/index.ts';
import { accuracyLost } from '../evaluation/performance-score.ts';
import { concatFrames, type Frame, recode, sliceRows } from '../frame/frame.ts';
import { dataScore } from '../stats/data-score.ts';
import { sorterFor } from '../stats/sorter.ts';
import { compareColumn, minimumRows } from './compare.ts';
import { type Baseline, performanceOf, skillOf } from './performance.ts';
import { type Profile, predictionColumn } from './profile.ts';
import { type Findings, judgeFull, judgeSeed } from './verdict.ts';

/** What does not change from one slice to the next. */
export interface CheckSettings {
  readonly watch: string;
  readonly version: number;
  readonly mode: 'full' | 'seed';
  readonly window: number;
  readonly threshold: number;
  /** False alarms a week, and checks a week: together the per-check budget. */
  readonly falseAlarmsPerWeek: number;
  readonly checksPerWeek: number;
  /** Accuracy on the reference window, the rows it was measured on, the largest class's share; null = no labels there. */
  readonly baseline: Baseline | null;
}

export interface CheckInput {
  readonly settings: CheckSettings;
  readonly model: FittedModel;
  readonly profile: Profile;
  /** Rows before the new ones that the current window still reaches, and the labelled ones before them. */
  readonly context: Frame;
  readonly labelledContext: Frame;
  readonly fresh: Frame;
  /** Ends of the slices: exclusive row numbers in `fresh`, ascending. */
  readonly ends: readonly number[];
  /** Running number of the first report; time of the check. */
  readonly firstNumber: number;
  readonly at: number;
}

/** One report per slice; nothing in the input is changed. */
export function checkSlices(input: CheckInput): DriftReport[] {
  const prepared = prepare(input);
  return input.ends.map((end, slice) => {
    const start = slice === 0 ? 0 : (input.ends[slice - 1] ?? 0);
    return reportOf(input, prepared, { start, end, number: input.firstNumber + slice });
  });
}

interface Prepared {
  readonly rows: Frame;
  readonly prediction: ReturnType<typeof predictionColumn>;
  /** Row of `fresh` (negative: before it) and hit of every labelled row, oldest first. */
  readonly labelled: readonly { readonly row: number; readonly hit: boolean }[];
}

interface Slice {
  readonly start: number;
  readonly end: number;
  readonly number: number;
}

/** Rows are scored once: for the drift of the predictions, and for who was right. */
function prepare({ model, context, labelledContext, fresh }: CheckInput): Prepared {
  const rows = concatFrames(context, fresh);
  const { score } = estimatorOf(model);
  const scores = score(model, rows);
  const prediction = predictionColumn(model, rows, scores);
  const known =
    labelledContext.rows === 0 ? [] : hitsOf(model, labelledContext, score(model, labelledContext));
  const before = known.map(({ hit }, at) => ({ row: at - labelledContext.rows, hit }));
  const predicted = scores.predicted.subarray(context.rows);
  return { rows, prediction, labelled: [...before, ...hitsOf(model, fresh, { predicted })] };
}

function hitsOf(
  model: FittedModel,
  { rows, label }: Frame,
  { predicted }: Pick<Scores, 'predicted'>,
): { row: number; hit: boolean }[] {
  const { codes } = recode(label, model.schema.classes);
  const hits: { row: number; hit: boolean }[] = [];
  for (let row = 0; row < rows; row++) {
    // A label outside the champion's classes is known to be missed; where a model said nothing, nothing was.
    if ((label.codes[row] ?? -1) >= 0 && predicted[row] !== -1)
      hits.push({ row, hit: codes[row] === predicted[row] });
  }
  return hits;
}

function reportOf(input: CheckInput, prepared: Prepared, slice: Slice): DriftReport {
  const { settings } = input;
  const findings =
    settings.mode === 'seed' ? seedFindings(input, prepared, slice) : fullFindings(input, prepared, slice);
  const judged =
    settings.mode === 'seed'
      ? judgeSeed(findings, settings.threshold)
      : judgeFull(findings, settings.threshold);
  const until = input.fresh.times[slice.end - 1] ?? Number.NaN;
  return {
    watch: settings.watch,
    key: `${settings.watch}:${slice.number}`,
    number: slice.number,
    at: input.at,
    rowsUntil: Number.isNaN(until) ? null : until,
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
function seedFindings(input: CheckInput, { labelled }: Prepared, { start, end }: Slice): Findings {
  const own = labelled.filter(({ row }) => row >= start && row < end);
  const performance = performanceOf(input.settings, own, 0);
  const lost =
    performance === null || performance.accuracy === null
      ? null
      : accuracyLost(performance.baseline, performance.accuracy);
  return {
    windowRows: end - start,
    level: 0,
    features: [],
    prediction: null,
    performance,
    dataScore: null,
    skillScore: lost,
  };
}

function fullFindings(input: CheckInput, prepared: Prepared, { end }: Slice): Findings {
  const { settings, profile } = input;
  const stop = prepared.rows.rows - input.fresh.rows + end;
  const window = sliceRows(prepared.rows, Math.max(0, stop - settings.window), stop);
  const known = prepared.labelled.filter(({ row }) => row < end).slice(-settings.window);
  // One signal a feature, one for the predictions, one for the accuracy: they share the budget.
  const signals = profile.features.length + 2;
  const level = settings.falseAlarmsPerWeek / (settings.checksPerWeek * signals);
  const columns = [...window.columns, lastOf(prepared.prediction, window.rows, stop)];
  const references = [...profile.features, profile.prediction];
  const sorter = sorterFor(window.rows);
  const compared = columns.flatMap((column, at): FeatureDrift[] => {
    const reference = references[at];
    const kind = at < profile.features.length ? column.kind : 'prediction';
    return reference === undefined ? [] : [compareColumn(reference, column, { level, kind, sorter })];
  });
  const features = compared.slice(0, -1);
  const performance = performanceOf(settings, known, level);
  return {
    windowRows: window.rows,
    level,
    features,
    prediction: compared.at(-1) ?? null,
    performance,
    dataScore:
      window.rows < minimumRows
        ? null
        : dataScore(
            features.map((feature) => feature.effect ?? 0),
            profile.weights,
          ),
    skillScore: skillOf(settings, performance),
  };
}

function lastOf(column: Prepared['prediction'], rows: number, stop: number): Prepared['prediction'] {
  return column.kind === 'numeric'
    ? { ...column, values: column.values.subarray(stop - rows, stop) }
    : { ...column, codes: column.codes.subarray(stop - rows, stop) };
}
