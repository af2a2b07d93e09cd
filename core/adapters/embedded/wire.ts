// Messages of MongoDB's wire protocol: the header, OP_MSG, and the legacy OP_QUERY handshake. Pure.

import { deserialize, serialize } from 'bson';
import { type Doc, decoding, isDoc } from './documents.ts';
import { fieldsOf } from './folded.ts';

const HEADER = 16;
/** Longest message a client may send, as `hello` tells it. */
export const LONGEST_MESSAGE = 48_000_000;

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
// The lower half of the flags must be understood or refused.
const KNOWN_FLAGS = CHECKSUM_PRESENT | MORE_TO_COME;

/** One command as it came in. `command` is its first field, `db` the database it is sent to. */
export interface Request {
  id: number;
  legacy: boolean;
  /** False for unacknowledged writes, which get no reply. */
  wantsReply: boolean;
  db: string;
  command: string;
  body: Doc;
  /** The same as it came, but for what came in sequences. */
  bson: Uint8Array;
  /** Documents of sequences as they came, by the field of `body` they stand in. */
  sequences: Readonly<Record<string, readonly Buffer[]>>;
}

const ARRAY = 0x04;

/** The documents of a list of the body, as they came; none where it is no list. */
export function listIn({ bson, sequences }: Request, name: string): readonly Uint8Array[] {
  const came = sequences[name];
  if (came !== undefined) return came;
  const list = fieldsOf(bson).find((field) => field.name === name && field.type === ARRAY);
  if (list === undefined) return [];
  const bytes = bson.subarray(list.start, list.end);
  return fieldsOf(bytes).map(({ start, end }) => bytes.subarray(start, end));
}

/** Length of the message at the front of `bytes`, or undefined when not even that has arrived. Errors: RangeError on nonsense. */
export function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length < 4) return undefined;
  const length = bytes.readInt32LE(0);
  if (length < HEADER || length > LONGEST_MESSAGE) throw new RangeError('message length out of bounds');
  return length;
}

/** Reads one whole message. Errors: any Error when it is not well formed; the connection is then of no more use. */
export function readRequest(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const opcode = message.readInt32LE(12);
  if (opcode === OP_MSG) return readMsg(message, id);
  if (opcode === OP_QUERY) return readQuery(message, id);
  throw new RangeError('unknown opcode');
}

function readMsg(message: Buffer, id: number): Request {
  const flags = message.readUInt32LE(HEADER);
  if ((flags & 0xffff & ~KNOWN_FLAGS) !== 0) throw new RangeError('unknown required flag');
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  const sequences: Record<string, Buffer[]> = {};
  let bson: Buffer | undefined;
  let at = HEADER + 4;
  while (at < end) {
    const kind = message[at];
    const size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    if (size < 5 || at + 1 + size > end) throw new RangeError('section out of bounds');
    if (kind === 0 && bson === undefined) bson = section;
    else if (kind === 1) Object.assign(sequences, readList(section));
    else throw new RangeError('unknown section');
    at += 1 + size;
  }
  if (bson === undefined) throw new RangeError('no body');
  const body = deserialize(bson, decoding);
  const wantsReply = (flags & MORE_TO_COME) === 0;
  for (const [field, documents] of Object.entries(sequences))
    body[field] = documents.map((document) => deserialize(document, decoding));
  return { id, legacy: false, wantsReply, bson, sequences, ...addressed(body, body['$db']) };
}

// A document sequence: size, name, documents end to end. It stands for an array field of the body.
function readList(section: Buffer): Record<string, Buffer[]> {
  const nameEnd = section.indexOf(0, 4);
  const docs: Buffer[] = [];
  let at = nameEnd + 1;
  if (nameEnd < 0) throw new RangeError('unnamed section');
  while (at < section.length) {
    const size = section.readInt32LE(at);
    if (size < 5 || at + size > section.length) throw new RangeError('document out of bounds');
    docs.push(section.subarray(at, at + size));
    at += size;
  }
  return { [section.toString('utf8', 4, nameEnd)]: docs };
}

function readQuery(message: Buffer, id: number): Request {
  const nameEnd = message.indexOf(0, HEADER + 4);
  const namespace = message.toString('utf8', HEADER + 4, nameEnd);
  if (nameEnd < 0 || !namespace.endsWith('.$cmd')) throw new RangeError('only commands may be queried');
  const start = nameEnd + 1 + 8;
  const bson = message.subarray(start, start + message.readInt32LE(start));
  const body = deserialize(bson, decoding);
  const inner = body['$query'];
  return {
    id,
    legacy: true,
    wantsReply: true,
    bson,
    sequences: {},
    ...addressed(isDoc(inner) ? inner : body, namespace.slice(0, -5)),
  };
}

function addressed(body: Doc, db: unknown): { db: string; command: string; body: Doc } {
  return { db: String(db ?? ''), command: Object.keys(body)[0] ?? '', body };
}

/** The answer to a request, in the form it asked in. `id` numbers the reply. */
export function replyTo(request: Request, id: number, answer: Doc): Buffer {
  const body = serialize(answer);
  if (request.legacy) {
    const fixed = Buffer.alloc(20);
    fixed.writeInt32LE(1, 16);
    return message(OP_REPLY, { id, responseTo: request.id }, [fixed, body]);
  }
  return message(OP_MSG, { id, responseTo: request.id }, [Buffer.alloc(5), body]);
}

/** A command as OP_MSG, as a client sends it. */
export function commandMessage(body: Doc): Buffer {
  return message(OP_MSG, { id: 1, responseTo: 0 }, [Buffer.alloc(5), serialize(body)]);
}

function message(
  opcode: number,
  ids: { id: number; responseTo: number },
  parts: readonly Uint8Array[],
): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeInt32LE(HEADER + parts.reduce((sum, part) => sum + part.length, 0), 0);
  header.writeInt32LE(ids.id, 4);
  header.writeInt32LE(ids.responseTo, 8);
  header.writeInt32LE(opcode, 12);
  return Buffer.concat([header, ...parts]);
}
