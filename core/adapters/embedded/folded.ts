// Documents that stay BSON where they are large, until somebody looks: decoded, the reports of ten thousand checks are half a
// million objects for the collector to mark, time and again, and hardly one of them is ever read. Pure.

import { deserialize } from 'bson';
import { type Doc, decoding, isDoc } from './documents.ts';

/** Bytes from which on a document within a document is folded. */
const LARGE = 1_024;

/**
 * The same document, large documents in its fields decoded whenever they are read, each time anew. `bson`: itself. Nothing of
 * it is kept but copies of those.
 */
export function folded(doc: Doc, bson: Uint8Array): Doc {
  // Of a name that comes twice the last one counts, as it does for who decodes.
  const fields = new Map(fieldsOf(bson).map((field) => [field.name, field]));
  const large = [...fields.values()].filter(
    ({ type, start, end }) => type === DOCUMENT && end - start >= LARGE,
  );
  if (large.length === 0) return doc;
  const kept: Doc = { ...doc };
  for (const { name, start, end } of large) {
    // What refers to another collection (DBRef) is a document only in BSON.
    if (!isDoc(doc[name])) continue;
    const bytes = Uint8Array.from(bson.subarray(start, end));
    const get = () => deserialize(bytes, decoding);
    Object.defineProperty(kept, name, { get, enumerable: true, configurable: true });
  }
  return kept;
}

/** Where the value of a field lies. */
interface Field {
  readonly name: string;
  readonly type: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

const DOCUMENT = 0x03;

/** The bytes of one field's value. */
export function fieldIn(bson: Uint8Array, name: string): Uint8Array | undefined {
  const field = fieldsOf(bson).find((one) => one.name === name);
  return field && bson.subarray(field.start, field.end);
}

/** The fields of a document, those within them left out (bsonspec.org, version 1.1). `bson` is well formed. */
export function fieldsOf(bson: Uint8Array): Field[] {
  const bytes = Buffer.from(bson.buffer, bson.byteOffset, bson.byteLength);
  const fields: Field[] = [];
  let at = 4;
  for (let type = bytes[at]; type !== undefined && type !== 0; type = bytes[at]) {
    const nameEnd = bytes.indexOf(0, at + 1);
    const start = nameEnd + 1;
    const end = start + sizeOf(bytes, type, start);
    fields.push({ name: bytes.toString('utf8', at + 1, nameEnd), type, start, end });
    at = end;
  }
  return fields;
}

/** Of the types whose values are all of one length. */
const fixed = new Map([
  ...[0x06, 0x0a, 0x7f, 0xff].map((type) => [type, 0] as const),
  ...[0x01, 0x09, 0x11, 0x12].map((type) => [type, 8] as const),
  ...[[0x07, 12] as const, [0x08, 1] as const, [0x10, 4] as const, [0x13, 16] as const],
]);
/** What belongs to a value beside as many bytes as its first four say. */
const beside = new Map([
  ...[0x02, 0x0d, 0x0e].map((type) => [type, 4] as const),
  ...[0x03, 0x04, 0x0f].map((type) => [type, 0] as const),
  ...[[0x05, 5] as const, [0x0c, 16] as const],
]);

function sizeOf(bytes: Buffer, type: number, start: number): number {
  const size = fixed.get(type);
  if (size !== undefined) return size;
  const more = beside.get(type);
  if (more !== undefined) return bytes.readInt32LE(start) + more;
  // A pattern and its options, each with a zero behind it.
  return bytes.indexOf(0, bytes.indexOf(0, start) + 1) + 1 - start;
}
