// What the report card and the incident card share: score, accuracy, window, the features that moved. Pure.
import type { DriftReport, FeatureDrift, Performance } from '../drift.ts';
import { across, type Block, beside, type Field, type Rich } from './card.ts';
import { change } from './change.ts';
import { shortened, table } from './columns.ts';
import { bar } from './numbers.ts';
import { because, verdictReason } from './reasons.ts';
import type { Words } from './words/index.ts';

const featuresShown = 6;
const barCells = 8;
/** Keeps a line of the block within a phone's screen. */
const nameCells = 16;

/** The verdict in words, then the facts behind it. */
export function verdictSentence(report: DriftReport, words: Words): Rich {
  return [{ strong: verdictWords(report, words) }, ...because(verdictReason(report, words), words)];
}

function verdictWords(report: DriftReport, { drift: { verdict } }: Words): string {
  if (report.verdict === 'insufficient_data') return verdict.fewRows;
  if (report.mode === 'seed') return report.verdict === 'drift' ? verdict.fell : verdict.held;
  if (report.grade === 'none') return report.verdict === 'drift' ? verdict.proven : verdict.none;
  return verdict[report.grade];
}

export function scoreField(
  { score, threshold }: Pick<DriftReport, 'score' | 'threshold'>,
  { drift, numbers }: Words,
): Field {
  if (score === null)
    return beside(drift.score, `${drift.noScore} `, ...drift.threshold(numbers.decimal(threshold, 2)));
  const [scored, limit] = numbers.scoreAndThreshold(score, threshold);
  return beside(drift.score, { code: scored }, ' ', ...drift.threshold(limit));
}

/** Accuracy of the champion at its baseline and on the labelled rows of the window. */
export function accuracyField(
  performance: Performance | null,
  labels: boolean,
  { drift, numbers }: Words,
): Field {
  if (performance === null) return beside(drift.accuracy, labels ? drift.noBaseline : drift.unlabelled);
  const { baseline, accuracy, labelled } = performance;
  const before = numbers.metric(baseline);
  if (accuracy === null) return beside(drift.accuracy, ...drift.labels(labelled, before));
  return beside(
    drift.beforeNow,
    { code: before },
    ' -> ',
    { code: numbers.metric(accuracy) },
    ` (${numbers.points(accuracy - baseline)})\n`,
    drift.labelled(labelled),
  );
}

export function windowField(
  { windowRows, newRows, referenceRows }: DriftReport,
  { drift, shared }: Words,
): Field {
  return beside(shared.window, `${drift.windowRows(windowRows, newRows)}\n`, shared.against(referenceRows));
}

export function reachField(rowsUntil: number | null, { shared }: Words): Field[] {
  return rowsUntil === null ? [] : [beside(shared.rowsUntil, { time: rowsUntil, style: 'full' })];
}

/** What the champion's own scores say of its accuracy, where labels do not yet, or differently. */
export function estimateField({ estimate }: DriftReport, { drift, numbers }: Words): Field[] {
  if (estimate === null) return [];
  const outside =
    estimate.outside >= 0.01 ? `\n${drift.outside(numbers.wholePercent(estimate.outside))}` : '';
  return [
    beside(
      drift.estimated,
      { code: numbers.metric(estimate.baseline) },
      ' -> ',
      { code: numbers.metric(estimate.accuracy) },
      ` ± ${numbers.decimal(2 * estimate.deviation, 3)}`,
      `\n${drift.estimatedFrom(estimate.rows)}${outside}`,
    ),
  ];
}

/** The features that moved most, proven ones first, with a bar for the size of the effect. */
export function movedBlock(report: DriftReport, words: Words): Block[] {
  const shown = movedFeatures(report).slice(0, featuresShown);
  if (shown.length === 0) return [];
  const proven = report.features.filter((feature) => feature.drifted).length;
  const name = words.drift.moved(report.features.length, proven);
  return [{ name, lines: table(shown.map((feature) => movedLine(feature, words))) }];
}

/** Smaller effects are written as nothing. */
const leastShown = 0.005;

/** Proven ones first, then by the size of the effect. */
export function movedFeatures(report: DriftReport): FeatureDrift[] {
  const measured = report.prediction === null ? report.features : [...report.features, report.prediction];
  return measured.filter((feature) => feature.drifted || (feature.effect ?? 0) >= leastShown).sort(byWeight);
}

export function nameOf({ kind, name }: FeatureDrift, { shared }: Words): string {
  return kind === 'prediction' ? shared.prediction : name;
}

function movedLine(feature: FeatureDrift, words: Words): string[] {
  const { effect, drifted } = feature;
  return [
    drifted ? '●' : ' ',
    shortened(nameOf(feature, words), nameCells),
    bar(effect ?? 0, barCells, ['█', '░']),
    effect === null ? words.shared.few : words.numbers.decimal(effect, 2),
    change(feature, words),
  ];
}

function byWeight(first: FeatureDrift, second: FeatureDrift): number {
  if (first.drifted !== second.drifted) return first.drifted ? -1 : 1;
  return (second.effect ?? 0) - (first.effect ?? 0);
}

/** Cells that could not be read: a broken pipeline looks like drift and is not answered by training. */
export function faultsField(report: DriftReport, { drift, shared }: Words): Field[] {
  const first = report.faults[0];
  if (first === undefined) return [];
  const shown: Rich = [{ code: first.path }, shared.colon, first.message];
  return [across(drift.quality, drift.faults(report.faults.length), ...shown)];
}
