// The form of the log file: a mark, then frames of u32 length, u32 CRC-32 and BSON records end to end. Pure.
// One frame is one commit, so only the last frame of a file can be half written.

import { crc32 } from 'node:zlib';

/** First bytes of every log; the last digit is the version of the form. */
export const MARK = Buffer.from('VIGIELG1', 'latin1');
/** The record behind the last one of a snapshot: an empty document. */
export const SNAPSHOT_END = Buffer.from([5, 0, 0, 0, 0]);
const HEAD = 8;
const SMALLEST_RECORD = 5;
/** How every other record goes on behind its length: a string field named `op`. */
const RECORD_START = Buffer.from('\x02op\0', 'latin1');
/** A search for sound frames reads so many times the bytes it searches, then gives up: no data can make a start endless. */
const SEARCH_EFFORT = 16;

/** One commit, ready to be written: its pieces, none of them copied. A record may come in several. */
export function frameOf(records: readonly Uint8Array[]): Uint8Array[] {
  const head = Buffer.alloc(HEAD);
  let [length, sum] = [0, 0];
  for (const record of records) {
    length += record.length;
    sum = crc32(record, sum);
  }
  head.writeUInt32LE(length, 0);
  head.writeUInt32LE(sum, 4);
  return [head, ...records];
}

// What a whole frame at `offset` would hold, its checksum not looked at; undefined when no frame can start there.
function candidateAt(file: Buffer, offset: number): Buffer | undefined {
  const start = offset + HEAD;
  if (offset < MARK.length || start + SMALLEST_RECORD > file.length) return undefined;
  const length = file.readUInt32LE(offset);
  if (length < SMALLEST_RECORD || start + length > file.length) return undefined;
  const body = file.subarray(start, start + length);
  return isFilled(body) ? body : undefined;
}

// True when records fill the body to its last byte.
function isFilled(body: Buffer): boolean {
  let at = 0;
  while (at + SMALLEST_RECORD <= body.length) {
    const length = body.readUInt32LE(at);
    if (length < SMALLEST_RECORD) return false;
    at += length;
  }
  return at === body.length;
}

const isSound = (file: Buffer, offset: number, body: Buffer): boolean =>
  crc32(body) === file.readUInt32LE(offset + 4);

/** Where the sound part of a log ends, and what follows it. */
export interface Ending {
  /** The place of the next frame. */
  end: number;
  /** True when sound frames follow the broken one at `end`: the damage is not a torn tail. */
  corrupt: boolean;
}

/** The records of a log from its mark on; returns where the sound part ends. */
export function* readFrames(file: Buffer): Generator<Buffer, Ending> {
  let offset = MARK.length;
  while (offset < file.length) {
    const body = candidateAt(file, offset);
    if (body === undefined || !isSound(file, offset, body))
      return { end: offset, corrupt: soundFrameAfter(file, offset) };
    offset += HEAD + body.length;
    yield* recordsOf(body);
  }
  return { end: offset, corrupt: false };
}

function* recordsOf(body: Buffer): Generator<Buffer> {
  let at = 0;
  while (at < body.length) {
    const length = body.readUInt32LE(at);
    yield body.subarray(at, at + length);
    at += length;
  }
}

// When the search gives up, the file counts as damaged: refusing a start loses nothing, cutting might.
function soundFrameAfter(file: Buffer, broken: number): boolean {
  let effort = SEARCH_EFFORT * (file.length - broken);
  for (const offset of placesAfter(file, broken)) {
    const body = candidateAt(file, offset);
    if (body === undefined) continue;
    effort -= body.length;
    if (effort < 0 || isSound(file, offset, body)) return true;
  }
  return false;
}

// Where a frame could start: in front of what looks like the beginning of its first record.
function* placesAfter(file: Buffer, broken: number): Generator<number> {
  for (const { text, before } of [
    { text: RECORD_START, before: HEAD + 4 },
    { text: SNAPSHOT_END, before: HEAD },
  ]) {
    let found = file.indexOf(text, broken + 1 + before);
    while (found >= 0) {
      yield found - before;
      found = file.indexOf(text, found + 1);
    }
  }
}
