// Open cursors: results found at once, handed out in batches that fit a message.

import { calculateObjectSize, Long } from 'bson';
import { countOf, type Doc, docOf } from './documents.ts';
import { CommandError } from './faults.ts';

const FIRST_BATCH = 101;
/** A server may send less than it was asked for: a short answer keeps nobody else waiting while it is encoded. */
const BATCH_BYTES = 256 * 1024;
/** Unless no other answer follows. */
const SINGLE_BATCH_BYTES = 16 * 1024 * 1024;
/** What each place in an array of BSON costs beside the document: type, number as text, end. */
const PLACE_BYTES = 12;
/** MongoDB's own idle time, in milliseconds. */
const IDLE = 10 * 60_000;

/** What a command has found. */
export interface Result {
  docs: readonly Doc[];
  /** Applied to each document as it is handed out. */
  project?: (doc: Doc) => Doc;
}

interface Open {
  ns: string;
  result: Result;
  /** How many of them were handed out. */
  sent: number;
  usedAt: number;
}

export class Cursors {
  readonly #open = new Map<number, Open>();
  #last = 0;

  /** The first reply of a result: `batchSize` from the command or its `cursor` field, the rest kept for getMore. */
  first(ns: string, result: Result, { body, now }: { body: Doc; now: number }): Doc {
    const asked = body['batchSize'] ?? docOf(body['cursor'], 'cursor')['batchSize'];
    const count = asked === undefined ? FIRST_BATCH : countOf(asked, 'batchSize');
    const isSingle = body['singleBatch'] === true;
    const bytes = isSingle ? SINGLE_BATCH_BYTES : BATCH_BYTES;
    const batch = batchOf(result, { from: 0, count, bytes });
    const isAll = batch.length === result.docs.length || isSingle;
    const id = isAll ? 0 : this.#keep({ ns, result, sent: batch.length, usedAt: now });
    return { cursor: { firstBatch: batch, id: Long.fromNumber(id), ns }, ok: 1 };
  }

  #keep(cursor: Open): number {
    this.#last += 1;
    this.#open.set(this.#last, cursor);
    return this.#last;
  }

  /** The next batch. Errors: CursorNotFound. */
  next(id: number, { body, now }: { body: Doc; now: number }): Doc {
    const cursor = this.#open.get(id);
    if (cursor === undefined) throw new CommandError(43, `cursor id ${id} not found`);
    const { ns, result } = cursor;
    const count = countOf(body['batchSize'], 'batchSize') || result.docs.length;
    const batch = batchOf(result, { from: cursor.sent, count, bytes: BATCH_BYTES });
    cursor.sent += batch.length;
    cursor.usedAt = now;
    const isAll = cursor.sent === result.docs.length;
    if (isAll) this.#open.delete(id);
    return { cursor: { nextBatch: batch, id: Long.fromNumber(isAll ? 0 : id), ns }, ok: 1 };
  }

  kill(id: number): boolean {
    return this.#open.delete(id);
  }

  /** Forgets what nobody has asked for in ten minutes. */
  expire(now: number): void {
    for (const [id, cursor] of this.#open) if (cursor.usedAt + IDLE <= now) this.#open.delete(id);
  }
}

// As many documents as were asked for and fit one reply; always at least one, so that a cursor moves on.
function batchOf(
  { docs, project }: Result,
  { from, count, bytes }: { from: number; count: number; bytes: number },
): Doc[] {
  const batch: Doc[] = [];
  let size = 0;
  for (let at = from; at < docs.length && batch.length < count; at += 1) {
    const stored = docs[at] ?? {};
    const doc = project === undefined ? stored : project(stored);
    size += calculateObjectSize(doc) + PLACE_BYTES;
    if (size > bytes && batch.length > 0) break;
    batch.push(doc);
  }
  return batch;
}
