// What /history answers with, as a file of comma-separated values (RFC 4180). Pure.
import type { HistoryResult } from './history-result.ts';

type Cell = string | number | boolean | null;
type Row = readonly Cell[];

/** What a spreadsheet would take for the beginning of a formula (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** A header and a line each, ended by CR LF; times in ISO 8601 and UTC, whatever the language of who asks. */
export function csvOf(result: HistoryResult): string {
  return rowsOf(result)
    .map((row) => `${row.map(written).join(',')}\r\n`)
    .join('');
}

/** Text that begins like a formula stands behind an apostrophe; numbers are none, also below 0. */
function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function rowsOf(result: HistoryResult): readonly Row[] {
  switch (result.kind) {
    case 'checks':
      return [
        ['check', 'rows_until', 'version', 'new_rows', 'score', 'threshold', 'verdict', 'grade'],
        ...result.lines.map((line): Row => {
          const { number, at, version, newRows, score, threshold, verdict, grade } = line;
          return [number, time(at), version, newRows, score, threshold, verdict, grade];
        }),
      ];
    case 'retrains':
      return [
        [
          ...['started_at', 'ended_at', 'trigger', 'by', 'result', 'champion', 'version'],
          ...['champion_accuracy', 'challenger_accuracy', 'failure'],
        ],
        ...result.lines.map((line): Row => {
          const { startedAt, endedAt, trigger, by, championBefore, version, trial, failure } = line;
          const accuracies = [trial?.champion.accuracy ?? null, trial?.challenger.accuracy ?? null];
          const models = [line.result, championBefore, version, ...accuracies];
          return [time(startedAt), time(endedAt), trigger, by, ...models, failure];
        }),
      ];
    case 'incidents':
      return [
        ['incident', 'fired_at', 'closed_at', 'resolution', 'fired', 'taken_by'],
        ...result.lines.map((line): Row => {
          const { number, firedAt, closedAt, resolution, fired, takenBy } = line;
          return [number, time(firedAt), time(closedAt), resolution, fired, takenBy];
        }),
      ];
    case 'audit':
    case 'traffic':
      return [
        [
          ...['at', 'by', 'person', 'via', 'operation', 'watch', 'args', 'outcome', 'ms'],
          ...['incident', 'version', 'run', 'request'],
        ],
        ...result.lines.map((line): Row => {
          const { at, by, person, via, operation, watch, args, outcome, ms, led, request = null } = line;
          const asked = [via, operation, watch, JSON.stringify(args), outcome, ms];
          return [time(at), by, person, ...asked, led.incident, led.version, led.run, request];
        }),
      ];
  }
}
