// The bench's one table, as text for a terminal, as Markdown and as JSON. Pure.
import { type Row, type Spread, type Targets, verdictOf } from './figures.ts';

/** What a reader must know to trust or repeat the figures. */
export interface Setting {
  /** ISO 8601. */
  readonly date: string;
  /** Name to value, in the order shown: machine, Node, libraries. */
  readonly facts: Readonly<Record<string, string>>;
}

/** A case that gave no figures: an answer that was wrong, a process that died. */
export interface Failure {
  readonly subject: string;
  readonly what: string;
  readonly reason: string;
}

export interface Report {
  readonly setting: Setting;
  readonly rows: readonly Row[];
  readonly failures: readonly Failure[];
}

const heads = ['subject', 'what', 'unit', 'cold', 'ours', 'peer', 'ratio', 'off', 'target', ''] as const;
/** Fixed, so that a line can be printed as soon as it is known. */
const widths = [9, 46, 8, 7, 23, 24, 7, 8, 18, 8];
const toTheRight = new Set([3, 4, 5, 6, 7]);

/** Three digits that matter, thousands set apart. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  if (size !== 0 && size < 0.001) return value.toExponential(0);
  return String(Number(value.toPrecision(3)));
}

const spread = ({ median, least, most }: Spread): string =>
  least === most ? figure(median) : `${figure(median)} (${figure(least)}-${figure(most)})`;

const times = (ratio: number): string => `${figure(ratio)}x`;

function targetText({ value, ratio, difference, least, leastRatio }: Targets): string {
  const parts = [
    value === undefined ? '' : `<= ${figure(value)}`,
    least === undefined ? '' : `>= ${figure(least)}`,
    ratio === undefined ? '' : `<= ${times(ratio)}`,
    leastRatio === undefined ? '' : `>= ${times(leastRatio)}`,
    difference === undefined ? '' : `off <= ${figure(difference)}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function cellsOf(row: Row): string[] {
  return [
    row.subject,
    row.what,
    row.unit,
    row.cold === null ? '' : figure(row.cold),
    spread(row.ours),
    row.peer === null ? '' : spread(row.peer.spread),
    row.ratio === null ? '' : times(row.ratio),
    row.difference === null ? '' : figure(row.difference),
    targetText(row.targets),
    verdictOf(row),
  ];
}

function aligned(cells: readonly string[]): string {
  const padded = cells.map((cell, at) => {
    const width = widths[at] ?? 0;
    return toTheRight.has(at) ? cell.padStart(width) : cell.padEnd(width);
  });
  return padded.join('  ').trimEnd();
}

/** The head of the terminal's table, with the setting above it. */
export function headLines({ date, facts }: Setting): string {
  const lines = Object.entries({ date, ...facts }).map(([name, value]) => `${name}: ${value}`);
  return [
    ...lines,
    '',
    aligned(heads),
    '-'.repeat(aligned(widths.map((width) => '-'.repeat(width))).length),
  ].join('\n');
}

function notesOf({ peer, also = {}, note }: Row, before = ''): string[] {
  const figures = Object.entries(also).map(([name, value]) => `${name} ${figure(value)}`);
  const parts = [peer === null ? '' : `${before}${peer.name}`, figures.join(', '), note];
  return parts.filter((part) => part !== '');
}

/** One line of the terminal's table, and its note below it. */
export function rowLines(row: Row): string {
  const notes = notesOf(row, 'peer: ');
  const line = aligned(cellsOf(row));
  return notes.length === 0 ? line : `${line}\n${' '.repeat(11)}${notes.join('; ')}`;
}

export const failureLines = ({ subject, what, reason }: Failure): string =>
  `${aligned([subject, what])}  FAILED: ${reason}`;

/** "12 targets met, 1 not met, 3 without a peer". */
export function summary({ rows, failures }: Report): string {
  const count = (verdict: string) => rows.filter((row) => verdictOf(row) === verdict).length;
  const failed = failures.length === 0 ? '' : `, ${failures.length} FAILED`;
  return `${count('met')} targets met, ${count('not met')} not met, ${count('no peer')} without a peer${failed}`;
}

const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
const line = (cells: readonly string[]): string => `| ${cells.map(inCell).join(' | ')} |`;

export function markdown(report: Report): string {
  const { setting, rows, failures } = report;
  const facts = Object.entries(setting.facts).map(([name, value]) => `- ${name}: ${value}`);
  const names = [...heads.slice(0, -1), 'verdict', 'peer, note'];
  const body = rows.map((row) => line([...cellsOf(row), notesOf(row).join('; ')]));
  const failed = failures.map(({ subject, what, reason }) => `- FAILED: ${subject}, ${what}: ${reason}`);
  return [
    `# Vigie bench, ${setting.date}`,
    '',
    ...facts,
    '- median (least-most); ratio = median of the pairs ours / peer, run in turn; cold = first run of a fresh process',
    '',
    line(names),
    line(names.map((_, at) => (toTheRight.has(at) ? '---:' : '---'))),
    ...body,
    '',
    ...(failed.length === 0 ? [] : [...failed, '']),
    summary(report),
    '',
  ].join('\n');
}

export function json({ setting, rows, failures }: Report): string {
  const judged = rows.map((row) => ({ ...row, verdict: verdictOf(row) }));
  return `${JSON.stringify({ ...setting, rows: judged, failures }, null, 2)}\n`;
}
