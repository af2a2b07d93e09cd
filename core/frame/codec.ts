// Frames to bytes and back, for snapshots that are kept under their sha256. Pure.
// Layout: "VGFR", version (1 byte), CRC-32 of the rest (4), length of the head (4), head (JSON), columns one after the
// other (lanes.ts), each in the narrowest type that loses nothing, so the same frame is the same bytes. Version 2 is
// version 1 with the answers of a model served elsewhere behind the rest; version 3 has probabilities among them.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AppError } from '../errors.ts';
import { bytes as bytesOf } from './arrays.ts';
import type { CategoricalColumn, Column, Frame } from './frame.ts';
import { narrowest, readCodes, readNumbers, type Width, widths, writeLane } from './lanes.ts';

const magic = Buffer.from('VGFR');
const plain = 1;
const answered = 2;
const shared = 3;
const prefix = 13;

interface Strip {
  readonly name: string;
  readonly width: Width;
  /** Null for numbers. */
  readonly categories: readonly string[] | null;
}

interface Head {
  readonly rows: number;
  readonly ids: readonly string[];
  readonly columns: readonly Strip[];
  readonly label: Strip;
  readonly times: Width;
  /** From version 2 on. */
  readonly answers?: {
    readonly predicted: Strip;
    readonly scores: Width | null;
    readonly shares?: readonly Width[];
  };
}

/** A frame's bytes and the name they are kept under. */
export interface Snapshot {
  readonly bytes: Uint8Array;
  /** Hexadecimal. */
  readonly sha256: string;
}

export function snapshotOf(frame: Frame): Snapshot {
  const bytes = encodeFrame(frame);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

export function encodeFrame(frame: Frame): Uint8Array {
  const { answers } = frame;
  const head: Head = {
    rows: frame.rows,
    ids: frame.ids,
    columns: frame.columns.map(stripOf),
    label: stripOf(frame.label),
    times: narrowest(frame.times),
    ...(answers === undefined
      ? {}
      : {
          answers: {
            predicted: stripOf(answers.predicted),
            scores: answers.scores && narrowest(answers.scores),
            ...(answers.shares === undefined ? {} : { shares: answers.shares.map(narrowest) }),
          },
        }),
  };
  const text = Buffer.from(JSON.stringify(head));
  const lanes = lanesOf(head);
  const bytes = Buffer.from(bytesOf(prefix + text.length + sizeOf(lanes, frame.rows)).buffer);
  magic.copy(bytes);
  bytes.writeUInt8(versionOf(answers), 4);
  bytes.writeUInt32LE(text.length, 9);
  text.copy(bytes, prefix);
  const view = viewOf(bytes);
  let at = prefix + text.length;
  valuesOf(frame).forEach((values, lane) => {
    const width = lanes[lane] ?? 'f64';
    writeLane(view, { at, width, absent: values instanceof Float64Array ? Number.NaN : -1 }, values);
    at += widths[width] * frame.rows;
  });
  bytes.writeUInt32LE(crc32(bytes.subarray(9)), 5);
  return bytes;
}

/** What is written, in the order of `lanesOf`. */
function valuesOf({ columns, label, times, answers }: Frame): (Float64Array | Int32Array)[] {
  return [
    ...columns.map((column) => (column.kind === 'numeric' ? column.values : column.codes)),
    label.codes,
    times,
    ...(answers === undefined ? [] : [answers.predicted.codes]),
    ...(answers?.scores ? [answers.scores] : []),
    ...(answers?.shares ?? []),
  ];
}

function versionOf(answers: Frame['answers']): number {
  if (answers === undefined) return plain;
  return answers.shares === undefined ? answered : shared;
}

/** @throws AppError `bad_data` when the bytes are not a whole frame of these versions */
export function decodeFrame(bytes: Uint8Array): Frame {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { head, from } = readHead(buffer);
  const view = viewOf(buffer);
  const { rows } = head;
  let at = from;
  const next = (width: Width) => {
    const lane = { at, width };
    at += widths[width] * rows;
    return lane;
  };
  const numbers = (width: Width) => readNumbers(view, next(width), rows);
  const codes = ({ name, width, categories }: Strip): CategoricalColumn => ({
    kind: 'categorical',
    name,
    codes: readCodes(view, next(width), rows),
    categories: categories ?? [],
  });
  const columns = head.columns.map(
    (strip): Column =>
      strip.categories === null
        ? { kind: 'numeric', name: strip.name, values: numbers(strip.width) }
        : codes(strip),
  );
  const label = codes(head.label);
  const times = numbers(head.times);
  const frame = { rows, columns, ids: head.ids, times, label };
  if (head.answers === undefined) return frame;
  const predicted = codes(head.answers.predicted);
  const scores = head.answers.scores && numbers(head.answers.scores);
  const { shares } = head.answers;
  return {
    ...frame,
    answers: { predicted, scores, ...(shares === undefined ? {} : { shares: shares.map(numbers) }) },
  };
}

function readHead(buffer: Buffer): { head: Head; from: number } {
  if (buffer.length < prefix || !buffer.subarray(0, 4).equals(magic))
    throw corrupt('it does not begin as one');
  const version = buffer.readUInt8(4);
  if (version < plain || version > shared)
    throw corrupt(`it is of version ${version}, not ${plain} to ${shared}`);
  if (crc32(buffer.subarray(9)) !== buffer.readUInt32LE(5)) throw corrupt('its checksum is wrong');
  const from = prefix + buffer.readUInt32LE(9);
  // The checksum held, so this is what encodeFrame wrote.
  const head: Head = JSON.parse(buffer.toString('utf8', prefix, from));
  if (buffer.length !== from + sizeOf(lanesOf(head), head.rows)) throw corrupt('its length is wrong');
  return { head, from };
}

function corrupt(why: string): AppError {
  return new AppError('bad_data', `the stored rows cannot be read: ${why}`, {
    remedy: 'Restore the store from a backup, or train again.',
  });
}

function stripOf(column: Column): Strip {
  const { name } = column;
  if (column.kind === 'numeric') return { name, width: narrowest(column.values), categories: null };
  const { categories } = column;
  const most = categories.length;
  return { name, width: most < 128 ? 'i8' : most < 32_768 ? 'i16' : 'i32', categories };
}

function lanesOf(head: Head): Width[] {
  const { answers } = head;
  return [
    ...head.columns.map(({ width }) => width),
    head.label.width,
    head.times,
    ...(answers === undefined ? [] : [answers.predicted.width]),
    ...(answers?.scores ? [answers.scores] : []),
    ...(answers?.shares ?? []),
  ];
}

function sizeOf(lanes: readonly Width[], rows: number): number {
  return lanes.reduce((sum, width) => sum + widths[width] * rows, 0);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
