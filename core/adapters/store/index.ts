// The store port over the MongoDB driver; the embedded server is reached the same way.
import { type Db, GridFSBucket } from 'mongodb';
import { AppError } from '../../errors.ts';
import type { ModelVersion } from '../../model.ts';
import type { Clock, JobInfo, Logger } from '../../ports.ts';
import type { Store } from '../../store.ts';
import { auditStore } from './audit.ts';
import { championStore } from './champions.ts';
import { type Collections, collections, type ModelRow } from './collections.ts';
import { bounded, connect, guard, within } from './connect.ts';
import { refuseHalfCopied } from './copied.ts';
import { settingStore } from './decided.ts';
import { ensureIndexes, sweep } from './indexes.ts';
import { intentStore } from './intents.ts';
import { leaseStore } from './leases.ts';
import { markStore } from './marks.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations.ts';
import { insertOnce } from './once.ts';
import { outboxStore } from './outbox.ts';
import { predictionBlocks } from './predictions.ts';
import { quarantineStore } from './quarantine.ts';
import { reportStore } from './reports.ts';
import { retrainStore } from './retrains.ts';
import { labelStore, layoutStore, observationStore } from './rows.ts';
import { stateStore } from './states.ts';
import { workStore } from './work.ts';

interface StoreOptions {
  uri: string;
  database: string;
  kind: 'embedded' | 'mongodb';
  clock: Clock;
  log: Logger;
}

export interface OpenStore {
  readonly store: Store;
  /** For Agenda, which brings its own repository over the same connection. */
  readonly db: Db;
  /** Deletes what is over and says how much; null where the server does so by itself. */
  readonly sweep: (() => Promise<number>) | null;
  close(): Promise<void>;
}

/** @throws AppError `storage_unavailable`; `invalid_config` for a database of a newer Vigie, or half of a copy */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const { client, db } = await connect(options.uri, options.database);
  try {
    return await prepared(db, options, () => client.close());
  } catch (cause) {
    await client.close();
    throw cause;
  }
}

async function prepared(
  db: Db,
  { kind, clock, log }: StoreOptions,
  close: () => Promise<void>,
): Promise<OpenStore> {
  await guard(() => refuseHalfCopied(db));
  await guard(() => migrate(db, { table: migrations, clock, log }));
  const all = collections(db);
  const { expires } = await guard(() => ensureIndexes(db));
  if (!expires) log.warn('this server deletes nothing by itself: a job does it', { lacks: 'TTL indexes' });
  const store: Store = {
    kind,
    ping: () =>
      guard(async () => {
        await within(3_000, clock, (signal) => db.command({ ping: 1 }, { signal }));
      }),
    states: stateStore(all),
    models: modelStore(all),
    snapshots: snapshotStore(db, all, clock),
    observations: observationStore(all),
    layouts: layoutStore(all),
    labels: labelStore(all),
    leases: leaseStore(all, clock),
    marks: markStore(all),
    settings: settingStore(all),
    outbox: outboxStore(all, clock),
    intents: intentStore(all, clock),
    reports: reportStore(all),
    retrains: retrainStore(all),
    champions: championStore(all),
    quarantine: quarantineStore(all),
    audit: auditStore(all),
    work: workStore(all, clock),
    jobs: () => guard(() => readJobs(all)),
  };
  return { store, db, sweep: expires ? null : () => guard(() => sweep(db, clock.now())), close };
}

