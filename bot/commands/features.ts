// A row written by hand: "age=42, city=\"New York, NY\"". Pure.
import { AppError } from '../../core/errors.ts';
import type { FeatureInfo } from '../../core/ops/results.ts';
import { matching } from './command.ts';

interface Pair {
  readonly name: string;
  readonly value: string;
  /** Quotes say that a value is text, whatever it looks like. */
  readonly quoted: boolean;
}

/** Text in quotes, with \" and \\ for the two characters that would end or change it. */
const quotedText = '"(?:[^"\\\\]|\\\\.)*"';
const pairPattern = new RegExp(
  `^\\s*(${quotedText}|[^=,"]+?)\\s*=\\s*(${quotedText}|(?:[^,"][^,]*?)?)\\s*(?:,|$)`,
);
const numberPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * The row as an operation takes it: numbers where they look like numbers (or are quoted, or the champion knows the
 * feature as a category: text), null for an empty value. Names are the operation's business.
 * @throws AppError `invalid_input`
 */
export function parseFeatures(
  text: string,
  known: readonly FeatureInfo[],
): Record<string, number | string | null> {
  const categorical = new Set(known.filter(({ kind }) => kind === 'categorical').map(({ name }) => name));
  const row = new Map<string, number | string | null>();
  for (const pair of pairsOf(text)) {
    if (row.has(pair.name)) throw badFeatures(`"${pair.name}" is given twice`);
    row.set(pair.name, cellOf(pair, categorical.has(pair.name)));
  }
  return Object.fromEntries(row);
}

function pairsOf(text: string): Pair[] {
  const pairs: Pair[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const found = pairPattern.exec(rest);
    const [all, name, value] = found ?? [];
    if (all === undefined || name === undefined || value === undefined) {
      throw badFeatures(`"${rest.slice(0, 40)}" is not "name=value"`);
    }
    pairs.push({ name: unquoted(name), value: unquoted(value), quoted: value.startsWith('"') });
    rest = rest.slice(all.length).trimStart();
  }
  if (pairs.length === 0) throw badFeatures('no feature is given');
  return pairs;
}

function cellOf({ value, quoted }: Pair, categorical: boolean): number | string | null {
  if (quoted) return value;
  if (value === '') return null;
  return !categorical && numberPattern.test(value) ? Number(value) : value;
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
}

function badFeatures(what: string): AppError {
  return new AppError('invalid_input', `features: ${what}`, {
    remedy:
      'Write features as name=value, name=value; put quotes around a value with a comma: city="Rome, IT".',
  });
}

/**
 * Continuations of a row being typed: each feature not yet given, with its example value; at the start also the whole
 * example row.
 */
export function completeFeatures(typed: string, known: readonly FeatureInfo[]): string[] {
  const comma = lastComma(typed);
  const given = typed.slice(0, comma + 1);
  const current = typed.slice(comma + 1).trimStart();
  if (/=\s*\S/.test(current)) return completeFeatures(`${typed},`, known);
  const used = new Set([...given.matchAll(/(?:^|,)\s*([^=,]+?)\s*=/g)].map(([, name]) => name));
  const open = known.filter(({ name }) => !used.has(written(name)));
  const before = given === '' ? '' : `${given} `;
  const next = matching(open.map(example), current.replace(/\s*=\s*$/, '')).map((pair) => before + pair);
  const rest = before + open.map(example).join(', ');
  return current === '' && open.length > 1 ? [...next, rest] : next;
}

/** A typical row, a feature a line, as far as `room` characters hold it. */
export function exampleRow(known: readonly FeatureInfo[], room: number): string {
  let text = '';
  for (const pair of known.map(example)) {
    const next = text === '' ? pair : `${text},\n${pair}`;
    if (next.length > room) break;
    text = next;
  }
  return text;
}

/** The last comma outside quotes; -1 = none. */
function lastComma(text: string): number {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"?|,/g)].findLast(([token]) => token === ',')?.index ?? -1;
}

function example({ name, example: value }: FeatureInfo): string {
  return `${written(name)}=${value === null ? '' : written(String(value))}`;
}

function written(text: string): string {
  return /[",=]|^\s|\s$/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
}
