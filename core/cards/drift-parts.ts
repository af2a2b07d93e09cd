// What the report card and the incident card share: score, accuracy, window, evidence, the features that moved. Pure.
import type { DriftReport, Evidence, FeatureDrift, Learning, Performance, SignalKind } from '../drift.ts';
import { across, type Block, beside, type Field, type Rich } from './card.ts';
import { shortened, table } from './columns.ts';
import { bar, count, counted, decimal, metric, points, scoreAndThreshold } from './numbers.ts';

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

const evidenceCells = 10;

/** How far the evidence has come of what an alarm takes; nothing in `seed` mode, which asks for no proof. */
export function evidenceField(report: DriftReport): Field[] {
  const { evidence } = report;
  if (report.mode === 'seed' || evidence === null) return [];
  const share = shareOf(evidence.log, evidence.bar);
  const held = shareOf(evidence.suspicion, evidence.bar);
  const line = barOf(share);
  const learning: Rich =
    evidence.learning === null
      ? []
      : [
          '\n',
          `${count(evidence.learning.signals)} of ${counted(evidence.signals, 'signal')} still learning (${learningWords[evidence.learning.because]})`,
          ...(held > share ? [`; with them ${percentOf(held)}, which is no proof`] : []),
        ];
  return [beside('Evidence', ...line, ...learning)];
}

/** The bar, once something speaks for drift. */
export function evidenceWords({ log, bar }: Pick<Evidence, 'log' | 'bar'>): Rich | null {
  const share = shareOf(log, bar);
  return share === 0 ? null : barOf(share);
}

function barOf(share: number): Rich {
  return [{ code: bar(share, evidenceCells, ['█', '░']) }, ` ${percentOf(share)} of an alarm`];
}

/** In [0, 1]: evidence below 0 speaks against drift. */
function shareOf(log: number | null, bar: number): number {
  return log === null ? 0 : Math.min(1, Math.max(0, log / bar));
}

const percentOf = (share: number) => `${Math.floor(100 * share)} %`;

export const learningWords = {
  'few rows': 'the reference has fewer than 800 rows',
  'short history': 'the reference does not hold two cycles',
  'restless history': 'the reference moves too much by itself',
  'few labels': 'the reference has fewer than 100 labels',
} as const satisfies Record<Learning, string>;

const subjects = {
  feature: (of) => of,
  missing: (of) => `${of} missing`,
  range: (of) => `${of} out of range`,
  category: (of) => `${of} unheard-of`,
  score: () => 'scores',
  prediction: () => 'predictions',
  label: (of) => `labels "${of}"`,
  error: () => 'accuracy',
  estimate: () => 'estimated accuracy',
} as const satisfies Record<SignalKind, (of: string) => string>;

/** The signals that speak for drift, strongest first: their part of the evidence, and what changed since when. */
export function causesBlock(report: DriftReport): Block[] {
  const causes = report.evidence?.causes ?? [];
  if (causes.length === 0) return [];
  const lines = causes.map((cause) => [
    percentOf(cause.share).padStart(5),
    shortened(subjects[cause.kind](cause.of ?? ''), nameCells + 8),
    change(cause),
  ]);
  return [{ name: 'Evidence comes from', lines: table(lines) }];
}

/** When the change began that is proven, or that the standing alarm was about. */
export function changeField({ evidence }: DriftReport): Field[] {
  const since = evidence?.standing ?? evidence?.causes[0]?.since ?? null;
  if (since === null) return [];
  return [beside('Changed since', { time: since.at, style: 'full' }, `\n${counted(since.rows, 'row')} ago`)];
}

/** What the champion's own scores say of its accuracy, where labels do not yet, or differently. */
export function estimateField({ estimate }: DriftReport): Field[] {
  if (estimate === null) return [];
  const outside =
    estimate.outside >= 0.01
      ? `\n${percentOf(estimate.outside)} of the scores beyond what is calibrated`
      : '';
  return [
    beside(
      'Accuracy estimated',
      { code: metric(estimate.baseline) },
      ' -> ',
      { code: metric(estimate.accuracy) },
      ` ± ${decimal(2 * estimate.deviation, 3)}`,
      `\nfrom the scores of ${counted(estimate.rows, 'row')}${outside}`,
    ),
  ];
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
  const name = `What moved (${counted(report.features.length, 'feature')}, ${count(proven)} in evidence ●)`;
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
export function change({ before, after }: Pick<FeatureDrift, 'before' | 'after'>): string {
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
