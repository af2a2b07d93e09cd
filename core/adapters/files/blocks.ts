// A file in blocks of whole records, from any place on: memory stays at a block, whatever the file's size.
import { type FileHandle, open } from 'node:fs/promises';
import { badFile, fileError, tooLarge } from './failure.ts';

const blockBytes = 64 * 1024;
/** Longer than any sane record; reached when a quote is never closed. */
const recordBytes = 4 * 1024 * 1024;
const sealBytes = 256;

interface Place {
  readonly offset: number;
  readonly seal: string;
}

export interface Block {
  readonly bytes: Buffer;
  /** Before and after `bytes`. */
  readonly start: Place;
  readonly end: Place;
  /** What follows the last record: not a whole record yet, perhaps empty. The last block is always one. */
  readonly tail: boolean;
}

/** Length of the whole records at the beginning of `bytes`; 0 = not even one. */
type RecordsEnd = (bytes: Buffer) => number;

interface Request {
  readonly name: string;
  readonly path: string;
  readonly from: Place | null;
}

/**
 * Blocks from `from` (null = the beginning, after a byte order mark) to the end of the file.
 * @throws AppError `bad_data` when the file is not UTF-8 text or is not the one `from` was made of; `too_large`
 */
export async function* readBlocks(
  { name, path, from }: Request,
  recordsEnd: RecordsEnd,
): AsyncGenerator<Block> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw fileError(name, cause);
  });
  try {
    let place = from ?? (await begin(handle, name));
    if (from !== null) await checkSeal(handle, name, from);
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const more = await readAt(handle, place.offset + rest.length, blockBytes);
      if (more.length === 0) break;
      const bytes = rest.length === 0 ? more : Buffer.concat([rest, more]);
      const end = recordsEnd(bytes);
      rest = bytes.subarray(end);
      if (rest.length > recordBytes)
        throw tooLarge(name, 'has a record of over 4 MB; a quote may not be closed');
      if (end === 0) continue;
      const block = blockOf(place, bytes.subarray(0, end), false);
      place = block.end;
      yield block;
    }
    yield blockOf(place, rest, true);
  } catch (cause) {
    throw fileError(name, cause);
  } finally {
    await handle.close();
  }
}

function blockOf(start: Place, bytes: Buffer, tail: boolean): Block {
  const seal = `${start.seal}${bytes.toString('latin1', Math.max(0, bytes.length - sealBytes))}`;
  return { bytes, start, end: { offset: start.offset + bytes.length, seal: seal.slice(-sealBytes) }, tail };
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

/** Other contents that often stand where text is expected, by their first bytes. */
const foreign: readonly (readonly [Buffer, string])[] = [
  [Buffer.from([0x1f, 0x8b]), 'is compressed with gzip; unpack it'],
  [Buffer.from('PK\u0003\u0004'), 'is a zip archive or a spreadsheet; export it as CSV'],
  [Buffer.from('PAR1'), 'is a Parquet file; export it as CSV'],
  [Buffer.from([0xff, 0xfe]), 'is UTF-16 text; save it as UTF-8'],
  [Buffer.from([0xfe, 0xff]), 'is UTF-16 text; save it as UTF-8'],
];

async function begin(handle: FileHandle, name: string): Promise<Place> {
  const head = await readAt(handle, 0, 4096);
  const match = foreign.find(([bytes]) => head.subarray(0, bytes.length).equals(bytes));
  // Text has no zero bytes; UTF-16 without a mark has one beside every letter.
  const what = match?.[1] ?? (head.includes(0) ? 'is UTF-16 or binary; save it as UTF-8 text' : null);
  if (what !== null) throw badFile(name, what, 'Give UTF-8 text, CSV or NDJSON, uncompressed.');
  const mark = head.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  return { offset: mark, seal: head.toString('latin1', 0, mark) };
}

async function checkSeal(handle: FileHandle, name: string, { offset, seal }: Place): Promise<void> {
  const found = await readAt(handle, offset - seal.length, seal.length || 1);
  if (found.toString('latin1', 0, seal.length) === seal) return;
  const what = found.length < seal.length ? 'became shorter' : 'was replaced';
  throw badFile(
    name,
    `${what} since it was last read`,
    'Put the file back as it was, or give the new rows under another name; nothing read so far is lost.',
  );
}
