// Observations on their way to the store: written behind the answers, in portions. What there is no room for is refused at
// once, counted and told.
import { AppError } from '../errors.ts';
import type { OwnRow, RequestRows } from '../observation.ts';
import type { Clock, Logger, Metrics } from '../ports.ts';
import type { Store } from '../store.ts';
import { type Kept, rowPages } from './row-pages.ts';

/** Rows of one request: they stay together, because a store keeps them in one piece. */
interface Taken {
  /** As many came before. */
  readonly turn: number;
  readonly watch: string;
  readonly rows: number;
  /** Asked when they are written, and again for another try. */
  readonly made: Each | { readonly kind: 'whole'; readonly kept: Kept; readonly request: Whole['request'] };
}

/** Rows one by one, as of when they come to the store. */
interface Each {
  readonly kind: 'each';
  readonly rowAt: (row: number, storedAt: number) => OwnRow;
}

/** All rows at once. */
interface Whole {
  readonly kind: 'whole';
  /** Copied at once, as many as are taken. */
  readonly numbers: Float64Array;
  /** `numbers`: the copy of those of the first `rows` rows. */
  readonly request: (numbers: Float64Array, rows: number, storedAt: number) => RequestRows;
}

export type Made = Each | Whole;

export interface ObservationBuffer {
  /**
   * Takes the first of `rows` rows of a watch that there is room for, and answers with how many: they are stored soon, or
   * with the next rows when the store is away. `made` is only asked for those, later; numbers are copied at once.
   */
  add(watch: string, rows: number, made: Made): number;
  /**
   * Resolves when everything taken so far was tried: stored, given up, or waiting for a store that is away. Says how many
   * rows wait still.
   */
  flush(): Promise<number>;
}

interface House {
  readonly store: Pick<Store, 'observations'>;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'observed'>;
  readonly clock: Clock;
}

/** Rows that may wait in memory; further ones are refused, so that an answer can say that its rows are not kept. */
const mostWaiting = 200_000;
/** Rows of a write, and what is left of the last request among them: a millisecond or two of work. */
const slice = 1_000;
/** Writes side by side, because a busy process takes long from a step of one to the next; a store has few connections. */
const mostWrites = 8;
/** Milliseconds that less than a slice waits for more. */
const pauseMs = 100;
/** Milliseconds from one word about losses to the next. */
const quietMs = 10_000;

