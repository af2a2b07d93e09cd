// CSV with quotes (RFC 4180): where its records end, and csv-parse for what is in them.
import { parse } from 'csv-parse/sync';
import { badFile, badRow } from './failure.ts';

export const quote = 0x22;
export const lineFeed = 0x0a;

/** Which row the bytes begin with; null = with the header. */
export interface First {
  readonly name: string;
  readonly row: number | null;
}

/** Length of the whole records at the beginning of `bytes`: a line feed ends one unless a quote is open before it. */
export function recordsEnd(bytes: Buffer): number {
  if (!bytes.includes(quote)) return bytes.lastIndexOf(lineFeed) + 1;
  let [end, inside] = [0, false];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === quote) inside = !inside;
    else if (bytes[at] === lineFeed && !inside) end = at + 1;
  }
  return end;
}

/** Where the record that begins at `start` ends, behind its line feed; `bytes` are whole records. */
export function recordEnd(bytes: Buffer, start: number): number {
  let inside = false;
  for (let at = start; at < bytes.length; at++) {
    if (bytes[at] === quote) inside = !inside;
    else if (bytes[at] === lineFeed && !inside) return at + 1;
  }
  return bytes.length;
}

/** Every record; what is not CSV is refused, except (for a tail) a quote that is still open: then there are none. */
export function records(bytes: Buffer, first: First, tail = false): string[][] {
  try {
    return parse(bytes, {
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n'],
      max_record_size: bytes.length + 1,
    });
  } catch (cause) {
    if (!isCsvError(cause)) throw cause;
    if (tail && cause.code === 'CSV_QUOTE_NOT_CLOSED') return [];
    if (first.row === null) {
      throw badFile(first.name, 'has a header with a stray quote', 'Correct the first line.');
    }
    throw badRow(first.name, first.row + Number(cause.records), 'has a quote where none may stand');
  }
}

function isCsvError(cause: unknown): cause is Error & { code: string; records: number } {
  return cause instanceof Error && 'code' in cause && 'records' in cause;
}
