// One column of a row group, read page by page: no more than a page of it is in memory, however large the row group.
import type { PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { tooLarge } from '../failure.ts';
import { undecodable } from './failure.ts';
import { type DataPage, decodeDictionary, decodePage, type PageShape, readerOf, rowsOf } from './pages.ts';
import type { Sink } from './sink.ts';
import { truths, type ValueKind, type Values, valuesOf } from './values.ts';
import type { Window } from './window.ts';

/** Most headers have under a hundred bytes; statistics of long texts make long ones. */
const headerBytes: readonly number[] = [4 * 1024, 1024 * 1024];
/** A page is decoded in one go; writers aim at 1 MB. */
const pageBytes = 64 * 1024 * 1024;

/** The pages of one column in one row group. */
export interface ColumnPages {
  readonly shape: PageShape;
  readonly kind: ValueKind;
  readonly window: Window;
  /** Where the first one begins in the file. */
  readonly start: number;
  readonly rows: number;
  /** For errors: `column "x" of row group 1` of the file. */
  readonly file: string;
  readonly part: string;
}

/** All methods throw AppError `bad_data` (damaged, an encoding that is not known) and `too_large` (a page over 64 MB). */
export interface Cursor {
  /** Passes over the next rows, mostly without decoding them. */
  skip(rows: number): Promise<void>;
  /** Hands the values of the next rows to `sink`, the first as row 0. */
  fill(sink: Sink, rows: number): Promise<void>;
}

/** A decoded page, and how much of it is used up. */
interface OpenPage extends DataPage {
  readonly values: Values;
  rowsUsed: number;
  valuesUsed: number;
}

export function createCursor(pages: ColumnPages): Cursor {
  const { file, part, kind, shape, window } = pages;
  let offset = pages.start;
  let rowsAhead = pages.rows;
  let dictionary = shape.element.type === 'BOOLEAN' ? truths : null;
  let page: OpenPage | null = null;

  /** Decodes the next page, or passes over it when it has no more rows than `skippable`; how many rows it passed over. */
  async function advance(skippable: number): Promise<number> {
    const { header, length } = await readHeader(window, offset, pages);
    const rows = rowsOf(header);
    if (!isCount(rows) || rows > rowsAhead) throw undecodable(file, part);
    rowsAhead -= rows;
    const start = offset + length;
    offset = start + header.compressed_page_size;
    if (rows > 0 && rows <= skippable) return rows;
    const bytes = await window(start, header.compressed_page_size);
    try {
      if (header.dictionary_page_header !== undefined) {
        dictionary = { ...valuesOf(decodeDictionary(header, bytes, shape), kind), repeated: true };
      } else if (rows > 0) page = opened(decodePage(header, bytes, shape));
    } catch (cause) {
      throw undecodable(file, part, cause);
    }
    return 0;
  }

  function opened(data: DataPage): OpenPage {
    const values = data.stored === null ? dictionary : valuesOf(data.stored, kind);
    if (values === null) throw new Error('parquet dictionary is missing');
    if (data.indexes !== null) checkIndexes(data.indexes, values.raw.length);
    return { ...data, values, rowsUsed: 0, valuesUsed: 0 };
  }

  /** Up to `rows` rows of the open page; how many there were. */
  function take(rows: number, sink: Sink | null): number {
    if (page === null) return 0;
    const taken = Math.min(rows, page.rows - page.rowsUsed);
    useRows(page, taken, sink);
    if (page.rowsUsed === page.rows) page = null;
    return taken;
  }

  return {
    async skip(rows) {
      for (let done = take(rows, null); done < rows; ) {
        done += await advance(rows - done);
        done += take(rows - done, null);
      }
    },
    async fill(sink, rows) {
      for (let done = 0; done < rows; ) {
        const first = done;
        done += take(rows - done, (row, values, index) => sink(first + row, values, index));
        if (done < rows) await advance(0);
      }
    },
  };
}

function useRows(page: OpenPage, rows: number, sink: Sink | null): void {
  const { present, indexes, values } = page;
  let value = page.valuesUsed;
  for (let at = 0; at < rows; at++) {
    if (present !== null && present[page.rowsUsed + at] !== 1) continue;
    if (sink !== null) sink(at, values, indexes === null ? value : (indexes[value] ?? 0));
    value += 1;
  }
  page.rowsUsed += rows;
  page.valuesUsed = value;
}

/** A damaged header may hold anything in place of a number. */
function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}

function checkIndexes(indexes: ArrayLike<number>, size: number): void {
  for (let at = 0; at < indexes.length; at++) {
    const index = indexes[at] ?? -1;
    if (index < 0 || index >= size) throw new Error('parquet dictionary index out of range');
  }
}

async function readHeader(window: Window, offset: number, pages: ColumnPages) {
  const { header, length } = await parsedHeader(window, offset, pages);
  const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
  if (!isCount(packed) || !isCount(unpacked)) throw undecodable(pages.file, pages.part);
  if (Math.max(packed, unpacked) > pageBytes) {
    throw tooLarge(pages.file, `has a page of over 64 MB in ${pages.part}`);
  }
  return { header, length };
}

async function parsedHeader(
  window: Window,
  offset: number,
  { file, part }: ColumnPages,
): Promise<{ header: PageHeader; length: number }> {
  let failure: unknown;
  for (const size of headerBytes) {
    const reader = readerOf(await window(offset, size));
    try {
      return { header: parquetHeader(reader), length: reader.offset };
    } catch (cause) {
      failure = cause;
    }
  }
  throw undecodable(file, part, failure);
}
