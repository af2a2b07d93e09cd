// A store as the first version left it, kept as a file: this version opens it, brings it forward and reads it all.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Db, type Document, MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Embedded, startEmbedded } from '../../../../core/adapters/embedded/index.ts';
import { openStore } from '../../../../core/adapters/store/index.ts';
import { steppedClock } from '../../../../core/adapters/system.ts';
import { silent } from '../../../fakes/log.ts';

/** When the file was made: eleven checks, two trainings, one incident, three rows asked for, two labels, a lease. */
const clock = steppedClock(Date.UTC(2026, 0, 5, 9, 22));
const file = new URL('../../../vectors/store-layout-1.log.gz', import.meta.url);

describe('a store of layout 1', () => {
  let directory: string;
  let embedded: Embedded;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vigie-layout-'));
    await writeFile(join(directory, 'embedded.log'), gunzipSync(await readFile(file)));
    embedded = await startEmbedded({ dataDir: directory, clock });
  });
  afterEach(async () => {
    await embedded.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const open = () =>
    openStore({ uri: embedded.uri, database: 'vigie', kind: 'embedded', clock, log: silent });

  /** Documents of the store's own collections; GridFS keeps its own form. */
  async function documents(db: Db): Promise<Record<string, Document[]>> {
    const names = (await db.listCollections().toArray()).map(({ name }) => name);
    const own = names.filter((name) => !name.startsWith('snapshots.')).sort();
    const rows = own.map(async (name) => [name, await db.collection(name).find().sort({ _id: 1 }).toArray()]);
    return Object.fromEntries(await Promise.all(rows));
  }

  it('is what it says: an older one, with documents that carry no version', async () => {
    const client = await new MongoClient(embedded.uri).connect();
    const found = await documents(client.db('vigie'));
    await client.close();
    expect(found['meta']).toEqual([{ _id: 'layout', v: 1 }]);
    expect([found['counters'], found['leases']].flat().map((row) => row?.['v'])).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('is brought to this version: every document carries one, and what took no step is as it was', async () => {
    const client = await new MongoClient(embedded.uri).connect();
    const before = await documents(client.db('vigie'));
    await (await open()).close();
    const after = await documents(client.db('vigie'));
    await client.close();
    // The histories that came later begin empty, and so do the blocks of rows.
    expect(Object.keys(after)).toEqual(
      [
        ...Object.keys(before),
        ...['audit', 'champions', 'prediction_blocks', 'quarantine', 'retrains', 'work'],
      ].toSorted(),
    );
    const bare = Object.entries(after).flatMap(([name, rows]) =>
      rows.filter(({ v }) => typeof v !== 'number').map(({ _id }) => `${name}/${_id}`),
    );
    expect(bare).toEqual([]);
    const untouched = ['cards', 'counters', 'leases', 'agendaJobs'];
    const kept = Object.entries(before).filter(([name]) => untouched.includes(name));
    expect(after).toMatchObject(Object.fromEntries(kept));
    // An intent was a training, told with its figures alone.
    const [intent] = before['mlflow_outbox'] ?? [];
    const told = { kind: 'training', note: '', data: [], report: null, incident: null, against: null };
    expect(after['mlflow_outbox']?.[0]).toEqual({
      ...intent,
      v: 2,
      intent: { ...intent?.['intent'], ...told },
    });
    // A report told of levels and p-values of accuracy; since, of evidence, of which an old one has none.
    const { level: _level, performance, ...report } = before['drift_checks']?.[0]?.['report'] ?? {};
    const { p: _p, ...measured } = performance;
    const brought = { ...report, performance: measured, evidence: null, estimate: null };
    expect(after['drift_checks']?.[0]).toEqual({ ...before['drift_checks']?.[0], v: 2, report: brought });
    expect(after['models']?.[0]).toEqual({ ...before['models']?.[0], v: 2, calibration: null });
    const opened = before['watch_state']?.[0]?.['incident'].openedAt;
    const { at: firedAt } = before['watch_state']?.[0]?.['incident']?.opened ?? {};
    const { at: closedAt } = before['watch_state']?.[0]?.['incident']?.latest ?? {};
    expect(after['watch_state']?.[0]).toMatchObject({
      v: 4,
      evidence: null,
      alarms: [{ at: opened, expected: false }],
      threshold: null,
      pastIncidents: [],
      incident: {
        acknowledged: null,
        snoozed: null,
        fired: 1,
        calledAt: firedAt,
        closedAt,
        reminded: 2,
        openedAt: opened,
        opened: { evidence: null },
        latest: { evidence: null },
      },
    });
    expect(JSON.stringify([after['watch_state'], after['outbox']])).not.toContain('"level"');
    const at = Date.UTC(2026, 0, 5, 9, 22);
    const days = (count: number) => new Date(at + count * 24 * 60 * 60 * 1_000);
    expect(after['observations']?.[0]).toEqual({
      _id: 'o1',
      v: 2,
      seq: 1,
      id: 'o1',
      watch: 'shop',
      at,
      storedAt: at,
      expiresAt: days(30),
      features: [1.5, 'red', null],
      version: 1,
      predicted: 'yes',
      probability: 0.75,
      via: 'http',
      label: 'yes',
    });
    expect(after['labels']?.[1]).toEqual({
      _id: 'shop/r1',
      v: 3,
      watch: 'shop',
      id: 'r1',
      label: 'no',
      at,
      expiresAt: days(90),
      by: 'ada',
    });
  });

  it('is read whole', async () => {
    const { store, close } = await open();
    const state = await store.states.read('shop');
    expect(state).toMatchObject({ v: 4, champion: 2, previous: 1, checks: 11, incidents: 1, pending: [] });
    expect(state?.incident).toMatchObject({ id: 'shop-1', phase: 'resolved', resolution: 'promoted' });
    expect((await store.reports.list('shop', 20)).map(({ number }) => number)).toEqual([
      11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1,
    ]);
    const models = await store.models.list('shop', 5);
    expect(models.map(({ version, trigger }) => [version, trigger])).toEqual([
      [2, 'drift'],
      [1, 'first'],
    ]);
    for (const { reference } of models) {
      expect((await store.snapshots.read(reference)).length).toBeGreaterThan(100);
    }
    const rows = await store.observations.after({
      watch: 'shop',
      after: 0,
      limit: 9,
      settledBy: clock.now(),
    });
    expect(rows.map(({ sequence, row }) => [sequence, row.id, row.features])).toEqual([
      [1, 'o1', [1.5, 'red', null]],
      [2, 'o2', [1.5, 'red', null]],
    ]);
    expect(await store.labels.read('shop', ['o1', 'o2', 'r1'])).toEqual(
      new Map([
        ['o1', 'yes'],
        ['r1', 'no'],
      ]),
    );
    expect(await store.intents.runOf(models[0]?.intent ?? '')).not.toBeNull();
    expect([await store.outbox.depth(), await store.intents.depth()]).toEqual([0, 0]);
    // Numbers go on where they stopped.
    const [first] = rows;
    if (first !== undefined) await store.observations.add([{ ...first.row, id: 'o4' }]);
    const next = await store.observations.after({
      watch: 'shop',
      after: 3,
      limit: 9,
      settledBy: clock.now(),
    });
    expect(next.map(({ sequence, row }) => [sequence, row.id])).toEqual([[4, 'o4']]);
    await close();
  });

  it('stays as it is when it is opened again', async () => {
    await (await open()).close();
    const client = await new MongoClient(embedded.uri).connect();
    const once = await documents(client.db('vigie'));
    await (await open()).close();
    expect(await documents(client.db('vigie'))).toEqual(once);
    await client.close();
  });
});
