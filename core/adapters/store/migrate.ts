// Bringing a store to the present layout at the start, once, whoever starts first, as often as it is cut short.
import { randomUUID } from 'node:crypto';
import type { Db, Document } from 'mongodb';
import { AppError } from '../../errors.ts';
import type { Clock, Logger } from '../../ports.ts';
import { collections } from './collections.ts';
import { bounded } from './connect.ts';
import { leaseStore } from './leases.ts';
import { layoutOf, type Migrations, type Step } from './migrations.ts';
import { insertOnce } from './once.ts';

interface Migration {
  readonly table: Migrations;
  readonly clock: Clock;
  readonly log: Logger;
}

/** `complete` is false from before the first document changes until after the last; a first Vigie wrote no such field. */
interface Layout {
  _id: string;
  v: number;
  complete?: boolean;
}

const lease = 'migration';
const leaseMs = 60_000;
const retryMs = 500;
const batch = 500;

/**
 * Takes every document through the steps of `table` and waits while another process does so. Processes of an older
 * version must not run meanwhile: they would go on writing as they used to.
 * @throws AppError `invalid_config` for a store of a newer version, `storage_unavailable` for a document no step can read
 */
export async function migrate(db: Db, migration: Migration): Promise<void> {
  const { clock, log, table } = migration;
  const leases = leaseStore(collections(db), clock);
  const owner = randomUUID();
  while (await isBehind(db, layoutOf(table))) {
    if (await leases.acquire(lease, owner, leaseMs)) {
      try {
        await takeSteps(db, migration, () => leases.acquire(lease, owner, leaseMs));
      } finally {
        await leases.release(lease, owner);
      }
    } else {
      log.info('another process brings the store to this version: waiting');
      await clock.sleep(retryMs);
    }
  }
}

const layouts = (db: Db) => db.collection<Layout>('meta');

/** False when there is nothing to do, for instance because the database is new. */
async function isBehind(db: Db, known: number): Promise<boolean> {
  await insertOnce(layouts(db), { _id: 'layout', v: known, complete: true });
  const found = await layouts(db).findOne({ _id: 'layout' }, bounded);
  if (found === null || found.v < known) return true;
  if (found.v === known) return found.complete === false;
  throw new AppError(
    'invalid_config',
    `The database was written by a newer Vigie (layout ${found.v}; this one knows ${known}).`,
    { remedy: 'Start the newer version, or point MONGODB_DB or DATA_DIR at another place.' },
  );
}

async function takeSteps(db: Db, { table, log }: Migration, renew: () => Promise<unknown>): Promise<void> {
  const layout = layoutOf(table);
  const mark = (complete: boolean) =>
    layouts(db).updateOne({ _id: 'layout' }, { $set: { v: layout, complete } });
  // First: a kill half way must keep the older version from reading what it does not know.
  await mark(false);
  for (const [collection, steps] of Object.entries(table)) {
    for (const from of Object.keys(steps).map(Number).sort(ascending)) {
      const step = steps[from];
      if (step === undefined) continue;
      for await (const documents of stepped(db, { collection, from, step })) {
        log.info('bringing the store to this version', { collection, to: from + 1, documents });
        await renew();
      }
    }
  }
  await mark(true);
  log.info('the store is of this version', { layout });
}

const ascending = (first: number, second: number) => first - second;

/** The number of documents changed so far, after each batch. */
async function* stepped(
  db: Db,
  { collection, from, step }: { collection: string; from: number; step: Step },
): AsyncGenerator<number> {
  const rows = db.collection(collection);
  const behind = from === 0 ? { v: { $exists: false } } : { v: from };
  let done = 0;
  for (;;) {
    const documents = await rows.find(behind, bounded).limit(batch).toArray();
    if (documents.length === 0) return;
    const writes = documents.map((document) => ({
      replaceOne: {
        // Only as it was read: another process may have taken the step in the meantime.
        filter: { _id: document._id, ...behind },
        replacement: { ...changed(collection, document, step), v: from + 1 },
      },
    }));
    await rows.bulkWrite(writes, { ordered: false });
    done += documents.length;
    yield done;
  }
}

function changed(collection: string, document: Document, step: Step): Document {
  try {
    const { _id, ...after } = step(document);
    return after;
  } catch (cause) {
    throw new AppError(
      'storage_unavailable',
      `A document of ${collection} (${String(document['_id'])}) is not what its version should be.`,
      {
        remedy: 'Start the version of Vigie that wrote it. Nothing of this document was changed.',
        cause,
      },
    );
  }
}
