// Work under way: what a stop waits for, so that leases are given back instead of blocking the next start for a minute.
import type { Clock } from '../ports.ts';

export interface Background {
  add(work: Promise<unknown>): void;
  /** Resolves when nothing is under way any more, or after so many milliseconds; six seconds of them by default. */
  idle(patience?: number): Promise<void>;
}

/** Longer than one call to MLflow or Discord may take, shorter than a stop may. */
const patienceMs = 6_000;

export function createBackground(clock: Pick<Clock, 'sleep'>): Background {
  const running = new Set<Promise<void>>();
  const ended = async () => {
    // What ends may have begun something else.
    while (running.size > 0) await Promise.all(running);
  };
  return {
    add(work) {
      const settled: Promise<void> = work.then(
        () => void running.delete(settled),
        () => void running.delete(settled),
      );
      running.add(settled);
    },
    async idle(patience = patienceMs) {
      const enough = new AbortController();
      await Promise.race([ended(), clock.sleep(patience, enough.signal)]);
      enough.abort();
    },
  };
}
