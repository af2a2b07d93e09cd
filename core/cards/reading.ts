// The rows of a time against the reference, in short: what /drift window:24h shows. A look, never a verdict. Pure.
import type { FullReport, Reach, ReportedColumn } from '../full-report.ts';
import { across, type Block, bareCard, beside, type Card, type Field } from './card.ts';
import { change } from './change.ts';
import { shortened, table } from './columns.ts';
import { reachField, scoreField } from './drift-parts.ts';
import { bar } from './numbers.ts';
import { columnName, isMoved } from './report-parts.ts';
import type { Words } from './words/index.ts';

const columnsShown = 8;
const barCells = 8;
const nameCells = 16;

export function readingCard(report: FullReport, reach: Reach, words: Words): Card {
  const { reading, shared } = words;
  const of = `${report.watch} v${report.version}`;
  const span = reading.spans[reach.span];
  return {
    ...bareCard,
    tone: 'plain',
    title: reading.title(span, of),
    summary: [{ strong: reading.noVerdict(span, report.windowRows) }, reading.decides],
    fields: [scoreField(report, words), readField(report, words), ...reachField(report.rowsUntil, words)],
    blocks: barsBlock(report, words),
    footer: `${report.watch} · ${shared.against(report.referenceRows)}`,
    at: report.at,
  };
}

/** The window of a report, and how far it reaches where a time was asked for. */
export function readField({ reach, windowRows, referenceRows }: FullReport, words: Words): Field {
  const { reading, shared } = words;
  const rows = `${shared.rows(windowRows)}\n${shared.against(referenceRows)}`;
  if (reach === null) return beside(shared.window, rows);
  const cut = reach.cut ? `\n${reading.cut(windowRows)}` : '';
  return (reach.cut ? across : beside)(
    shared.window,
    `${shared.rows(windowRows)}, ${reading.spans[reach.span]}\n${shared.against(referenceRows)}${cut}`,
  );
}

/** What moved beyond chance first, then by size. */
function barsBlock({ features, prediction }: FullReport, words: Words): Block[] {
  const columns = prediction === null ? features : [...features, prediction];
  const shown = [...columns].sort(byWeight).slice(0, columnsShown);
  if (shown.length === 0) return [];
  const { reading, shared, numbers } = words;
  const lines = shown.map((column) => [
    isMoved(column) ? '●' : ' ',
    shortened(columnName(column, words), nameCells),
    bar(column.effect ?? 0, barCells, ['█', '░']),
    column.effect === null ? shared.few : numbers.decimal(column.effect, 2),
    change(column, words),
  ]);
  return [{ name: reading.columns(columns.length), lines: table(lines) }];
}

function byWeight(one: ReportedColumn, other: ReportedColumn): number {
  return Number(isMoved(other)) - Number(isMoved(one)) || (other.effect ?? -1) - (one.effect ?? -1);
}
