// What is left of versions, their windows and decisions, beside what the books say.
import { createHash } from 'node:crypto';
import { startEmbedded } from '../../core/adapters/embedded/index.ts';
import { collections } from '../../core/adapters/store/collections.ts';
import { openStore } from '../../core/adapters/store/index.ts';
import { systemClock } from '../../core/adapters/system.ts';
import type { ChampionChange, ModelVersion } from '../../core/model.ts';
import { silent } from '../fakes/log.ts';
import { type Books, readBooks } from './books.ts';

/** What a watch has after it all. */
export interface Kept extends Books {
  readonly versions: readonly ModelVersion[];
  /** Versions whose reference window is not whole. */
  readonly torn: readonly number[];
  /** Oldest first. */
  readonly changes: readonly ChampionChange[];
  readonly decisions: readonly string[];
  /** Ids of what is labelled. */
  readonly labelled: readonly string[];
  readonly leases: readonly string[];
  /** Jobs of the schedule that nobody else may take. */
  readonly locked: readonly string[];
  /** Work of a process that lives; what a dead one left counts as interrupted. */
  readonly running: number;
}

export async function keptIn(dataDir: string, watch: string): Promise<Kept> {
  const books = await readBooks(dataDir, watch);
  const embedded = await startEmbedded({ dataDir, clock: systemClock });
  const place = { uri: embedded.uri, database: 'vigie', kind: 'embedded' } as const;
  const { store, db, close } = await openStore({ ...place, clock: systemClock, log: silent });
  try {
    const all = collections(db);
    const versions = await store.models.list(watch, 100);
    const torn: number[] = [];
    for (const { version, reference } of versions) {
      const bytes = await store.snapshots.read(reference).catch(() => new Uint8Array());
      if (createHash('sha256').update(bytes).digest('hex') !== reference) torn.push(version);
    }
    const changes = (await all.champions.find().sort({ rev: 1 }).toArray()).map(({ change }) => change);
    const decided = await all.retrains.find().sort({ at: 1 }).toArray();
    const labels = await all.labels.find({ watch }).toArray();
    const leases = await all.leases.find({ until: { $gt: new Date() } }).toArray();
    const locked = await all.jobs.find({ lockedAt: { $ne: null } }).toArray();
    return {
      ...books,
      locked: locked.map(({ name }) => name),
      versions,
      torn,
      changes,
      decisions: decided.map(({ record }) => record.result),
      labelled: labels.map(({ id }) => id),
      leases: leases.map(({ _id }) => _id),
      running: await all.work.countDocuments({ state: 'running', aliveUntil: { $gt: systemClock.now() } }),
    };
  } finally {
    await close();
    await embedded.stop();
  }
}