function modelStore(all: Collections): Store['models'] {
  const { models, observations } = all;
  const key = (watch: string, version: number) => `${watch}:${version}`;
  return {
    put: (version) =>
      guard(async () => {
        const row: ModelRow = { _id: key(version.watch, version.version), v: 2, ...version };
        await insertOnce<ModelRow>(models, row);
      }),
    read: (watch, version) =>
      guard(async () => {
        const row = await models.findOne({ _id: key(watch, version) }, bounded);
        return row === null ? null : asVersion(row);
      }),
    list: (watch, limit) =>
      guard(async () => {
        const rows = await models.find({ watch }, bounded).sort({ version: -1 }).limit(limit).toArray();
        return rows.map(asVersion);
      }),
    prune: (watch, { newest, rejected, also }) =>
      guard(async () => {
        const numbers = { ...bounded, projection: { version: 1 } };
        const last = (limit: number, decision: { $in: ['rejected'] } | { $nin: ['rejected'] }) =>
          models.find({ watch, decision }, numbers).sort({ version: -1 }).limit(limit).toArray();
        const rows = [
          ...(await last(newest, { $nin: ['rejected'] })),
          ...(await last(rejected, { $in: ['rejected'] })),
        ];
        const used = [
          ...(await observations.distinct('version', { watch }, bounded)),
          ...(await predictionBlocks(all).versions(watch)),
        ];
        const kept = [...rows.map((row) => row.version), ...also, ...used];
        return (await models.deleteMany({ watch, version: { $nin: kept } })).deletedCount;
      }),
  };
}

function asVersion({ _id, v: _v, ...version }: ModelRow): ModelVersion {
  return version;
}

function snapshotStore(db: Db, { models }: Collections, clock: Clock): Store['snapshots'] {
  const bucket = new GridFSBucket(db, { bucketName: 'snapshots' });
  const files = db.collection<{ filename: string; length: number; metadata?: { putAt: Date } }>(
    'snapshots.files',
  );
  const chunks = db.collection('snapshots.chunks');
  return {
    put: (sha256, bytes) =>
      guard(async () => {
        const putAt = new Date(clock.now());
        // Said again, or a prune could take what a version is about to refer to.
        const again = { $set: { 'metadata.putAt': putAt } };
        const same = { filename: sha256, length: bytes.length };
        if ((await files.updateOne(same, again)).matchedCount > 0) return;
        const upload = bucket.openUploadStream(sha256, { metadata: { putAt } });
        await new Promise<void>((resolve, reject) => {
          upload.once('finish', resolve);
          upload.once('error', reject);
          upload.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
        });
      }),
    prune: (before) =>
      guard(async () => {
        const old = { $or: [{ 'metadata.putAt': { $lt: new Date(before) } }, { 'metadata.putAt': null }] };
        const found = await files.find(old, bounded).toArray();
        const rows = await models
          .find({}, { ...bounded, projection: { reference: 1, 'origin.file': 1 } })
          .toArray();
        const referred = new Set(rows.flatMap(({ reference, origin }) => [reference, origin?.file]));
        let pruned = 0;
        for (const { _id, filename } of found) {
          if (referred.has(filename)) continue;
          // Only while it is still old: somebody may just have put it again.
          if ((await files.deleteOne({ _id, ...old })).deletedCount === 0) continue;
          await chunks.deleteMany({ files_id: _id });
          pruned++;
        }
        return pruned;
      }),
    read: (sha256) =>
      guard(async () => {
        const [stored] = await bucket.find({ filename: sha256 }).limit(1).toArray();
        if (stored === undefined)
          throw new AppError('not_found', `The reference window ${sha256.slice(0, 12)} is not in the store.`);
        // Shared, and filled piece by piece: the worker that reads it gets it without a copy.
        const bytes = new Uint8Array(new SharedArrayBuffer(stored.length));
        let at = 0;
        for await (const chunk of bucket.openDownloadStream(stored._id)) {
          bytes.set(chunk, at);
          at += chunk.length;
        }
        return bytes;
      }),
  };
}

async function readJobs({ jobs }: Collections): Promise<JobInfo[]> {
  const rows = await jobs.find({}, bounded).sort({ name: 1 }).limit(200).toArray();
  return rows.map((row) => ({
    name: row.name,
    lastRunAt: row.lastRunAt?.getTime() ?? null,
    nextRunAt: row.nextRunAt?.getTime() ?? null,
    running:
      row.lockedAt instanceof Date && (row.lastRunAt?.getTime() ?? 0) > (row.lastFinishedAt?.getTime() ?? 0),
    failure:
      row.failedAt instanceof Date && row.failedAt >= (row.lastFinishedAt ?? row.failedAt)
        ? (row.failReason ?? null)
        : null,
  }));
}
