// The records of the log: one change each, as BSON. Pure.

import { deserialize, serialize } from 'bson';
import { AppError } from '../../errors.ts';
import { type Doc, decoding, docOf } from './documents.ts';
import { CommandError } from './faults.ts';
import { fieldIn, fieldsOf } from './folded.ts';
import { type IndexSpec, indexSpecOf } from './indexes.ts';

const LARGEST_DOCUMENT = 16 * 1024 * 1024;

export type Change =
  | { op: 'put'; ns: string; doc: Doc; bytes?: Uint8Array | undefined }
  | { op: 'delete'; ns: string; id: unknown }
  | { op: 'create'; ns: string }
  | { op: 'drop'; ns: string }
  | { op: 'index'; ns: string; index: IndexSpec }
  | { op: 'unindex'; ns: string; name: string };

/** The record of a change, in pieces. */
export function encode(change: Change): Uint8Array[] {
  if (change.op !== 'put') return [serialize(change)];
  const { op, ns, doc } = change;
  const bytes = change.bytes ?? bsonOf(doc);
  if (bytes.length > LARGEST_DOCUMENT) throw tooLarge();
  return around(serialize({ op, ns, doc: {} }), bytes);
}

// There is no need to work its size out first: what does not fit, does not fit.
function bsonOf(doc: Doc): Uint8Array {
  try {
    return serialize(doc);
  } catch (error) {
    throw error instanceof RangeError ? tooLarge() : error;
  }
}

const tooLarge = () => new CommandError(10334, 'The document is larger than 16 MB');

/** An empty document, the last field of a record, and its end: five bytes and one. */
const EMPTY_END = 6;
const END = Uint8Array.of(0);

// A document that came as BSON goes to the log as it came.
function around(record: Uint8Array, doc: Uint8Array): Uint8Array[] {
  const head = record.subarray(0, -EMPTY_END);
  new DataView(head.buffer, head.byteOffset).setInt32(0, head.length + doc.length + END.length, true);
  return [head, doc, END];
}

/**
 * The BSON of a document whose fields came as `bson`, with the `_id` it has in front; undefined where that is not what a
 * copy of the bytes can be.
 */
export function bsonWithId(id: unknown, bson: Uint8Array): Uint8Array | undefined {
  const place = fieldsOf(bson).findIndex(({ name }) => name === '_id');
  if (place === 0) return bson;
  if (place > 0) return undefined;
  const bytes = Buffer.concat([serialize({ _id: id }).subarray(0, -1), bson.subarray(4)]);
  bytes.writeInt32LE(bytes.length, 0);
  return bytes;
}

export const lengthOf = (record: readonly Uint8Array[]): number =>
  record.reduce((sum, { length }) => sum + length, 0);

// The bytes are copied: a binary value is a view of what it was read from, and must not keep a whole log in memory.
export function changeOf(path: string, bytes: Uint8Array): Change {
  const copy = Uint8Array.from(bytes);
  const record = decoded(path, copy);
  const ns = String(record['ns']);
  const { op } = record;
  if (op === 'put') return { op, ns, doc: docOf(record['doc'], 'doc'), bytes: fieldIn(copy, 'doc') };
  if (op === 'delete') return { op, ns, id: record['id'] };
  if (op === 'create') return { op, ns };
  if (op === 'drop') return { op, ns };
  if (op === 'index') return { op, ns, index: indexSpecOf(docOf(record['index'], 'index')) };
  if (op === 'unindex') return { op, ns, name: String(record['name']) };
  throw unknownRecord(path);
}

function decoded(path: string, record: Uint8Array): Doc {
  try {
    return deserialize(record, decoding);
  } catch (cause) {
    throw unknownRecord(path, cause);
  }
}

function unknownRecord(path: string, cause?: unknown): AppError {
  return new AppError('storage_unavailable', `${path} holds a record this version does not know`, {
    remedy: 'Start the version that wrote it.',
    cause,
  });
}
