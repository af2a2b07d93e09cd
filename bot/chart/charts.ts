// Charts as pictures, drawn in a thread of their own: 40 ms of drawing would be 40 ms without heartbeat and answers.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Chart } from '../../core/cards/chart.ts';
import type { Clock, Logger } from '../../core/ports.ts';
import { pictureName } from './name.ts';

/** A thread that has had nothing to draw for this long is let go. */
const idleMs = 2_000;
const timeoutMs = 10_000;
/** Pictures kept, of some 100 KB each: a card that is sent again, or edited for its words, shows the same one. */
const kept = 8;
/** Of the thread's JavaScript, which is next to nothing; pixels are not counted. */
const heapMb = 64;

export interface Picture {
  /** Differs whenever the picture does. */
  readonly name: string;
  readonly png: Uint8Array;
  readonly alt: string;
}

export interface Charts {
  /** The picture, or null where it cannot be drawn: a card is complete without. Never throws. */
  draw(chart: Chart): Promise<Picture | null>;
  /** Ends the thread; a later `draw` starts another. */
  stop(): Promise<void>;
}

interface ChartWorld {
  readonly clock: Clock;
  readonly log: Logger;
  /** The thread's file. */
  readonly painter?: URL;
}

export function createCharts({ clock, log, painter }: ChartWorld): Charts {
  const file = painter ?? new URL('./painter.js', import.meta.url);
  const pictures = new Map<string, Uint8Array>();
  let thread: Worker | null = null;
  let idle = new AbortController();
  let last: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    const started = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    // Between two charts nobody listens, and an error that nobody hears would end the process.
    started.on('error', () => {});
    started.once('exit', () => {
      if (thread === started) thread = null;
    });
    return started;
  }

  async function stop(): Promise<void> {
    idle.abort();
    const ending = thread;
    thread = null;
    await ending?.terminate();
  }

  async function stopWhenIdle(): Promise<void> {
    idle = new AbortController();
    const { signal } = idle;
    await clock.sleep(idleMs, signal);
    if (!signal.aborted) await stop();
  }

  async function painted(chart: Chart): Promise<Uint8Array> {
    idle.abort();
    thread ??= start();
    try {
      const png = await answerOf(thread, chart, clock);
      void stopWhenIdle();
      return png;
    } catch (cause) {
      void stop();
      throw cause;
    }
  }

  async function pngOf(key: string, chart: Chart): Promise<Uint8Array> {
    const png = pictures.get(key) ?? (await painted(chart));
    pictures.delete(key);
    pictures.set(key, png);
    for (const oldest of pictures.keys()) if (pictures.size > kept) pictures.delete(oldest);
    return png;
  }

  async function draw(chart: Chart): Promise<Picture> {
    const key = createHash('sha256').update(JSON.stringify(chart)).digest('hex');
    // One after another: the thread does one thing at a time, and each has its own timeout.
    const mine = last.then(() => pngOf(key, chart));
    last = mine.catch(() => {});
    return { name: pictureName(chart.title, key), png: await mine, alt: chart.alt };
  }

  return {
    draw: (chart) =>
      draw(chart).catch((err: unknown) => {
        log.warn('chart not drawn', { chart: chart.title, err });
        return null;
      }),
    stop,
  };
}

/** @throws Error when the thread fails, ends, or takes too long */
async function answerOf(thread: Worker, chart: Chart, clock: Clock): Promise<Uint8Array> {
  const done = new AbortController();
  const { signal } = done;
  const failed = (why: string) => (): never => {
    throw new Error(why);
  };
  try {
    thread.postMessage(chart);
    const [png]: Uint8Array[] = await Promise.race([
      once(thread, 'message', { signal }),
      once(thread, 'exit', { signal }).then(failed('the thread that draws has ended')),
      clock.sleep(timeoutMs, signal).then(failed(`no picture within ${timeoutMs} ms`)),
    ]);
    if (png === undefined) return failed('the thread that draws sent nothing')();
    return png;
  } finally {
    done.abort();
  }
}
