// Observations on their way to the store: while one write is under way the next rows gather, so that answers never wait.
import type { Logger, Observation, Store } from '../ports.ts';

export interface ObservationBuffer {
  /** Takes rows at once; they are stored soon. */
  add(rows: readonly Observation[]): void;
  /** Resolves when everything taken so far is stored or given up. */
  flush(): Promise<void>;
}

/** Rows that may wait in memory while the store is away; the oldest are given up first. */
const mostWaiting = 50_000;

export function observationBuffer({ store, log }: { store: Store; log: Logger }): ObservationBuffer {
  let waiting: Observation[] = [];
  let writing: Promise<void> | null = null;

  const writeAll = async () => {
    while (waiting.length > 0) {
      const rows = waiting;
      waiting = [];
      for (const [watch, own] of byWatch(rows)) {
        await store.observations.add(own).catch((cause: unknown) => {
          log.error('observations were lost', { watch, rows: own.length, err: cause });
        });
      }
    }
    writing = null;
  };
  return {
    add(rows) {
      waiting.push(...rows);
      if (waiting.length > mostWaiting) {
        const lost = waiting.splice(0, waiting.length - mostWaiting);
        log.error('observations were lost: the store is too slow', { rows: lost.length });
      }
      writing ??= writeAll();
    },
    flush: async () => {
      await writing;
    },
  };
}

function byWatch(rows: readonly Observation[]): Map<string, Observation[]> {
  const groups = new Map<string, Observation[]>();
  for (const row of rows) {
    const group = groups.get(row.watch);
    if (group === undefined) groups.set(row.watch, [row]);
    else group.push(row);
  }
  return groups;
}
