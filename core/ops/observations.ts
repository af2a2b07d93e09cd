// Observations on their way to the store: while one write is under way the next rows gather, so that answers never wait.
import { AppError } from '../errors.ts';
import type { Logger } from '../ports.ts';
import type { Observation, Store } from '../store.ts';

export interface ObservationBuffer {
  /** Takes rows at once; they are stored soon, or with the next rows when the store is away. */
  add(rows: readonly Observation[]): void;
  /** Resolves when everything taken so far was tried: stored, given up, or waiting for a store that is away. */
  flush(): Promise<void>;
}

/** Rows that may wait in memory while the store is away; the oldest are given up first. */
const mostWaiting = 50_000;

export function observationBuffer({ store, log }: { store: Store; log: Logger }): ObservationBuffer {
  let waiting: Observation[] = [];
  let writing: Promise<void> | null = null;

  const bound = () => {
    if (waiting.length <= mostWaiting) return;
    const lost = waiting.splice(0, waiting.length - mostWaiting);
    log.error('observations were lost: the store is away or too slow', { rows: lost.length });
  };
  /** The rows to try again. */
  const write = async (watch: string, rows: Observation[]): Promise<Observation[]> => {
    try {
      await store.observations.add(rows);
      return [];
    } catch (cause) {
      if (cause instanceof AppError && cause.code === 'storage_unavailable') return rows;
      log.error('observations were lost', { watch, rows: rows.length, err: cause });
      return [];
    }
  };
  const writeAll = async () => {
    for (let away = false; waiting.length > 0 && !away; ) {
      const rows = waiting;
      waiting = [];
      const again: Observation[] = [];
      for (const [watch, own] of byWatch(rows)) again.push(...(await write(watch, own)));
      waiting = again.concat(waiting);
      bound();
      away = again.length > 0;
    }
    writing = null;
  };
  const start = () => {
    if (waiting.length > 0) writing ??= writeAll();
  };
  return {
    add(rows) {
      waiting.push(...rows);
      bound();
      start();
    },
    async flush() {
      start();
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
