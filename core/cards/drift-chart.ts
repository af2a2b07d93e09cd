// The picture of a watch's drift: scores over time, accuracy over time, and the features that moved. Pure.
import type { DriftReport } from '../drift.ts';
import type { DriftResult, TrendPoint } from '../ops/results.ts';
import type { Bar, BarPanel, Chart, Line, LinePanel, Mark } from './chart.ts';
import { movedFeatures, nameOf } from './drift-parts.ts';
import type { Words } from './words/index.ts';

const [barsAlone, barsBelowLines] = [12, 6];
const certain: readonly [number, number] = [0, 1];

/** Up to three panels: what there is of scores, of accuracy and of moved features. */
export function driftChart(
  { watch, trend, timezone }: Pick<DriftResult, 'watch' | 'trend' | 'timezone'>,
  report: DriftReport,
  words: Words,
): Chart {
  const checks = [...trend].reverse();
  const panels = [
    scorePanel(checks, report, words),
    accuracyPanel(checks, report, words),
    movedPanel(report, words, barsBelowLines),
  ];
  return {
    title: words.chart.drift(watch),
    alt: altOf(checks, report, words),
    locale: words.times.locale,
    timezone,
    panels: panels.filter((panel) => panel !== null),
    leftOut: words.chart.leftOut,
  };
}

function scorePanel(checks: readonly TrendPoint[], report: DriftReport, words: Words): LinePanel {
  const { chart, drift, numbers } = words;
  const limit = report.threshold;
  const [, threshold] = numbers.scoreAndThreshold(report.score ?? limit, limit);
  const name = (now: number) => chart.scoreNow(numbers.scoreAndThreshold(now, limit)[0]);
  const points = checks.map(({ at, score }) => [at, score] as const);
  return {
    kind: 'line',
    title: drift.score,
    lines: lineOf(name, 'main', points),
    threshold: { value: limit, name: chart.threshold(threshold), bad: 'above' },
    marks: marksOf(checks, words),
    axis: { shows: [0], limits: certain },
    empty: chart.noScore,
  };
}

/** null = nothing is known of it at any check. */
function accuracyPanel(
  checks: readonly TrendPoint[],
  { performance }: DriftReport,
  { chart, drift, numbers }: Words,
): LinePanel | null {
  const measured = checks.map(({ at, accuracy }) => [at, accuracy] as const);
  const estimated = checks.map(({ at, estimate }) => [at, estimate] as const);
  const lines = [
    ...lineOf((now) => chart.measured(numbers.metric(now)), 'main', measured),
    ...lineOf((now) => chart.estimated(numbers.metric(now)), 'second', estimated),
  ];
  if (lines.length === 0) return null;
  const value = performance?.baseline ?? null;
  const name = chart.baseline(numbers.metric(value));
  return {
    kind: 'line',
    title: drift.accuracy,
    lines,
    threshold: value === null ? null : { value, name, bad: 'none' },
    marks: [],
    axis: { shows: [], limits: certain },
    empty: '',
  };
}

/** null = nothing moved. */
export function movedPanel(report: DriftReport, words: Words, most = barsAlone): BarPanel | null {
  const bars = movedFeatures(report)
    .slice(0, most)
    .map((feature): Bar => {
      const { effect, drifted } = feature;
      const look = drifted ? 'bad' : effect === null ? 'muted' : 'main';
      const said = effect === null ? words.shared.few : words.numbers.decimal(effect, 2);
      return { name: nameOf(feature, words), value: effect ?? 0, said, look };
    });
  if (bars.length === 0) return null;
  return { kind: 'bars', title: words.chart.moved, bars, threshold: null, full: 1, empty: '' };
}

/** Where drift was found anew, and where another version began to serve. */
function marksOf(checks: readonly TrendPoint[], { chart }: Words): Mark[] {
  return checks.flatMap((check, index): Mark[] => {
    const before = checks[index - 1];
    if (before === undefined) return [];
    const { at, version } = check;
    const alarm = check.verdict === 'drift' && before.verdict !== 'drift';
    const look = version > before.version ? 'good' : 'plain';
    return [
      ...(alarm ? [{ at, name: chart.alarm, look: 'bad' as const }] : []),
      ...(version === before.version ? [] : [{ at, name: chart.serves(version), look } as const]),
    ];
  });
}

/** Named after its newest value; no line where there is none. */
function lineOf(name: (now: number) => string, look: Line['look'], points: Line['points']): Line[] {
  const now = points.findLast(([, value]) => value !== null && Number.isFinite(value))?.[1] ?? null;
  return now === null ? [] : [{ name: name(now), look, points }];
}

function altOf(checks: readonly TrendPoint[], report: DriftReport, words: Words): string {
  const { chart, numbers } = words;
  const score = report.score === null ? null : numbers.decimal(report.score, 2);
  const accuracy = accuracyPanel(checks, report, words);
  const known = accuracy === null ? [] : [...accuracy.lines, accuracy.threshold];
  const names = known.flatMap((one) => one?.name ?? []);
  return [
    chart.alt.scores(checks.length, score, numbers.decimal(report.threshold, 2)),
    ...(names.length === 0 ? [] : [chart.alt.accuracy(names.join(', '))]),
    ...altMoved(movedPanel(report, words), words),
  ].join(' ');
}

/** The same for those who do not see the bars. */
export function altMoved(panel: BarPanel | null, { chart }: Words): string[] {
  if (panel === null) return [];
  const first = panel.bars.slice(0, barsBelowLines);
  return [chart.alt.moved(first.map(({ name, said }) => `${name} ${said}`).join(', '))];
}
