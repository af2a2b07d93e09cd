// Cells as they came: a number, a text or nothing, kept in columns before anybody decides what a column is. Pure.

const missing: ReadonlySet<string> = new Set(['', 'NaN', 'nan', 'NA', 'null']);
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const infinite = /^[+-]?inf(?:inity)?$/i;
/** Digits that name rather than count (007, +33612345678, 20 digits of an account): as a category they keep their spelling. */
const nameOfDigits = /^(?:\+|-?0\d|-?\d{16,}$)/;
const truth = /^(?:true|false)$/i;

/**
 * One growing column. A cell is a number (`values`), a text (`values` NaN and a code), missing (NaN and no code), or
 * both a number and a text where its spelling matters as a category.
 */
export interface CellColumn {
  /** At least as long as the rows in use; may hold +-Infinity, which every reader must treat as missing. */
  values: Float64Array;
  /** Index into `texts`, -1 = none; null until the first text comes. */
  codes: Int32Array | null;
  readonly texts: string[];
  /** The code of each text; null until the first text comes. */
  index: Map<string, number> | null;
}

/** An empty column. `room`: where its numbers go at first; what is not written of it must be cut off by `fitCells`. */
export function createCells(room: Float64Array = new Float64Array(0)): CellColumn {
  return { values: room, codes: null, texts: [], index: null };
}

/** The same column for exactly `rows` rows: cells that were never written are missing, much idle room is given back. */
export function fitCells(column: CellColumn, rows: number): CellColumn {
  if (rows > column.values.length) grow(column, rows);
  const idle = column.values.length > 2 * rows;
  column.values = idle ? column.values.slice(0, rows) : column.values.subarray(0, rows);
  column.codes = (idle ? column.codes?.slice(0, rows) : column.codes?.subarray(0, rows)) ?? null;
  return column;
}

/** A column of the given cells. */
export function cellsOf(texts: readonly string[]): CellColumn {
  const column = createCells();
  for (let row = 0; row < texts.length; row++) setCell(column, row, texts[row] ?? '');
  return column;
}

/** Writes one cell; the column grows to hold it, and rows in between are missing. */
export function setCell(column: CellColumn, row: number, cell: string): void {
  if (row >= column.values.length) grow(column, row + 1);
  const text = cell.trim();
  const known = isWord(text) ? column.index?.get(text) : undefined;
  if (known !== undefined) {
    // Met before as a category, so it is spelled as one and is no number.
    column.values[row] = Number.NaN;
    codesOf(column)[row] = known;
    return;
  }
  const value = isMissing(text) ? Number.NaN : numberOf(text);
  const spelled = Number.isNaN(value) ? !isMissing(text) : nameOfDigits.test(text);
  column.values[row] = value;
  if (spelled) codesOf(column)[row] = codeOf(column, spelling(text));
  else if (column.codes !== null) column.codes[row] = -1;
}

export function isText(column: CellColumn, row: number): boolean {
  return Number.isNaN(column.values[row] ?? Number.NaN) && (column.codes?.[row] ?? -1) >= 0;
}

/** The text of a cell as a category or a class; null = missing. */
export function categoryAt(column: CellColumn, row: number): string | null {
  const code = column.codes?.[row] ?? -1;
  if (code >= 0) return column.texts[code] ?? null;
  const value = column.values[row] ?? Number.NaN;
  return Number.isFinite(value) ? String(value) : null;
}

/**
 * The one spelling of a category or class: "1", "1.0" and 1 are "1"; True is "true"; missing and infinite are null.
 */
export function categoryOf(cell: string): string | null {
  const text = cell.trim();
  if (isMissing(text)) return null;
  const value = numberOf(text);
  if (Number.isNaN(value) || nameOfDigits.test(text)) return spelling(text);
  return Number.isFinite(value) ? String(value) : null;
}

export function isMissing(text: string): boolean {
  return text.length <= 4 && missing.has(text);
}

/** The decimal number a text is, +-Infinity for "inf" and numbers beyond a double, else NaN. */
export function numberOf(text: string): number {
  if (decimal.test(text)) return Number(text);
  if (!infinite.test(text)) return Number.NaN;
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Begins behind the digits and signs, as no finite number does. */
function isWord(text: string): boolean {
  return text.charCodeAt(0) > 0x39;
}

function spelling(text: string): string {
  return truth.test(text) ? text.toLowerCase() : text;
}

function codeOf(column: CellColumn, text: string): number {
  column.index ??= new Map();
  const known = column.index.get(text);
  if (known !== undefined) return known;
  const code = column.texts.push(text) - 1;
  column.index.set(text, code);
  return code;
}

function codesOf(column: CellColumn): Int32Array {
  column.codes ??= new Int32Array(column.values.length).fill(-1);
  return column.codes;
}

function grow(column: CellColumn, rows: number): void {
  const before = column.values.length;
  const room = Math.max(rows, 64, Math.ceil(before * 1.5));
  const values = new Float64Array(room).fill(Number.NaN, before);
  values.set(column.values);
  column.values = values;
  if (column.codes === null) return;
  const codes = new Int32Array(room).fill(-1, before);
  codes.set(column.codes);
  column.codes = codes;
}
