// Open cursors: results found at once, handed out in batches that fit a message.

import { calculateObjectSize, Long } from 'bson';
import { countOf, type Doc, docOf } from './documents.ts';
import { CommandError } from './faults.ts';

const FIRST_BATCH = 101;
const BATCH_BYTES = 16 * 1024 * 1024;
/** What each place in an array of BSON costs beside the document: type, number as text, end. */
const PLACE_BYTES = 12;
/** MongoDB's own idle time, in milliseconds. */
const IDLE = 10 * 60_000;

interface Open {
  ns: string;
  rest: readonly Doc[];
  usedAt: number;
}

export class Cursors {
  readonly #open = new Map<number, Open>();
  #last = 0;

  /** The first reply of a result: `batchSize` from the command or its `cursor` field, the rest kept for getMore. */
  first(ns: string, docs: readonly Doc[], { body, now }: { body: Doc; now: number }): Doc {
    const asked = body['batchSize'] ?? docOf(body['cursor'], 'cursor')['batchSize'];
    const batch = batchOf(docs, asked === undefined ? FIRST_BATCH : countOf(asked, 'batchSize'));
    const rest = docs.slice(batch.length);
    const id = rest.length === 0 || body['singleBatch'] === true ? 0 : this.#keep({ ns, rest, usedAt: now });
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
    const batch = batchOf(cursor.rest, countOf(body['batchSize'], 'batchSize') || cursor.rest.length);
    const rest = cursor.rest.slice(batch.length);
    if (rest.length === 0) this.#open.delete(id);
    else this.#open.set(id, { ns: cursor.ns, rest, usedAt: now });
    return {
      cursor: { nextBatch: batch, id: Long.fromNumber(rest.length === 0 ? 0 : id), ns: cursor.ns },
      ok: 1,
    };
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
function batchOf(docs: readonly Doc[], count: number): Doc[] {
  const batch: Doc[] = [];
  let bytes = 0;
  for (const doc of docs) {
    if (batch.length === count) break;
    bytes += calculateObjectSize(doc) + PLACE_BYTES;
    if (bytes > BATCH_BYTES && batch.length > 0) break;
    batch.push(doc);
  }
  return batch;
}
