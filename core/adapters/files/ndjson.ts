// NDJSON (one JSON object a line) to rows of cells.
import { isUtf8 } from 'node:buffer';
import { setImmediate as turn } from 'node:timers/promises';
import type { DataFile, FileMark, RowChunk, Rows, Wanted } from '../../sources/row-reader.ts';
import { type Place, placeAfter, readBlocks } from './blocks.ts';
import { badRow, checkCell, checkColumnCount, notUtf8 } from './failure.ts';
import { createGathering, put } from './gather.ts';

const lineFeed = 0x0a;
/** Rows times columns of a chunk, about: lines that share no key would fill them by the square. */
const chunkCells = 128 * 1024;

/** See RowReader.read. @throws AppError `bad_data`, `too_large` */
export async function* readNdjson(
  file: DataFile,
  from: FileMark | null,
  wanted: Wanted,
): AsyncGenerator<RowChunk> {
  const { name, path } = file;
  const lines = createLines(name, { from, wanted });
  for await (const block of readBlocks({ name, path, from }, (bytes) => bytes.lastIndexOf(lineFeed) + 1)) {
    // A last line without its line feed that is whole JSON cannot be the beginning of another one.
    const half = block.tail && halfWritten(block.bytes);
    let at = half ? block.bytes.length : 0;
    while (at < block.bytes.length) {
      at = lines.read(block.bytes, at);
      if (at === block.bytes.length) break;
      const place = placeAfter(block.start, block.bytes.subarray(0, at));
      yield { ...lines.take(), mark: lines.markAt(place), tail: null };
      await turn();
    }
    const rows = lines.take();
    yield { ...rows, mark: lines.markAt(half ? block.start : block.end), tail: half ? 'half' : null };
  }
}

interface Lines {
  /** Reads lines from `start` on, until there are many cells; returns where it stopped. */
  read(bytes: Buffer, start: number): number;
  take(): Rows;
  /** The mark after the rows that were taken. */
  markAt(place: Place): FileMark;
}

function createLines(name: string, { from, wanted }: { from: FileMark | null; wanted: Wanted }): Lines {
  const gathering = createGathering(wanted);
  /** Columns in the order their keys first appear. */
  const names = new Set(from?.columns ?? []);
  let columns = from?.columns ?? [];
  let [taken, rows] = [from?.rows ?? 0, 0];
  const putLine = (line: string) => {
    const row = taken + rows;
    for (const [key, value] of Object.entries(recordOf(line, { name, row }))) {
      names.add(key);
      const target = gathering.target(key);
      if (target.cells === null && target.texts === null) continue;
      const cell = cellOf(value);
      checkCell(name, row, cell);
      put(target, rows, cell);
    }
    checkColumnCount(name, names.size);
    rows += 1;
  };
  return {
    read(bytes, start) {
      const clean = isUtf8(bytes);
      let at = start;
      while (at < bytes.length && rows * names.size < chunkCells) {
        const end = bytes.indexOf(lineFeed, at) + 1 || bytes.length;
        if (!clean && !isUtf8(bytes.subarray(at, end))) throw notUtf8(name, taken + rows);
        const line = bytes.toString('utf8', at, end);
        if (line.trim() !== '') putLine(line);
        at = end;
      }
      return at;
    },
    take() {
      const all = gathering.take(rows);
      taken += rows;
      rows = 0;
      return all;
    },
    markAt(place) {
      if (names.size > columns.length) columns = [...names];
      return { ...place, rows: taken, columns };
    },
  };
}

function recordOf(line: string, { name, row }: { name: string; row: number }): object {
  const record = parsed(line);
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw badRow(name, row, 'is not a JSON object');
  }
  return record;
}

function halfWritten(bytes: Buffer): boolean {
  const line = bytes.toString('utf8').trim();
  return line !== '' && parsed(line) === undefined;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** A nested value is kept as its JSON: as a feature it is a text, and it may well be a column that is dropped. */
function cellOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
