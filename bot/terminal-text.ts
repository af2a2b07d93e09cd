// Rich text -> lines of a given width for a terminal. Pure. User data cannot move the cursor or change colours.
import type { Part, Rich, Tone } from '../core/cards/card.ts';
import { displayWidth } from '../core/cards/columns.ts';
import type { Words } from '../core/cards/words/index.ts';

/** How a terminal shows text. */
export interface Look {
  /** Columns of the screen. */
  readonly width: number;
  /** ANSI colours; false = not one escape code. */
  readonly colour: boolean;
  /** What relative times are relative to, in milliseconds since the epoch. */
  readonly now: number;
  /** IANA name of the zone that absolute times are shown in. */
  readonly timezone: string;
  readonly words: Words;
}

export type Style = 'plain' | 'strong' | 'code' | 'dim' | Tone;

/** SGR parameters (ECMA-48); the 16 basic colours follow the reader's own theme. */
const codes: Readonly<Record<Style, string>> = {
  plain: '',
  strong: '1',
  code: '36',
  dim: '2',
  good: '32',
  warn: '33',
  bad: '31',
  busy: '34',
};

/** A line that is ready to print, and the cells it takes. */
export interface Line {
  readonly text: string;
  readonly width: number;
}

interface Piece {
  readonly text: string;
  readonly style: Style;
}

export function paint(text: string, style: Style, { colour }: Look): string {
  return colour && codes[style] !== '' && text !== '' ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;
}

/** Control characters become visible; marks that reorder text on screen disappear. */
export function neutral(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '').replace(/(?!\n)\p{Cc}/gu, '\ufffd');
}

/** Wraps at spaces, and inside a word only where the word alone is wider than the line. */
export function wrapped(value: Rich, width: number, look: Look): Line[] {
  const page: Page = { width, lines: [[]], used: 0 };
  for (const piece of value.flatMap((part) => piecesOf(part, look))) place(piece, page);
  return page.lines.map((pieces) => lineOf(pieces, look));
}

interface Page {
  readonly width: number;
  readonly lines: Piece[][];
  /** Cells taken in the last line. */
  used: number;
}

function place(piece: Piece, page: Page): void {
  const full = page.used > 0 && page.used + displayWidth(piece.text) > page.width;
  if (full || piece.text === '\n') newLine(page);
  if (piece.text === '\n') return;
  // A space that would begin a line is what the break stands for.
  if (page.used === 0 && page.lines.length > 1 && piece.text.trim() === '') return;
  for (const [at, text] of chunks(piece.text, page.width).entries()) {
    if (at > 0) newLine(page);
    page.lines.at(-1)?.push({ ...piece, text });
    page.used += displayWidth(text);
  }
}

function newLine(page: Page): void {
  const line = page.lines.at(-1);
  // What a line ends with is not to be seen, and not to be coloured.
  while (line?.at(-1)?.text.trim() === '') line.pop();
  page.lines.push([]);
  page.used = 0;
}

function lineOf(pieces: readonly Piece[], look: Look): Line {
  const runs: { text: string; style: Style }[] = [];
  for (const { text, style } of pieces) {
    const last = runs.at(-1);
    if (last?.style === style) last.text += text;
    else runs.push({ text, style });
  }
  return {
    text: runs.map(({ text, style }) => paint(text, style, look)).join(''),
    width: pieces.reduce((sum, { text }) => sum + displayWidth(text), 0),
  };
}

/** A no-break space is part of its word. */
const word = /\n|[^\S\n\u00a0\u202f]+|[\S\u00a0\u202f]+/g;

function piecesOf(part: Part, look: Look): Piece[] {
  const { text, style } = pieceOf(part, look);
  return (neutral(text).match(word) ?? []).map((each) => ({ text: each, style }));
}

function pieceOf(part: Part, look: Look): Piece {
  if (typeof part === 'string') return { text: part, style: 'plain' };
  if ('code' in part) return { text: part.code, style: 'code' };
  if ('strong' in part) return { text: part.strong, style: 'strong' };
  if ('link' in part) return { text: `${part.text} (${part.link})`, style: 'plain' };
  const text = part.style === 'relative' ? relativeTime(part.time, look) : fullTime(part.time, look);
  return { text, style: 'plain' };
}

function chunks(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const parts = [''];
  for (const character of word) {
    const last = parts.at(-1) ?? '';
    if (last !== '' && displayWidth(last + character) > width) parts.push(character);
    else parts[parts.length - 1] = last + character;
  }
  return parts;
}

/** "22 Nov 2026 14:02 UTC" */
export function fullTime(time: number, { timezone, words: { times } }: Look): string {
  if (!Number.isFinite(time)) return times.unknown;
  const written = new Intl.DateTimeFormat(times.locale, {
    timeZone: timezone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(time);
  return written.replace(',', '');
}

/** "3 min ago", "in 55 s", "now". */
function relativeTime(time: number, { now, words: { times } }: Look): string {
  if (!Number.isFinite(time)) return times.unknown;
  const seconds = Math.round(Math.abs(time - now) / 1_000);
  if (seconds < 1) return times.now;
  const distance = roughly(seconds, times.days);
  return time > now ? times.ahead(distance) : times.ago(distance);
}

function roughly(seconds: number, days: string): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3_600) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} ${days}`;
}
