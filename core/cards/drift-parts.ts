// What the report card and the incident card share: score, accuracy, window, evidence, the features that moved. Pure.
import type { DriftReport, FeatureDrift, Performance } from '../drift.ts';
import { across, type Block, beside, type Field, type Rich } from './card.ts';
import { shortened, table } from './columns.ts';
import { bar, count, counted, decimal, metric, points, pValue, scoreAndThreshold } from './numbers.ts';

const featuresShown = 6;
const barCells = 8;
/** Widths that keep a line of the block within a phone's screen. */
const nameCells = 16;
const valueCells = 12;
/** What is measured (nothing, "mean", a category) and its value: the last word, with its percent sign. */
const measure = /^(.*?)\s*(\S+(?: %)?)$/s;

/** The verdict in words, then the facts behind it. */
export function verdictSentence(report: DriftReport): Rich {
  return [{ strong: verdictWords(report) }, ...because(report.reason)];
}

function verdictWords(report: DriftReport): string {
  if (report.verdict === 'insufficient_data') return 'No verdict: too few rows to judge.';
  if (report.mode === 'seed') {
    return report.verdict === 'drift'
      ? 'Accuracy fell by more than the threshold allows.'
      : 'No drift: accuracy held within the threshold.';
  }
  switch (report.grade) {
    case 'large':
      return 'Drift is proven, and it is large.';
    case 'small':
      return 'Drift is proven, but small: real, and below the threshold.';
    case 'unproven':
      return 'The score is over the threshold, but drift is not yet proven: chance may explain it.';
    case 'none':
      return report.verdict === 'drift' ? 'Drift is proven.' : 'No proof of drift.';
  }
}

export function scoreField(report: DriftReport): Field {
  if (report.score === null) {
    return beside('Drift score', 'no score yet (threshold ', { code: decimal(report.threshold, 2) }, ')');
  }
  const [score, threshold] = scoreAndThreshold(report.score, report.threshold);
  return beside('Drift score', { code: score }, ' (threshold ', { code: threshold }, ')');
}

/** Accuracy of the champion at its baseline and on the labelled rows of the window. */
export function accuracyField(performance: Performance | null, labels: boolean): Field {
  const name = 'Accuracy before -> now';
  if (performance === null) {
    return beside('Accuracy', labels ? 'the reference has no labels yet' : 'no labels arrive for this watch');
  }
  const { baseline, accuracy, labelled } = performance;
  if (accuracy === null) {
    const missing = labelled === 0 ? 'no labels yet' : `only ${counted(labelled, 'labelled row')} yet`;
    return beside('Accuracy', `${missing}, before `, { code: metric(baseline) });
  }
  return beside(
    name,
    { code: metric(baseline) },
    ' -> ',
    { code: metric(accuracy) },
    ` (${points(accuracy - baseline)})\n`,
    counted(labelled, 'labelled row'),
  );
}

export function windowField(report: DriftReport): Field {
  return beside(
    'Window',
    `${counted(report.windowRows, 'row')}, ${count(report.newRows)} new\n`,
    `against ${count(report.referenceRows)} of reference`,
  );
}

/** The smallest p-value and what it had to fall below; nothing in `seed` mode, which asks for no proof. */
export function evidenceField(report: DriftReport): Field[] {
  if (report.mode === 'seed') return [];
  const strongest = signals(report).reduce<Signal | null>(
    (best, signal) => (best === null || signal.p < best.p ? signal : best),
    null,
  );
  if (strongest === null) return [];
  return [
    beside(
      'Evidence',
      'p ',
      { code: pValue(strongest.p) },
      ' in ',
      { code: strongest.name },
      '\n',
      'alarm below ',
      {
        code: pValue(report.level),
      },
    ),
  ];
}

interface Signal {
  readonly name: string;
  readonly p: number;
}

function signals(report: DriftReport): Signal[] {
  const moved = report.prediction === null ? report.features : [...report.features, report.prediction];
  const all = [
    ...moved.map((feature) => ({ name: nameOf(feature), p: feature.p })),
    { name: 'accuracy', p: report.performance?.p ?? null },
  ];
  return all.flatMap(({ name, p }) => (p === null || !Number.isFinite(p) ? [] : [{ name, p }]));
}

/** The features that moved most, proven ones first, with a bar for the size of the effect. */
export function movedBlock(report: DriftReport): Block[] {
  const measured = report.prediction === null ? report.features : [...report.features, report.prediction];
  const shown = measured
    .filter((feature) => feature.drifted || (feature.effect ?? 0) > 0)
    .sort(byWeight)
    .slice(0, featuresShown);
  if (shown.length === 0) return [];
  const proven = report.features.filter((feature) => feature.drifted).length;
  const name = `What moved (${count(proven)} of ${counted(report.features.length, 'feature')} proven, marked ●)`;
  return [{ name, lines: table(shown.map(movedLine)) }];
}

function movedLine(feature: FeatureDrift): string[] {
  return [
    feature.drifted ? '●' : ' ',
    shortened(nameOf(feature), nameCells),
    bar(feature.effect ?? 0, barCells, ['█', '░']),
    feature.effect === null ? 'few' : decimal(feature.effect, 2),
    change(feature),
  ];
}

/** "north 31 %", "north 52 %" -> "north 31 % -> 52 %": what both are measures of is said once. */
function change({ before, after }: FeatureDrift): string {
  const [, of = '', was = ''] = measure.exec(before) ?? [];
  const [, same, is] = measure.exec(after) ?? [];
  if (of !== same || is === undefined)
    return `${shortened(before, valueCells)} -> ${shortened(after, valueCells)}`;
  const values = `${shortened(was, valueCells)} -> ${shortened(is, valueCells)}`;
  return of === '' ? values : `${shortened(of, valueCells)} ${values}`;
}

function byWeight(first: FeatureDrift, second: FeatureDrift): number {
  if (first.drifted !== second.drifted) return first.drifted ? -1 : 1;
  return (second.effect ?? 0) - (first.effect ?? 0);
}

function nameOf(feature: FeatureDrift): string {
  return feature.kind === 'prediction' ? 'prediction' : feature.name;
}

/** Cells that could not be read: a broken pipeline looks like drift and is not answered by training. */
export function faultsField(report: DriftReport): Field[] {
  const first = report.faults[0];
  if (first === undefined) return [];
  const shown: Rich = [{ code: first.path }, `: ${first.message}`];
  return [
    across('Data quality', `${counted(report.faults.length, 'value')} could not be read, first `, ...shown),
  ];
}

/** The reason of a decision, as a sentence that follows it. */
export function because(reason: string): Rich {
  if (reason === '') return [];
  return [' Why: ', /[.!?]$/.test(reason) ? reason : `${reason}.`];
}
