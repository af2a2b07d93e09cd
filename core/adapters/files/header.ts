// The header of a CSV file: the names of its columns.
import { isUtf8 } from 'node:buffer';
import { badFile, checkColumnCount } from './failure.ts';
import { recordEnd, records } from './quoted.ts';

/**
 * The columns the first record names, and where it ends; null while there are only empty lines.
 * @throws AppError `bad_data`, `too_large`
 */
export function readHeader(bytes: Buffer, name: string): { columns: string[]; end: number } | null {
  for (let start = 0; start < bytes.length; ) {
    const end = recordEnd(bytes, start);
    const line = bytes.subarray(start, end);
    if (!isUtf8(line)) {
      throw badFile(name, 'has a header that is not UTF-8 text', 'Save the file as UTF-8.');
    }
    const [header] = records(line, { name, row: null });
    if (header !== undefined) return { columns: columnsOf(header, name), end };
    start = end;
  }
  return null;
}

function columnsOf(header: readonly string[], name: string): string[] {
  const columns = header.map((column) => column.trim());
  checkColumnCount(name, columns.length);
  refuseSeparators(columns, name);
  refuseTwice(columns, name);
  return columns;
}

/** They are not guessed: with semicolons a comma is often the decimal point, and every number would be a text. */
function refuseSeparators(columns: readonly string[], name: string): void {
  const separator = columns.length === 1 ? /[;\t]/.exec(columns[0] ?? '')?.[0] : undefined;
  if (separator === undefined) return;
  const what = `separates its cells by ${separator === ';' ? 'semicolons' : 'tabs'}`;
  throw badFile(name, what, 'Separate them by commas, and write numbers with a decimal point.');
}

/** Columns without a name (row numbers that a table library wrote) can be ignored, so there may be several. */
function refuseTwice(columns: readonly string[], name: string): void {
  const seen = new Set<string>();
  for (const column of columns) {
    if (column !== '' && seen.has(column)) {
      const remedy = 'Give each column of the header a name of its own.';
      throw badFile(name, `names the column "${column}" twice`, remedy);
    }
    seen.add(column);
  }
}
