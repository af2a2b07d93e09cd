// JSON (an array of objects) to rows of cells, element by element: the array need not fit into memory, nor be closed yet.
import { isUtf8 } from 'node:buffer';
import { setImmediate as turn } from 'node:timers/promises';
import type { DataFile, FileMark, RowChunk, Wanted } from '../../sources/row-reader.ts';
import { type Block, placeAfter, readBlocks } from './blocks.ts';
import { badFile, badRow, notUtf8 } from './failure.ts';
import { elementEnds } from './json-elements.ts';
import { createRecords } from './records.ts';

/**
 * See RowReader.read. A file that was written anew with more elements is read on where its first ones are the same.
 * @throws AppError `bad_data`, `too_large`
 */
export async function* readJson(
  file: DataFile,
  from: FileMark | null,
  wanted: Wanted,
): AsyncGenerator<RowChunk> {
  const { name, path } = file;
  const records = createRecords(name, { from, wanted });
  const ends = (bytes: Buffer) => elementEnds(bytes, { first: records.count() === 0 });
  for await (const block of readBlocks({ name, path, from }, (bytes) => ends(bytes).at(-1) ?? 0)) {
    if (block.tail) {
      const tail = tailOf(block, { name, row: records.count() });
      yield { ...records.take(), mark: records.markAt(block.start), tail };
      continue;
    }
    let start = 0;
    // At the end of a block ends whatever stands there, also what no array of objects holds.
    for (const end of new Set([...ends(block.bytes), block.bytes.length])) {
      records.add(elementOf(block.bytes.subarray(start, end), { name, row: records.count() }));
      start = end;
      if (end === block.bytes.length || !records.full()) continue;
      const place = placeAfter(block.start, block.bytes.subarray(0, end));
      yield { ...records.take(), mark: records.markAt(place), tail: null };
      await turn();
    }
    yield { ...records.take(), mark: records.markAt(block.end), tail: null };
  }
}

interface At {
  readonly name: string;
  readonly row: number;
}

/** An element; in front of it is the "[" of the array, or the "," of the one before. */
function elementOf(bytes: Buffer, at: At): string {
  if (!isUtf8(bytes)) throw notUtf8(at.name, at.row);
  const text = bytes.toString('utf8').trimStart();
  checkOpening(text, at);
  return text.slice(1);
}

/** What follows the last whole element: the end of the array, or the beginning of more. */
function tailOf({ bytes }: Block, at: At): RowChunk['tail'] {
  const text = bytes.toString('utf8').trim();
  if (text === '') return 'half';
  const closed = at.row > 0 && text.startsWith(']');
  if (!closed) checkOpening(text, at);
  const rest = closed ? text : text.slice(1).trimStart();
  if (rest === '' || rest.startsWith('{')) return 'half';
  // Behind a comma the array may not end.
  if (!rest.startsWith(']') || (at.row > 0 && !closed)) throw notAnObject(at);
  if (rest !== ']') throw badFile(at.name, 'goes on behind the end of its array', oneArray);
  return null;
}

const oneArray = 'Give one array of objects, [{"x": 1}, {"x": 2}], or one object a line in a .ndjson file.';

function checkOpening(text: string, at: At): void {
  if (at.row === 0 && !text.startsWith('['))
    throw badFile(at.name, 'is not a JSON array of objects', oneArray);
  if (at.row > 0 && !text.startsWith(',')) throw notAnObject(at);
}

function notAnObject({ name, row }: At) {
  return badRow(name, row, 'is not a JSON object');
}
