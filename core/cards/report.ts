// The full report of a watch, for whoever asks for all there is: what /drift view:report shows. Pure.
import type { Attribution, DomainShift, FullReport, ReportedColumn } from '../drift.ts';
import { across, type Block, bareCard, beside, type Card, type Field, type Rich } from './card.ts';
import { shortened, table } from './columns.ts';
import { change } from './drift-parts.ts';
import { count, counted, decimal, percent, pValue } from './numbers.ts';
import { accuracyFields } from './report-accuracy.ts';

const columnsShown = 15;
/** A Discord field holds 1,024 characters: so many lines always fit. */
const linesInBlock = 8;
const namesShown = 3;
const nameCells = 16;
/** Expected share of false finds among the columns that are marked. */
const falseFinds = 0.05;

export function fullReportCard(report: FullReport): Card {
  const columns = columnsOf(report);
  const moved = columns.filter(isMoved).length;
  const together = report.domain?.beyondChance === true;
  const of = `${report.watch} v${report.version}`;
  const reach: Field[] =
    report.rowsUntil === null ? [] : [beside('Rows until', { time: report.rowsUntil, style: 'full' })];
  return {
    ...bareCard,
    tone: moved > 0 || together ? 'warn' : 'good',
    title: `🔎 Full report: ${titleWords(moved, together)} - ${of}`,
    summary: [
      { strong: headline(moved, { all: columns.length, together }) },
      ' One look at the window: it raises no alarm and ends none.',
    ],
    fields: [
      beside(
        'Window',
        `${counted(report.windowRows, 'row')}\nagainst ${count(report.referenceRows)} of reference`,
      ),
      ...reach,
      ...accuracyFields(report.accuracy),
      togetherField(report.domain),
      ...attributionField(report.attribution),
    ],
    blocks: [...proofBlocks(columns), ...distanceBlocks(columns)],
    footer: `${report.watch} · ${counted(columns.length, 'column')} compared`,
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

function isMoved({ adjustedP }: ReportedColumn): boolean {
  return adjustedP !== null && adjustedP <= falseFinds;
}

function titleWords(moved: number, together: boolean): string {
  if (moved > 0) return `${counted(moved, 'column')} moved`;
  return together ? 'no column alone moved' : 'nothing moved';
}

function headline(moved: number, { all, together }: { all: number; together: boolean }): string {
  if (moved > 0) return `${counted(moved, 'column')} of ${count(all)} moved by more than chance explains.`;
  return together
    ? 'No column alone moved by more than chance explains, but all of them together did.'
    : 'No column moved by more than chance explains.';
}

function togetherField(domain: DomainShift | null): Field {
  const name = 'All features together';
  if (domain === null) return across(name, 'too few rows to tell the window from the reference');
  const [low, high] = domain.band;
  const facts: Rich = [
    'AUC ',
    { code: decimal(domain.auc, 2) },
    `, by chance ${decimal(low, 2)} to ${decimal(high, 2)}`,
  ];
  if (!domain.beyondChance) {
    return across(name, 'A classifier cannot tell the window from the reference: ', ...facts, '.');
  }
  const shares = domain.leansOn.slice(0, namesShown);
  return across(
    name,
    'A classifier tells the window from the reference: ',
    ...facts,
    '. It leans on ',
    ...listed(shares.map(({ name: feature, share }) => [feature, percent(share)])),
    '.',
  );
}

function attributionField(attribution: Attribution | null): Field[] {
  if (attribution === null) return [];
  const { towards, change: all, features } = attribution;
  const most = features.slice(0, namesShown);
  return [
    across(
      'What moved the predictions',
      'Log-odds of ',
      { code: towards },
      ` ${signed(all)}: `,
      ...listed(most.map(({ name, change: part }) => [name, signed(part)])),
      '.',
    ),
  ];
}

/** "a 61.0 %, b 22.0 %", names as they are. */
function listed(facts: readonly (readonly [name: string, value: string])[]): Rich {
  return facts.flatMap(([name, value], at) => [at === 0 ? '' : ', ', { code: name }, ` ${value}`]);
}

function signed(value: number): string {
  const text = decimal(value, 2);
  return value > 0 && text !== '0.00' ? `+${text}` : text;
}

/** Most surely moved first. */
function proofBlocks(columns: readonly ReportedColumn[]): Block[] {
  const shown = columns.slice(0, columnsShown);
  const lines = table([
    [' ', 'column', 'effect', 'p', 'before -> now'],
    ...shown.map((column) => [
      isMoved(column) ? '●' : ' ',
      nameOf(column),
      column.effect === null ? 'few' : decimal(column.effect, 2),
      column.adjustedP === null ? '-' : pValue(column.adjustedP),
      change(column),
    ]),
  ]);
  const more = columns.length - shown.length;
  const all = more > 0 ? [...lines, `and ${count(more)} more`] : lines;
  return inBlocks('Columns (p adjusted for their number, moved ones marked ●)', all);
}

/** Each distance beside what chance alone makes of it, where that is known. */
function distanceBlocks(columns: readonly ReportedColumn[]): Block[] {
  const shown = columns.slice(0, columnsShown).filter(({ jensenShannon }) => jensenShannon !== null);
  if (shown.length === 0) return [];
  const lines = table([
    ['column', 'JS (chance)', 'PSI', 'KS', 'W1/sd (chance)', 'bulk'],
    ...shown.map((column) => [
      nameOf(column),
      beyond(column.jensenShannon, column.jensenShannonFloor),
      orDash(column.psi),
      orDash(column.ks),
      beyond(column.wasserstein, column.wassersteinByChance),
      orDash(column.trimmedWasserstein),
    ]),
  ]);
  return inBlocks('Distances (bulk: W1/sd between the 1 % and 99 % quantiles)', lines);
}

function beyond(value: number | null, chance: number | null): string {
  return chance === null ? orDash(value) : `${orDash(value)} (${decimal(chance, 2)})`;
}

function orDash(value: number | null): string {
  return value === null ? '-' : decimal(value, 2);
}

function nameOf({ kind, name }: ReportedColumn): string {
  return shortened(kind === 'prediction' ? 'prediction' : name, nameCells);
}

function inBlocks(name: string, lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (let first = 0; first < lines.length; first += linesInBlock) {
    const own = lines.slice(first, first + linesInBlock);
    blocks.push({ name: first === 0 ? name : '…', lines: own });
  }
  return blocks;
}
