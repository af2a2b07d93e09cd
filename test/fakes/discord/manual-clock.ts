// A clock that stands until it is moved: sleepers wake when it passes them.
import type { Clock } from '../../../core/ports.ts';

export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** Resolves once somebody sleeps until exactly `ms` from now. */
  sleeping(ms: number): Promise<void>;
}

export function createManualClock(start: number): ManualClock {
  const sleepers = new Set<{ until: number; wake: () => void }>();
  const watchers = new Set<() => void>();
  let now = start;
  return {
    now: () => now,
    sleep(ms, signal) {
      if (ms <= 0 || signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', sleeper.wake);
          resolve();
        };
        const sleeper = { until: now + ms, wake };
        signal?.addEventListener('abort', sleeper.wake, { once: true });
        sleepers.add(sleeper);
        for (const look of watchers) look();
      });
    },
    advance(ms) {
      now += ms;
      for (const sleeper of sleepers) if (sleeper.until <= now) sleeper.wake();
    },
    sleeping(ms) {
      const until = now + ms;
      return new Promise((resolve) => {
        const look = () => {
          if (![...sleepers].some((sleeper) => sleeper.until === until)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      });
    },
  };
}
