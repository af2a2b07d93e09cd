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

const aWhileMs = 2_000;

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

/**
 * Lets that time pass for what a killed process held, while others live and keep what is theirs: its leases and its work
 * name it; of the news and the jobs, those are its own that nobody has touched for a while.
 */
export function minutesAfterDeath(dataDir: string, pid: number): Promise<void> {
  const past = new Date(0);
  const its = { owner: new RegExp(`:${pid}:`) };
  return open(dataDir, async ({ all }) => {
    const claimed = { leaseUntil: { $gt: new Date(systemClock.now()) } };
    const locked = await all.jobs.find({ lockedAt: { $ne: null } }).toArray();
    const claims = [await all.outbox.find(claimed).toArray(), await all.intents.find(claimed).toArray()];
    await systemClock.sleep(aWhileMs);
    for (const { name, lockedAt = null } of locked)
      await all.jobs.updateOne({ name, lockedAt }, { $set: { lockedAt: null } });
    for (const { _id, leaseUntil } of claims.flat())
      for (const queue of [all.outbox, all.intents])
        await queue.updateOne({ _id, leaseUntil }, { $set: { leaseUntil: past, nextAt: past } });
    await all.leases.updateMany(its, { $set: { until: past } });
    await all.work.updateMany(its, { $set: { aliveUntil: 0 } });
  });
}

/** Which of the ids the store has rows of, and labels for. */
export function storedOf(dataDir: string, watch: string, ids: readonly string[]) {
  return open(dataDir, async ({ store, all }) => {
    const labels = await all.labels.find({ watch, id: { $in: [...ids] } }).toArray();
    return { rows: await store.observations.known(watch, ids), labels: new Set(labels.map(({ id }) => id)) };
  });
}

/** The patrol of a watch is due at once, in a slot of its own: as if no slot had been yet. */
export async function nextSlot(dataDir: string, watch: string): Promise<void> {
  await open(dataDir, ({ all }) => all.states.updateOne({ _id: watch }, { $set: { lastSlot: null } }));
  await makeDue(dataDir, `patrol:${watch}`);
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
