// What a data directory holds, read as Vigie itself would: from the process that runs on it, or from its log.
import { startEmbedded } from '../../core/adapters/embedded/index.ts';
import { type Collections, collections } from '../../core/adapters/store/collections.ts';
import { openStore } from '../../core/adapters/store/index.ts';
import { systemClock } from '../../core/adapters/system.ts';
import type { DriftReport } from '../../core/drift.ts';
import type { MessageRef } from '../../core/ports.ts';
import type { WatchState } from '../../core/state.ts';
import type { Store } from '../../core/store.ts';
import { silent } from '../fakes/log.ts';

export interface Books {
  readonly state: WatchState | null;
  /** Oldest first. */
  readonly reports: readonly DriftReport[];
  /** Where the card of each thread is. */
  readonly cards: readonly { readonly thread: string; readonly ref: MessageRef }[];
  /** News that still wait ("due") or were given up ("dead"). */
  readonly unsent: readonly string[];
}

export function readBooks(dataDir: string, watch: string): Promise<Books> {
  return open(dataDir, async ({ store, all }) => {
    const cards = await all.cards.find().toArray();
    const unsent = await all.outbox.find({ status: { $in: ['due', 'dead'] } }).toArray();
    return {
      state: await store.states.read(watch),
      reports: (await store.reports.list(watch, 10_000)).toReversed(),
      cards: cards.map(({ _id, ref }) => ({ thread: _id, ref })),
      unsent: unsent.map(({ _id, status }) => `${status} ${_id}`),
    };
  });
}

/** Lets the time pass that a killed process keeps its leases, claims and locked jobs, and its work counts as alive. */
export function minutesLater(dataDir: string): Promise<void> {
  const past = new Date(0);
  return open(dataDir, async ({ all }) => {
    await all.leases.updateMany({}, { $set: { until: past } });
    await all.outbox.updateMany({}, { $set: { leaseUntil: past, nextAt: past } });
    await all.intents.updateMany({}, { $set: { leaseUntil: past, nextAt: past } });
    await all.jobs.updateMany({}, { $set: { lockedAt: null } });
    await all.work.updateMany({}, { $set: { aliveUntil: 0 } });
  });
}

/** Makes a job of the schedule due at once, for whichever process takes it, and what waits in the queues with it. */
export function makeDue(dataDir: string, job: string): Promise<void> {
  const past = new Date(0);
  return open(dataDir, async ({ all }) => {
    await all.outbox.updateMany({ status: 'due' }, { $set: { nextAt: past } });
    await all.intents.updateMany({ status: 'due' }, { $set: { nextAt: past } });
    await all.jobs.updateOne({ name: job }, { $set: { nextRunAt: past } });
  });
}

async function open<T>(
  dataDir: string,
  use: (opened: { store: Store; all: Collections }) => Promise<T>,
): Promise<T> {
  const embedded = await startEmbedded({ dataDir, clock: systemClock });
  const place = { uri: embedded.uri, database: 'vigie', kind: 'embedded' } as const;
  const { store, db, close } = await openStore({ ...place, clock: systemClock, log: silent });
  try {
    return await use({ store, all: collections(db) });
  } finally {
    await close();
    await embedded.stop();
  }
}

/** Rows the watch has consumed, over all parts of its source. */
export function rowsRead(state: WatchState | null): number {
  return (state?.position ?? []).reduce((sum, { rows }) => sum + rows, 0);
}
