// The form of the log file: a mark, then frames of u32 length, u32 CRC-32 and BSON records end to end. Pure.
// One frame is one commit, so only the last frame of a file can be half written.

import { crc32 } from 'node:zlib';

/** First bytes of every log; the last digit is the version of the form. */
export const MARK = Buffer.from('VIGIELG1', 'latin1');
/** The record behind the last one of a snapshot: an empty document. */
export const SNAPSHOT_END = Buffer.from([5, 0, 0, 0, 0]);
const HEAD = 8;
const SMALLEST_RECORD = 5;

/** One commit, ready to be written. */
export function frameOf(records: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(records);
  const head = Buffer.alloc(HEAD);
  head.writeUInt32LE(body.length, 0);
  head.writeUInt32LE(crc32(body), 4);
  return Buffer.concat([head, body]);
}

// The body of the frame at `offset`, or undefined when no whole and sound frame starts there.
function bodyAt(file: Buffer, offset: number): Buffer | undefined {
  const start = offset + HEAD;
  if (start + SMALLEST_RECORD > file.length) return undefined;
  const length = file.readUInt32LE(offset);
  const first = file.readUInt32LE(start);
  if (first < SMALLEST_RECORD || first > length || start + length > file.length) return undefined;
  const body = file.subarray(start, start + length);
  return crc32(body) === file.readUInt32LE(offset + 4) ? body : undefined;
}

export interface Replay {
  /** Where the sound part ends: the place of the next frame. */
  end: number;
  /** Set when sound frames follow the broken one at `end`: the damage is not a torn tail. */
  corrupt: boolean;
}

/** Reads a log from its mark on and hands every record, with its end offset in the file, to `each`. */
export function readFrames(file: Buffer, each: (record: Uint8Array, end: number) => void): Replay {
  let offset = MARK.length;
  while (offset < file.length) {
    const body = bodyAt(file, offset);
    if (body === undefined) return { end: offset, corrupt: soundFrameAfter(file, offset) };
    offset += HEAD + body.length;
    for (const record of recordsOf(body)) each(record, offset);
  }
  return { end: offset, corrupt: false };
}

function* recordsOf(body: Buffer): Generator<Uint8Array> {
  let at = 0;
  while (at < body.length) {
    const length = body.readUInt32LE(at);
    yield body.subarray(at, at + length);
    at += length;
  }
}

function soundFrameAfter(file: Buffer, broken: number): boolean {
  for (let offset = broken + 1; offset < file.length; offset += 1) {
    if (bodyAt(file, offset) !== undefined) return true;
  }
  return false;
}
