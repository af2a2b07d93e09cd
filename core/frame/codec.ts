// Frames to bytes and back, for snapshots that are kept under their sha256. Pure.
// Layout: "VGFR", version (1 byte), CRC-32 of the rest (4), length of the head (4), head (JSON), columns one after the
// other. Version 2 is version 1 with the answers of a model served elsewhere behind the rest. Numbers are little-endian,
// in the narrowest type that loses nothing, so the same frame is the same bytes.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AppError } from '../errors.ts';
import { bytes as bytesOf } from './arrays.ts';
import type { CategoricalColumn, Column, Frame } from './frame.ts';

const magic = Buffer.from('VGFR');
const plain = 1;
const answered = 2;
const prefix = 13;
const widths = { i8: 1, i16: 2, i32: 4, f32: 4, f64: 8 } as const;

type Width = keyof typeof widths;

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
  /** Version 2 only. */
  readonly answers?: { readonly predicted: Strip; readonly scores: Width | null };
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
          },
        }),
  };
  const text = Buffer.from(JSON.stringify(head));
  const lanes = lanesOf(head);
  const bytes = Buffer.from(bytesOf(prefix + text.length + sizeOf(lanes, frame.rows)).buffer);
  magic.copy(bytes);
  bytes.writeUInt8(answers === undefined ? plain : answered, 4);
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
  ];
}

/** @throws AppError `bad_data` when the bytes are not a whole frame of these versions */
export function decodeFrame(bytes: Uint8Array): Frame {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { head, from } = readHead(buffer);
  const view = viewOf(buffer);
  const { rows } = head;
  let at = from;
  const next = (width: Width) => {
    const place = at;
    at += widths[width] * rows;
    return place;
  };
  const numbers = (width: Width) => readNumbers(view, next(width), width, rows);
  const codes = (strip: Strip) => readCodes(view, next(strip.width), strip, rows);
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
  return { ...frame, answers: { predicted, scores } };
}

function readHead(buffer: Buffer): { head: Head; from: number } {
  if (buffer.length < prefix || !buffer.subarray(0, 4).equals(magic))
    throw corrupt('it does not begin as one');
  const version = buffer.readUInt8(4);
  if (version !== plain && version !== answered)
    throw corrupt(`it is of version ${version}, not ${plain} or ${answered}`);
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
  ];
}

function sizeOf(lanes: readonly Width[], rows: number): number {
  return lanes.reduce((sum, width) => sum + widths[width] * rows, 0);
}

/** NaN takes the lowest integer of its type, so whole numbers may use all but that one. */
function narrowest(values: Float64Array): Width {
  let [whole, single, most] = [true, true, 0];
  // Indexed: iterating typed arrays costs four times as much on Node 20.
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    whole &&= Number.isInteger(value) && !Object.is(value, -0);
    single &&= Math.fround(value) === value;
    most = Math.max(most, Math.abs(value));
  }
  if (whole && most < 2 ** 7) return 'i8';
  if (whole && most < 2 ** 15) return 'i16';
  if (single) return 'f32';
  return whole && most < 2 ** 31 ? 'i32' : 'f64';
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

interface Lane {
  readonly at: number;
  readonly width: Width;
  /** What a missing value is in the frame: NaN for numbers, -1 for codes. */
  readonly absent: number;
}

function writeLane(view: DataView, { at, width, absent }: Lane, values: Float64Array | Int32Array): void {
  const step = widths[width];
  const nothing = Number.isNaN(absent) ? -(2 ** (8 * step - 1)) : absent;
  for (let row = 0; row < values.length; row++) {
    const given = values[row] ?? absent;
    // A NaN carries bits of its own, which may differ from one computation to the next: one of them stands for all.
    const value = Number.isNaN(given) ? Number.NaN : given;
    const place = at + row * step;
    if (width === 'f64') view.setFloat64(place, value, true);
    else if (width === 'f32') view.setFloat32(place, value, true);
    else setInteger(view, place, step, Number.isNaN(value) ? nothing : value);
  }
}

function setInteger(view: DataView, place: number, step: number, value: number): void {
  if (step === 1) view.setInt8(place, value);
  else if (step === 2) view.setInt16(place, value, true);
  else view.setInt32(place, value, true);
}

function readCodes(
  view: DataView,
  at: number,
  { name, width, categories }: Strip,
  rows: number,
): CategoricalColumn {
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) codes[row] = getNumber(view, at + row * widths[width], width);
  return { kind: 'categorical', name, codes, categories: categories ?? [] };
}

function readNumbers(view: DataView, at: number, width: Width, rows: number): Float64Array {
  const nothing = width.startsWith('i') ? -(2 ** (8 * widths[width] - 1)) : Number.NaN;
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = getNumber(view, at + row * widths[width], width);
    values[row] = value === nothing ? Number.NaN : value;
  }
  return values;
}

function getNumber(view: DataView, place: number, width: Width): number {
  if (width === 'f64') return view.getFloat64(place, true);
  if (width === 'f32') return view.getFloat32(place, true);
  if (width === 'i8') return view.getInt8(place);
  return width === 'i16' ? view.getInt16(place, true) : view.getInt32(place, true);
}
