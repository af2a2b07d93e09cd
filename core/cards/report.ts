// The full report of a watch, for whoever asks for all there is: what /drift view:report shows. Pure.
import type { Attribution, DomainShift, FullReport, ReportedColumn } from '../full-report.ts';
import { across, type Block, bareCard, type Card, type Field, type Rich } from './card.ts';
import { change } from './change.ts';
import { shortened, table } from './columns.ts';
import { reachField } from './drift-parts.ts';
import { readField } from './reading.ts';
import { accuracyFields } from './report-accuracy.ts';
import { beyondChance, columnName, isMoved } from './report-parts.ts';
import type { Words } from './words/index.ts';

const columnsShown = 15;
/** A Discord field holds 1,024 characters: so many lines always fit. */
const linesInBlock = 8;
const namesShown = 3;
const nameCells = 16;
export function fullReportCard(report: FullReport, words: Words): Card {
  const { report: own } = words;
  const columns = columnsOf(report);
  const moved = columns.filter(isMoved).length;
  const together = report.domain?.beyondChance === true;
  const of = `${report.watch} v${report.version}`;
  return {
    ...bareCard,
    tone: moved > 0 || together ? 'warn' : 'good',
    title: own.title(titleWords(moved, together, words), of),
    summary: [{ strong: headline(moved, { all: columns.length, together }, words) }, own.oneLook],
    fields: [
      readField(report, words),
      ...reachField(report.rowsUntil, words),
      ...accuracyFields(report.accuracy, words),
      togetherField(report.domain, words),
      ...attributionField(report.attribution, words),
    ],
    blocks: [...proofBlocks(columns, words), ...distanceBlocks(columns, words)],
    footer: `${report.watch} · ${own.compared(columns.length)}`,
    at: report.at,
  };
}

/** The features in their order, and the prediction among them where its proof puts it. */
function columnsOf({ features, prediction }: FullReport): readonly ReportedColumn[] {
  if (prediction === null) return features;
  const weaker = features.findIndex((feature) => rank(feature) > rank(prediction));
  const place = weaker === -1 ? features.length : weaker;
  return [...features.slice(0, place), prediction, ...features.slice(place)];
}

const rank = ({ adjustedP }: ReportedColumn) => adjustedP ?? 2;

function titleWords(moved: number, together: boolean, { report }: Words): string {
  if (moved > 0) return report.moved(moved);
  return together ? report.together : report.nothing;
}

function headline(
  moved: number,
  { all, together }: { all: number; together: boolean },
  { report: { headlines } }: Words,
): string {
  if (moved > 0) return headlines.moved(moved, all);
  return together ? headlines.together : headlines.nothing;
}

function togetherField(domain: DomainShift | null, { report, numbers }: Words): Field {
  const name = report.allTogether;
  if (domain === null) return across(name, report.fewRows);
  const [low, high] = domain.band;
  const facts: Rich = [
    'AUC ',
    { code: numbers.decimal(domain.auc, 2) },
    report.byChance(numbers.decimal(low, 2), numbers.decimal(high, 2)),
  ];
  if (!domain.beyondChance) return across(name, report.same, ...facts, '.');
  const shares = domain.leansOn.slice(0, namesShown);
  return across(
    name,
    report.apart,
    ...facts,
    report.leansOn,
    ...listed(shares.map(({ name: feature, share }) => [feature, numbers.percent(share)])),
    '.',
  );
}

function attributionField(attribution: Attribution | null, { report, numbers }: Words): Field[] {
  if (attribution === null) return [];
  const { towards, change: all, features } = attribution;
  const most = features.slice(0, namesShown);
  return [
    across(
      report.predictions,
      ...report.logOdds(towards, numbers.signed(all, 2)),
      ...listed(most.map(({ name, change: part }) => [name, numbers.signed(part, 2)])),
      '.',
    ),
  ];
}

/** "a 61.0 %, b 22.0 %", names as they are. */
function listed(facts: readonly (readonly [name: string, value: string])[]): Rich {
  return facts.flatMap(([name, value], at) => [at === 0 ? '' : ', ', { code: name }, ` ${value}`]);
}

/** Most surely moved first. */
function proofBlocks(columns: readonly ReportedColumn[], words: Words): Block[] {
  const { report, numbers, shared } = words;
  const shown = columns.slice(0, columnsShown);
  const lines = table([
    [' ', ...report.columnHeads],
    ...shown.map((column) => [
      isMoved(column) ? '●' : ' ',
      nameOf(column, words),
      column.effect === null ? shared.few : numbers.decimal(column.effect, 2),
      column.adjustedP === null ? '-' : numbers.pValue(column.adjustedP),
      change(column, words),
    ]),
  ]);
  const more = columns.length - shown.length;
  return inBlocks(report.columns, more > 0 ? [...lines, shared.more(more)] : lines);
}

/** Each distance beside what chance alone makes of it, where that is known. */
function distanceBlocks(columns: readonly ReportedColumn[], words: Words): Block[] {
  const { report } = words;
  const shown = columns.slice(0, columnsShown).filter(({ jensenShannon }) => jensenShannon !== null);
  if (shown.length === 0) return [];
  const lines = table([
    report.distanceHeads,
    ...shown.map((column) => [
      nameOf(column, words),
      beyondChance(column.jensenShannon, column.jensenShannonFloor, words),
      beyondChance(column.psi, null, words),
      beyondChance(column.ks, null, words),
      beyondChance(column.wasserstein, column.wassersteinByChance, words),
      beyondChance(column.trimmedWasserstein, null, words),
    ]),
  ]);
  return inBlocks(report.distances, lines);
}

function nameOf(column: ReportedColumn, words: Words): string {
  return shortened(columnName(column, words), nameCells);
}

function inBlocks(name: string, lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (let first = 0; first < lines.length; first += linesInBlock) {
    const own = lines.slice(first, first + linesInBlock);
    blocks.push({ name: first === 0 ? name : '…', lines: own });
  }
  return blocks;
}
