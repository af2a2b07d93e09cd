// NDJSON (one JSON object a line) to rows of cells.
import { isUtf8 } from 'node:buffer';
import { setImmediate as turn } from 'node:timers/promises';
import type { DataFile, FileMark, RowChunk, Wanted } from '../../sources/row-reader.ts';
import { placeAfter, readBlocks } from './blocks.ts';
import { notUtf8 } from './failure.ts';
import { createRecords, parsedJson, type Records } from './records.ts';

const lineFeed = 0x0a;

/** See RowReader.read. @throws AppError `bad_data`, `too_large` */
export async function* readNdjson(
  file: DataFile,
  from: FileMark | null,
  wanted: Wanted,
): AsyncGenerator<RowChunk> {
  const { name, path } = file;
  const records = createRecords(name, { from, wanted });
  for await (const block of readBlocks({ name, path, from }, (bytes) => bytes.lastIndexOf(lineFeed) + 1)) {
    // A last line without its line feed that is whole JSON cannot be the beginning of another one.
    const half = block.tail && halfWritten(block.bytes);
    let at = half ? block.bytes.length : 0;
    while (at < block.bytes.length) {
      at = readLines(records, { name, bytes: block.bytes, start: at });
      if (at === block.bytes.length) break;
      const place = placeAfter(block.start, block.bytes.subarray(0, at));
      yield { ...records.take(), mark: records.markAt(place), tail: null };
      await turn();
    }
    const rows = records.take();
    yield { ...rows, mark: records.markAt(half ? block.start : block.end), tail: half ? 'half' : null };
  }
}

/** Reads lines from `start` on, until there are many cells; returns where it stopped. */
function readLines(
  records: Records,
  { name, bytes, start }: { name: string; bytes: Buffer; start: number },
): number {
  const clean = isUtf8(bytes);
  let at = start;
  while (at < bytes.length && !records.full()) {
    const end = bytes.indexOf(lineFeed, at) + 1 || bytes.length;
    if (!clean && !isUtf8(bytes.subarray(at, end))) throw notUtf8(name, records.count());
    const line = bytes.toString('utf8', at, end);
    if (line.trim() !== '') records.add(line);
    at = end;
  }
  return at;
}

function halfWritten(bytes: Buffer): boolean {
  const line = bytes.toString('utf8').trim();
  return line !== '' && parsedJson(line) === undefined;
}
