// One feature of a watch in full: what /drift feature:NAME shows. Pure.
import type { FeatureStory, FullReport, ReportedColumn } from '../full-report.ts';
import { across, type Block, bareCard, beside, type Card, type Field, type Rich } from './card.ts';
import { change } from './change.ts';
import { shortened, table } from './columns.ts';
import { reachField } from './drift-parts.ts';
import { causeLines } from './evidence-parts.ts';
import { readField } from './reading.ts';
import { beyondChance, isMoved } from './report-parts.ts';
import type { Words } from './words/index.ts';

const categoryCells = 20;
const nameCells = 60;

/** Of a report that was asked about the feature `story`. */
export function featureCard(report: FullReport, story: FeatureStory, words: Words): Card {
  const { reading } = words;
  const column = report.features.find(({ name }) => name === story.name) ?? null;
  const moved = column !== null && isMoved(column);
  return {
    ...bareCard,
    tone: moved ? 'warn' : 'good',
    title: reading.feature(shortened(story.name, nameCells), `${report.watch} v${report.version}`),
    summary: summaryOf(report, column, words),
    fields: [
      ...effectField(report, column, words),
      readField(report, words),
      ...reachField(report.rowsUntil, words),
      missingField(story, words),
      lastField(story, words),
    ],
    blocks: [
      ...evidenceBlock(story, words),
      ...statisticsBlock(column, words),
      ...quantilesBlock(story, words),
      ...sharesBlock(story, words),
    ],
    footer: report.watch,
    at: report.at,
  };
}

function summaryOf(
  { reach, windowRows }: FullReport,
  column: ReportedColumn | null,
  { reading, report }: Words,
): Rich {
  const found = column !== null && isMoved(column) ? reading.apart : reading.alike;
  const told = column === null || column.adjustedP === null ? reading.fewValues : found;
  if (reach === null) return [{ strong: told }, report.oneLook];
  return [{ strong: told }, ' ', reading.noVerdict(reading.spans[reach.span], windowRows)];
}

function effectField(report: FullReport, column: ReportedColumn | null, words: Words): Field[] {
  if (column === null) return [];
  const { reading, numbers, shared } = words;
  const effect = column.effect === null ? shared.few : numbers.decimal(column.effect, 2);
  return [
    beside(
      reading.score,
      { code: effect },
      ` ${change(column, words)}\n`,
      reading.ofAll(numbers.decimal(report.score, 2)),
    ),
  ];
}

function missingField({ missing: { before, after } }: FeatureStory, { reading, numbers }: Words): Field {
  return beside(reading.missing, { code: numbers.percent(before) }, ' -> ', { code: numbers.percent(after) });
}

function lastField({ lastDrifted, looked, causes }: FeatureStory, { reading }: Words): Field {
  const quiet = causes.length === 0 ? [`\n${reading.quiet}`] : [];
  if (lastDrifted === null) return across(reading.lastDrifted, reading.never(looked), ...quiet);
  const { check, at } = lastDrifted;
  return across(reading.lastDrifted, reading.check(check), { time: at, style: 'full' }, ...quiet);
}

function evidenceBlock({ causes }: FeatureStory, words: Words): Block[] {
  return causes.length === 0 ? [] : [{ name: words.drift.causes, lines: causeLines(causes, words) }];
}

function statisticsBlock(column: ReportedColumn | null, words: Words): Block[] {
  if (column === null) return [];
  const { report, reading, numbers } = words;
  const [, ...heads] = report.distanceHeads;
  const values = [
    beyondChance(column.jensenShannon, column.jensenShannonFloor, words),
    beyondChance(column.psi, null, words),
    beyondChance(column.ks, null, words),
    beyondChance(column.wasserstein, column.wassersteinByChance, words),
    beyondChance(column.trimmedWasserstein, null, words),
    column.adjustedP === null ? '-' : numbers.pValue(column.adjustedP),
  ];
  return [{ name: reading.statistics, lines: table([[...heads, 'p'], values]) }];
}

function quantilesBlock({ quantiles }: FeatureStory, { reading, numbers }: Words): Block[] {
  const written = (value: number | null) =>
    value === null ? '-' : numbers.written(String(Number(value.toPrecision(4))));
  const lines = quantiles.map(({ at, before, after }) => [
    numbers.wholePercent(at).padStart(5),
    written(before),
    written(after),
  ]);
  return lines.length === 0 ? [] : [{ name: reading.quantiles, lines: table(lines) }];
}

function sharesBlock({ shares }: FeatureStory, { reading, numbers }: Words): Block[] {
  const lines = shares.map(({ category, before, after }) => [
    shortened(category ?? reading.others, categoryCells),
    numbers.percent(before),
    numbers.percent(after),
  ]);
  return lines.length === 0 ? [] : [{ name: reading.shares, lines: table(lines) }];
}
