// A large CSV file by two threads: each takes the next stretch of it, and what they find is handed on in order.
import type { FileHandle } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import type { RowChunk, Rows, Wanted } from '../../sources/row-reader.ts';
import { type Place, placeAt } from './blocks.ts';
import { decoder, mostOdd, putListed } from './csv-cells.ts';
import { createGathering } from './gather.ts';
import { roomFor } from './plain.ts';
import type { Joined, Lent } from './reading-thread.ts';
import { bytesOf, type Desk, type Found, type Stretch } from './stretch.ts';

/** How far a file was read. */
export interface Reached {
  readonly place: Place;
  /** Of the file. */
  readonly rows: number;
}

interface Table {
  readonly name: string;
  readonly handle: FileHandle;
  readonly columns: readonly string[];
  readonly wanted: Wanted;
  readonly stretches: readonly Stretch[];
}

/** A stretch that was begun. */
interface Part {
  readonly stretch: Stretch;
  /** Undefined while nobody has found anything; null when there is nothing plain. */
  found: Lent<Found> | null | undefined;
}

/**
 * The rows of the stretches, as far as they are plain. Neither thread ever waits for the other: what the second one has
 * not found when nothing else is left to do, this one finds itself.
 * @throws AppError `bad_data`, `too_large`
 */
export async function* readTogether(
  table: Table,
  from: Reached,
  thread: Joined,
): AsyncGenerator<RowChunk, Reached> {
  const parts = begunBy(table, thread);
  let reached = from;
  try {
    for (;;) {
      const part = await parts.next();
      const found = part?.found?.value;
      if (found === undefined || found.begin !== reached.place.offset) return reached;
      const rows = await rowsOf(found, table, reached.rows);
      const place = placeAt(reached.place, found.end, found.last);
      reached = { place, rows: reached.rows + rows.rows };
      const { columns } = table;
      if (rows.rows > 0) yield { ...rows, mark: { ...place, rows: reached.rows, columns }, tail: null };
      part?.found?.giveBack();
      await turn();
    }
  } finally {
    await parts.rest();
    await thread.leave();
  }
}

/** A stretch whose bytes are on their way to this thread. */
interface Fetching {
  readonly part: Part;
  readonly desk: Desk;
  readonly reading: Promise<{ readonly bytesRead: number }>;
}

interface Begun {
  /** The next in order once it is found; null at the end. */
  next(): Promise<Part | null>;
  /** Waits until nothing is on its way any more. */
  rest(): Promise<void>;
}

/** Begins stretches on both threads. Here the bytes of the next one are fetched while one is worked on. */
function begunBy({ handle, stretches }: Table, thread: Joined): Begun {
  const [line, left] = [[] as Part[], [...stretches]];

  function begin(): Part | undefined {
    const stretch = left.shift();
    if (stretch === undefined) return undefined;
    const part: Part = { stretch, found: undefined };
    line.push(part);
    return part;
  }

  function handOut(): void {
    while (left.length > 0 && thread.ready()) {
      const part = begin();
      if (part === undefined) return;
      void thread.find(handle.fd, part.stretch).then((found) => {
        if (part.found === undefined) part.found = found;
        else found?.giveBack();
      });
    }
  }

  /** The last desk is for the first in line. */
  function another(): Part | undefined {
    return thread.desks.length > 1 ? begin() : undefined;
  }

  function fetch(part: Part | undefined): Fetching | null {
    const desk = part === undefined ? undefined : thread.desks.pop();
    if (part === undefined || desk === undefined) return null;
    const { position, length } = bytesOf(part.stretch);
    const reading = handle.read(desk.text, 0, length, position);
    reading.catch(() => undefined);
    return { part, desk, reading };
  }

  async function find({ part, desk, reading }: Fetching): Promise<void> {
    const { bytesRead } = await reading;
    const giveBack = () => void thread.desks.push(desk);
    // The other thread may have been faster.
    const found = part.found === undefined ? desk.find(part.stretch, bytesRead) : null;
    if (part.found === undefined) part.found = found === null ? null : { value: found, giveBack };
    if (found === null) giveBack();
    await turn();
  }

  let ahead: Fetching | null = null;
  return {
    async next() {
      for (;;) {
        handOut();
        const [first] = line;
        if (first !== undefined && first.found !== undefined) return line.shift() ?? null;
        const own: Fetching | null = ahead ?? fetch(another() ?? first);
        if (own === null) return null;
        ahead = fetch(another());
        await find(own);
      }
    },
    async rest() {
      await ahead?.reading.catch(() => undefined);
    },
  };
}

/** What was found, as columns; `before`: rows of the file before it. */
async function rowsOf(found: Found, { name, columns, wanted }: Table, before: number): Promise<Rows> {
  const room = roomFor(columns.length);
  let used = 0;
  const gathering = createGathering(wanted, () => {
    used += room;
    return found.numbers.subarray(used - room, used);
  });
  const into = {
    name,
    before,
    text: decoder(found.text),
    targets: columns.map((column) => gathering.target(column)),
  };
  for (let place = 0; place < found.listed; place++) {
    if (place % mostOdd === mostOdd - 1) await turn();
    putListed(found.listing(place), into);
  }
  return gathering.take(found.rows);
}
