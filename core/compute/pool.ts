// The worker pool: heavy tasks off the event loop, so that heartbeats and the three-second answer keep time.
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { AppError, cutShort } from '../errors.ts';
import type { Compute, Task } from '../ports.ts';
import { leaving } from './crossing.ts';
import { lineBefore } from './line.ts';
import type { Answer } from './worker.ts';

/**
 * Workers that have had nothing to do for this long are let go: one holds some 35 MB and starts in a tenth of a second. The
 * tasks of one operation follow one another sooner; two checks do not.
 */
const idleMs = 2_000;

/** `threads` workers at most; they start with the first task. */
export function workerPool(threads: number): Compute {
  const pool = new Piscina<{ name: string; input: object }, Answer>({
    filename: fileURLToPath(new URL('./worker.js', import.meta.url)),
    name: 'work',
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: idleMs,
  });
  let stopped = false;
  const line = lineBefore(threads);
  return {
    line,
    async run<I extends object, O>(task: Task<I, O>, input: I, signal?: AbortSignal): Promise<O> {
      if (stopped) throw cutShort();
      const asked = { name: task.name, input: leaving(input, task.nameless) };
      const answer = await pool.run(asked, { signal: signal ?? null }).catch((cause: unknown) => {
        signal?.throwIfAborted();
        if (stopped) throw cutShort(cause);
        throw cause;
      });
      if (!answer.ok)
        throw new AppError(answer.code, answer.message, { remedy: answer.remedy, faults: answer.faults });
      return answer.output as O;
    },
    stop() {
      stopped = true;
      line.close();
      return pool.destroy();
    },
  };
}

/** The same compute for work that `signal` may end. */
export function stoppable(compute: Compute, signal: AbortSignal): Compute {
  return {
    ...compute,
    run: (task, input, own) =>
      compute.run(task, input, own === undefined ? signal : AbortSignal.any([signal, own])),
  };
}

/** Runs tasks where it stands: for tests and one-shot commands, which have no loop to keep free. */
export const inlineCompute: Compute = {
  line: lineBefore(Number.POSITIVE_INFINITY),
  async run(task, input, signal) {
    signal?.throwIfAborted();
    return task.run(input);
  },
  stop: async () => {},
};
