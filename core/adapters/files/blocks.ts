// A file in blocks of whole records, from any place on: memory stays at a block, whatever the file's size.
import { type FileHandle, open } from 'node:fs/promises';
import { badFile, fileError, replaced, tooLarge } from './failure.ts';

/** A millisecond or two of parsing: what comes between two turns of the event loop. */
const blockBytes = 256 * 1024;
/** Longer than any sane record; reached when a quote is never closed. */
const recordBytes = 4 * 1024 * 1024;
/** No block is longer. */
export const blockLimit = recordBytes + blockBytes;
const sealBytes = 256;

export interface Place {
  readonly offset: number;
  readonly seal: string;
}

export interface Block {
  /** Valid until the next block is asked for: blocks share their memory. */
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

/** A file that is open. */
export interface Opened {
  readonly name: string;
  readonly handle: FileHandle;
  /** Where it is read from. */
  readonly place: Place;
}

/**
 * What `read` makes of the file, open from `from` (null = the beginning, after a byte order mark) on.
 * @throws AppError `bad_data` when the file is not UTF-8 text or is not the one `from` was made of, or cannot be read
 */
export async function* withFile<T>(
  { name, path, from }: Request,
  read: (opened: Opened) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw fileError(name, cause);
  });
  try {
    const place = from ?? (await begin(handle, name));
    if (from !== null) await checkSeal(handle, name, from);
    yield* read({ name, handle, place });
  } catch (cause) {
    throw fileError(name, cause);
  } finally {
    await handle.close();
  }
}

/** Blocks to the end of the file. @throws AppError as `withFile`; `too_large` */
export function readBlocks(request: Request, recordsEnd: RecordsEnd): AsyncGenerator<Block> {
  return withFile(request, (opened) => blocksOf(opened, recordsEnd));
}

/** Blocks of an open file to its end. @throws AppError `too_large` */
export async function* blocksOf(
  { name, handle, place: start }: Opened,
  recordsEnd: RecordsEnd,
): AsyncGenerator<Block> {
  let place = start;
  let [buffer, other] = [roomFor(Buffer.alloc(0), blockBytes), Buffer.alloc(0)];
  let held = 0;
  let reading = handle.read(buffer, 0, blockBytes, place.offset);
  for (;;) {
    const { bytesRead } = await reading;
    if (bytesRead === 0) break;
    const filled = held + bytesRead;
    const end = recordsEnd(buffer.subarray(0, filled));
    held = filled - end;
    if (held > recordBytes) throw tooLarge(name, 'has a record of over 4 MB; a quote may not be closed');
    // The next block is fetched while this one is worked on.
    other = roomFor(other, held + blockBytes);
    buffer.copy(other, 0, end, filled);
    reading = handle.read(other, held, blockBytes, place.offset + filled);
    reading.catch(() => undefined);
    if (end > 0) {
      const block = blockOf(place, buffer.subarray(0, end), false);
      place = block.end;
      yield block;
    }
    [buffer, other] = [other, buffer];
  }
  yield blockOf(place, buffer.subarray(0, held), true);
}

function blockOf(start: Place, bytes: Buffer, tail: boolean): Block {
  return { bytes, start, end: placeAfter(start, bytes), tail };
}

/** Where a read goes on behind `bytes`, which begin at `start`. */
export function placeAfter(start: Place, bytes: Buffer): Place {
  return placeAt(start, start.offset + bytes.length, endOf(bytes));
}

/** The place at `offset`, before which the bytes behind `start` end with `last`. */
export function placeAt(start: Place, offset: number, last: string): Place {
  return { offset, seal: `${start.seal}${last}`.slice(-sealBytes) };
}

/** As much of the end of `bytes` as a seal has. */
export function endOf(bytes: Buffer): string {
  return bytes.toString('latin1', Math.max(0, bytes.length - sealBytes));
}

function roomFor(buffer: Buffer<ArrayBuffer>, bytes: number): Buffer<ArrayBuffer> {
  return buffer.length >= bytes ? buffer : Buffer.allocUnsafeSlow(2 * bytes);
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

const text = 'Give UTF-8 text, CSV or NDJSON, uncompressed.';
const unpack = 'Unpack it (gunzip FILE): a packed file cannot be read on as it grows.';
const recode = 'Save it as UTF-8, for instance with: iconv -f UTF-16 -t UTF-8 FILE.';

/** Other contents that often stand where text is expected, by their first bytes. */
const foreign: readonly { readonly begin: Buffer; readonly what: string; readonly remedy: string }[] = [
  { begin: Buffer.from([0x1f, 0x8b]), what: 'is compressed with gzip; unpack it', remedy: unpack },
  {
    begin: Buffer.from('PK\u0003\u0004'),
    what: 'is a zip archive or a spreadsheet; export it as CSV',
    remedy: text,
  },
  { begin: Buffer.from('PAR1'), what: 'is a Parquet file; name it .parquet', remedy: text },
  { begin: Buffer.from([0xff, 0xfe]), what: 'is UTF-16 text; save it as UTF-8', remedy: recode },
  { begin: Buffer.from([0xfe, 0xff]), what: 'is UTF-16 text; save it as UTF-8', remedy: recode },
];

async function begin(handle: FileHandle, name: string): Promise<Place> {
  const head = await readAt(handle, 0, 4096);
  const match = foreign.find((one) => head.subarray(0, one.begin.length).equals(one.begin));
  if (match !== undefined) throw badFile(name, match.what, match.remedy);
  // Text has no zero bytes; UTF-16 without a mark has one beside every letter.
  if (head.includes(0)) throw badFile(name, 'is UTF-16 or binary; save it as UTF-8 text', recode);
  const mark = head.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  return { offset: mark, seal: head.toString('latin1', 0, mark) };
}

async function checkSeal(handle: FileHandle, name: string, { offset, seal }: Place): Promise<void> {
  const found = await readAt(handle, offset - seal.length, seal.length || 1);
  if (found.toString('latin1', 0, seal.length) === seal) return;
  const what = found.length < seal.length ? 'became shorter' : 'was replaced';
  throw replaced(name, what);
}
