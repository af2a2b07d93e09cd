// A thread that reads large CSV files together with the event loop, for one reader at a time. It starts with the first of
// them and is let go soon after the last; without it, or when it fails, the event loop reads alone.
import { Worker } from 'node:worker_threads';
import type { Order, Reply } from './reading-worker.ts';
import { createDesk, createParcel, type Desk, type Found, type Stretch, unpack } from './stretch.ts';

/** The next of several files comes sooner; the next check does not. */
const idleMs = 2_000;
/** Stretches the thread has at once: one it works on, others that wait for it or are taken in. */
const parcelCount = 4;
/** Stretches the event loop has found and not yet handed on, one it fetches, and one more. */
const deskCount = 4;

/** Memory that is lent until it is given back. */
export interface Lent<T> {
  readonly value: T;
  giveBack(): void;
}

export interface ReadingThread {
  /** Null while somebody else reads with it. `kinds`: of the columns. */
  join(kinds: Uint8Array): Joined | null;
}

export interface Joined {
  /** Whether the thread is up and would soon begin with another stretch. */
  ready(): boolean;
  /** Has the thread read; null when it finds nothing plain there, or has ended. */
  find(file: number, stretch: Stretch): Promise<Lent<Found> | null>;
  /** Desks of this side that are free. */
  readonly desks: Desk[];
  /** Waits until the thread has read all it was asked for: then the file may be closed. */
  leave(): Promise<void>;
}

/** What stays as long as the thread does: files that follow one another mostly have as many columns. */
interface Memory {
  readonly columns: number;
  readonly parcels: SharedArrayBuffer[];
  readonly desks: readonly Desk[];
}

export function readingThread(file = new URL('./reading-worker.js', import.meta.url)): ReadingThread {
  let [thread, memory]: [Worker | null, Memory | null] = [null, null];
  let idle: NodeJS.Timeout | undefined;
  let [taken, up] = [false, false];

  function start(): Worker {
    const started = new Worker(file, { name: 'reading', execArgv: [] });
    // Whoever reads with it hears of its end; an error that nobody hears would end the process.
    started.on('error', () => undefined);
    started.once('exit', () => {
      if (thread === started) [thread, memory, up] = [null, null, false];
    });
    return started;
  }

  function leave(): void {
    [taken, up] = [false, thread !== null];
    thread?.unref();
    idle = setTimeout(() => void thread?.terminate(), idleMs).unref();
  }

  return {
    join(kinds) {
      if (taken) return null;
      taken = true;
      clearTimeout(idle);
      thread ??= start();
      thread.ref();
      if (memory?.columns !== kinds.length) memory = createMemory(kinds.length);
      return joined(thread, { kinds, memory, up, leave });
    },
  };
}

function createMemory(columns: number): Memory {
  return {
    columns,
    parcels: Array.from({ length: parcelCount }, () => createParcel(columns)),
    desks: Array.from({ length: deskCount }, () => createDesk(columns)),
  };
}

interface Joining {
  readonly kinds: Uint8Array;
  readonly memory: Memory;
  /** Whether the thread has answered before: it need not be waited for again. */
  readonly up: boolean;
  readonly leave: () => void;
}

function joined(thread: Worker, { kinds, memory, up: before, leave }: Joining): Joined {
  const { columns, parcels } = memory;
  const waiting: ((reply: Reply | null) => void)[] = [];
  let up = before;
  const answered = (reply: Reply) => waiting.shift()?.(reply);
  const ended = () => {
    up = false;
    for (const settle of waiting.splice(0)) settle(null);
  };
  thread.on('message', answered).once('exit', ended);

  function ask(order: Order): Promise<Reply | null> {
    thread.postMessage(order);
    return new Promise((resolve) => waiting.push(resolve));
  }

  const prepared = ask({ kinds }).then((reply) => {
    up = reply !== null;
  });
  let last: Promise<unknown> = Promise.resolve();
  const desks = [...memory.desks];
  for (const desk of desks) desk.kinds.set(kinds);

  return {
    desks,
    ready: () => up && parcels.length > 0,
    find(file, stretch) {
      const parcel = parcels.pop();
      if (parcel === undefined || !up) return Promise.resolve(null);
      const found = ask({ file, stretch, parcel }).then((reply) => {
        const giveBack = () => void parcels.push(parcel);
        const sent = reply?.sent ?? null;
        if (sent !== null) return { value: unpack(sent, columns, parcel), giveBack };
        giveBack();
        return null;
      });
      last = found;
      return found;
    },
    async leave() {
      await last;
      // Nobody waits for a thread that is still starting; but the next reader must not get its answer.
      void prepared.then(() => {
        thread.off('message', answered).off('exit', ended);
        leave();
      });
    },
  };
}