export function observationBuffer({ store, log, metrics, clock }: House): ObservationBuffer {
  let waiting: Taken[] = [];
  let rowsWaiting = 0;
  /** Rows of `waiting` and of the writes under way. */
  let held = 0;
  let turn = 0;
  /** Whether the store is there, by the first request of each write under way. */
  const writing = new Map<number, Promise<boolean>>();
  let isThere = true;
  let running = false;
  let rest = new AbortController();
  const tell = lossTeller({ log, clock });
  const keep = rowPages();

  const keptOf = (made: Made, { count, rows }: { count: number; rows: number }): Taken['made'] => {
    if (made.kind === 'each') return made;
    const { kind, numbers, request } = made;
    return { kind, request, kept: keep(numbers.subarray(0, (numbers.length / rows) * count)) };
  };
  const lose = (watch: string, rows: number) => {
    metrics.observed(watch, 'lost', rows);
    tell(rows);
  };
  const add = (requests: readonly Taken[], storedAt: number): Promise<number> => {
    const whole = requests.flatMap(({ rows, made }) =>
      made.kind === 'whole' ? [made.request(made.kept.numbers, rows, storedAt)] : [],
    );
    return whole.length > 0
      ? store.observations.addRequests(whole)
      : store.observations.add(eachOf(requests, storedAt));
  };
  /** What is to be tried again. */
  const write = async (watch: string, requests: readonly Taken[]): Promise<readonly Taken[]> => {
    const rows = rowsIn(requests);
    try {
      // Now is when they come there: readers wait for what may still come with an older number.
      const storedAt = clock.now();
      await add(requests, storedAt);
      metrics.observed(watch, 'stored', rows);
    } catch (cause) {
      if (cause instanceof AppError && cause.code === 'storage_unavailable') return requests;
      log.error('observations were lost', { watch, rows, err: cause });
      metrics.observed(watch, 'lost', rows);
    }
    for (const { made } of requests) if (made.kind === 'whole') made.kept.release();
    return [];
  };
  const writeSlice = async (requests: readonly Taken[]): Promise<boolean> => {
    const writes = alike(requests).map((own) => write(own[0].watch, own));
    const again = (await Promise.all(writes)).flat();
    writing.delete(firstOf(requests));
    held -= rowsIn(requests) - rowsIn(again);
    isThere = again.length === 0;
    if (!isThere) {
      rowsWaiting += rowsIn(again);
      waiting = [...again, ...waiting].sort((one, other) => one.turn - other.turn);
    }
    beginFull();
    return isThere;
  };
  const begin = (): Promise<boolean> => {
    const requests = waiting.splice(0, lengthOf(waiting, slice));
    rowsWaiting -= rowsIn(requests);
    const written = writeSlice(requests);
    writing.set(firstOf(requests), written);
    return written;
  };
  /** A whole slice waits for nothing but its turn. */
  const beginFull = () => {
    while (isThere && rowsWaiting >= slice && writing.size < mostWrites) void begin();
  };
  const run = async () => {
    running = true;
    while (waiting.length > 0 && (await begin())) {
      rest = new AbortController();
      await clock.sleep(pauseMs, rest.signal);
    }
    running = false;
  };
  return {
    add(watch, rows, made) {
      const count = Math.min(rows, mostWaiting - held);
      if (count > 0) waiting.push({ turn: turn++, watch, rows: count, made: keptOf(made, { count, rows }) });
      rowsWaiting += count;
      held += count;
      if (count < rows) lose(watch, rows - count);
      if (!running) void run();
      beginFull();
      return count;
    },
    async flush() {
      const end = turn;
      const isDue = () => (waiting[0]?.turn ?? end) < end;
      for (let goesOn = true; goesOn; ) {
        // Whether a store that was away is back is asked with one slice.
        while (isDue() && writing.size < (isThere ? mostWrites : 1)) void begin();
        const due = [...writing].filter(([first]) => first < end).map(([, written]) => written);
        goesOn = due.length > 0 && (await Promise.all(due)).every((ok) => ok);
      }
      // Nothing is left to wait for, and the process may be about to end.
      if (waiting.length === 0) rest.abort();
      return rowsWaiting;
    },
  };
}

/** One line for many losses: under load there are hundreds a second. */
function lossTeller({ log, clock }: Pick<House, 'log' | 'clock'>): (rows: number) => void {
  let untold = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  return (rows) => {
    untold += rows;
    if (clock.now() - toldAt < quietMs) return;
    log.error('observations were lost: the store is away or too slow', { rows: untold });
    untold = 0;
    toldAt = clock.now();
  };
}

function eachOf(requests: readonly Taken[], storedAt: number): OwnRow[] {
  const all: OwnRow[] = [];
  for (const { rows, made } of requests)
    for (let row = 0; made.kind === 'each' && row < rows; row++) all.push(made.rowAt(row, storedAt));
  return all;
}

const firstOf = (requests: readonly Taken[]) => requests[0]?.turn ?? -1;

const rowsIn = (requests: readonly Taken[]) => requests.reduce((sum, { rows }) => sum + rows, 0);

/**
 * As many as rows that lie in arrays already take the work of one that has an object to be. A write waits for the disk and
 * for its turns of the loop whatever it holds: with so many it keeps up with the fastest load.
 */
const lightness = 16;

/** How many requests are the work of so many rows. */
function lengthOf(requests: readonly Taken[], rows: number): number {
  let length = 0;
  for (let work = 0; work < rows && length < requests.length; length++) {
    const { rows: own = 0, made } = requests[length] ?? {};
    work += made?.kind === 'whole' ? own / lightness : own;
  }
  return length;
}

type Alike = [Taken, ...Taken[]];

/** Requests of one watch that are made alike. */
function alike(requests: readonly Taken[]): Alike[] {
  const groups = new Map<string, Alike>();
  for (const request of requests) {
    const key = `${request.made.kind} ${request.watch}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [request]);
    else group.push(request);
  }
  return [...groups.values()];
}
