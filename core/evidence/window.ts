// What the current window shows: how large the changes are that the evidence speaks of. Pure.
import type { Cause, DriftReport, Estimate, FeatureDrift } from '../drift.ts';
import { estimatePerformance } from '../evaluation/cbpe.ts';
import { type Column, sliceRows } from '../frame/frame.ts';
import { dataScore } from '../stats/data-score.ts';
import { sorterFor } from '../stats/sorter.ts';
import type { CheckInput, Prepared, Slice } from './check.ts';
import { compareColumn, minimumRows, percent } from './compare.ts';
import type { Gathering, Named } from './gather.ts';
import { performanceOf, skillOf } from './performance.ts';
import { isCells, type MeanSignal } from './plan.ts';
import type { Stream } from './streams.ts';

export type Findings = Pick<
  DriftReport,
  | 'windowRows'
  | 'evidence'
  | 'features'
  | 'prediction'
  | 'performance'
  | 'estimate'
  | 'dataScore'
  | 'skillScore'
>;

/** Rows of the window in `prepared.rows`: the last ones, or after an alarm those since the change. */
interface Span {
  readonly start: number;
  readonly stop: number;
}

export function findingsOf(
  input: CheckInput,
  prepared: Prepared,
  { slice, gathered }: { slice: Slice; gathered: Gathering },
): Findings {
  const { settings, profile } = input;
  const span = spanOf(input, prepared, { slice, gathered });
  const { features, prediction } = comparedOn(input, prepared, span);
  const performance = performanceOf(settings, labelledIn(input, prepared, { slice, span }));
  const estimate = estimateOn(input, prepared, span);
  const evidence = gathered.evidence((cause) =>
    wordsOf(cause, { input, prepared, slice, span, features, prediction, performance, estimate }),
  );
  const moved = new Set(evidence.causes.flatMap(({ kind, of }) => (kind === 'label' ? [] : [of])));
  const marked = features.map((feature) => ({ ...feature, drifted: moved.has(feature.name) }));
  const spoken = evidence.causes.some(({ kind }) => kind === 'score' || kind === 'prediction');
  return {
    windowRows: span.stop - span.start,
    evidence,
    features: marked,
    prediction: prediction && { ...prediction, drifted: spoken },
    performance,
    estimate,
    dataScore:
      span.stop - span.start < minimumRows
        ? null
        : dataScore(
            features.map(({ effect }) => effect ?? 0),
            profile.weights,
          ),
    skillScore: skillOf(settings, performance, estimate),
  };
}

function spanOf(
  { settings, fresh }: CheckInput,
  { rows }: Prepared,
  { slice, gathered }: { slice: Slice; gathered: Gathering },
): Span {
  const stop = rows.rows - fresh.rows + slice.end;
  const since = gathered.changedRows();
  const size = since === null ? settings.window : Math.min(settings.window, Math.max(minimumRows, since));
  return { start: Math.max(0, stop - size), stop };
}

/** The newest labelled rows; after an alarm those since the change, once they are enough. */
function labelledIn(
  { fresh }: CheckInput,
  { arrivals, rows }: Prepared,
  { slice, span }: { slice: Slice; span: Span },
) {
  const known = arrivals.known(slice.number);
  const start = span.start - (rows.rows - fresh.rows);
  const since = known.filter(({ row }) => row >= start);
  return since.length >= minimumRows ? since : known;
}

function comparedOn(
  { profile }: CheckInput,
  { rows, prediction }: Prepared,
  { start, stop }: Span,
): { features: FeatureDrift[]; prediction: FeatureDrift | null } {
  const window = sliceRows(rows, start, stop);
  const columns = [...window.columns, partOf(prediction, start, stop)];
  const references = [...profile.features, profile.prediction];
  const sorter = sorterFor(window.rows);
  const compared = columns.flatMap((column, at): FeatureDrift[] => {
    const reference = references[at];
    const kind = at < profile.features.length ? column.kind : 'prediction';
    return reference === undefined ? [] : [compareColumn(reference, column, { kind, sorter })];
  });
  return { features: compared.slice(0, -1), prediction: compared.at(-1) ?? null };
}

function partOf(column: Column, start: number, stop: number): Column {
  return column.kind === 'numeric'
    ? { ...column, values: column.values.subarray(start, stop) }
    : { ...column, codes: column.codes.subarray(start, stop) };
}

function estimateOn(
  { settings, plan, model }: CheckInput,
  { scores }: Prepared,
  { start, stop }: Span,
): Estimate | null {
  const { calibration } = settings;
  if (plan.calibrator === null || calibration === null || stop - start < minimumRows) return null;
  const classes = model.schema.classes.length;
  const found = estimatePerformance(plan.calibrator, {
    probabilities: scores.probabilities.subarray(start * classes, stop * classes),
    predicted: scores.predicted.subarray(start, stop),
    classes,
  });
  if (found.value === null) return null;
  const { accuracy, standardDeviation: deviation, outside } = found.value;
  return { accuracy, baseline: calibration.accuracy, deviation, rows: found.m, outside };
}

interface Shown extends Pick<Findings, 'features' | 'prediction' | 'performance' | 'estimate'> {
  readonly input: CheckInput;
  readonly prepared: Prepared;
  readonly span: Span;
  readonly slice: Slice;
}

/** What a cause looks like to a person: a mean, a share, a rate, before and now. */
function wordsOf({ kind, of }: Named, shown: Shown): Pick<Cause, 'before' | 'after'> {
  const { input, prepared, span, features, prediction, performance, estimate } = shown;
  const place = input.plan.signals.findIndex((signal) => signal.kind === kind && signal.of === of);
  const signal = input.plan.signals[place];
  if (kind === 'feature') return changeOf(features.find(({ name }) => name === of));
  if (kind === 'score' || kind === 'prediction') return changeOf(prediction ?? undefined);
  if (kind === 'error') return accuracies(performance?.baseline ?? null, performance?.accuracy ?? null);
  if (kind === 'estimate') return accuracies(estimate?.baseline ?? null, estimate?.accuracy ?? null);
  if (signal === undefined || isCells(signal)) return { before: 'unknown', after: 'unknown' };
  const now = kind === 'label' ? labelRate(signal, shown) : meanIn(prepared.streams[place] ?? null, span);
  return { before: percent(rateOf(signal)), after: now === null ? 'unknown' : percent(now) };
}

/** A signal that bets on a fall counts what is left. */
const rateOf = ({ usual, falling }: MeanSignal) => (falling ? 1 - usual : usual);

const changeOf = (drift: FeatureDrift | undefined) => ({
  before: drift?.before ?? 'unknown',
  after: drift?.after ?? 'unknown',
});

function accuracies(before: number | null, after: number | null) {
  const shown = (accuracy: number | null) => (accuracy === null ? 'unknown' : accuracy.toFixed(3));
  return { before: shown(before), after: shown(after) };
}

function labelRate({ of }: MeanSignal, { input, prepared, span, slice }: Shown): number | null {
  const start = span.start - (prepared.rows.rows - input.fresh.rows);
  const code = input.model.schema.classes.indexOf(of ?? '');
  const known = prepared.arrivals.known(slice.number).filter(({ row }) => row >= start);
  if (known.length === 0) return null;
  return known.filter(({ label }) => label === code).length / known.length;
}

function meanIn(stream: Stream | null, { start, stop }: Span): number | null {
  if (stream === null || stop === start) return null;
  let sum = 0;
  for (let row = start; row < stop; row += 1) sum += stream[row] ?? 0;
  return sum / (stop - start);
}
