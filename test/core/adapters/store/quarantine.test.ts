// Batches in quarantine beyond the contract: when they are over, and that a copy and a backup have them.
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backupLog, restoreLog, startEmbedded, verifyLog } from '../../../../core/adapters/embedded/index.ts';
import { copyStore } from '../../../../core/adapters/store/copy.ts';
import { type OpenStore, openStore } from '../../../../core/adapters/store/index.ts';
import { maintain } from '../../../../core/adapters/store/maintenance.ts';
import { steppedClock } from '../../../../core/adapters/system.ts';
import type { Quarantine } from '../../../../core/quarantine.ts';
import { firstState, type Pending } from '../../../../core/state.ts';
import { batchOf } from '../../../contracts/samples.ts';
import { lesserServer, withoutIndexOption } from '../../../fakes/lesser-server.ts';
import { silent } from '../../../fakes/log.ts';
import { openTestStore } from '../../ops/store.ts';
import { ownFolder } from '../folder.ts';

const start = Date.UTC(2026, 0, 5, 9);
const day = 86_400_000;
const batch = (number: number, known: Partial<Quarantine> = {}) =>
  batchOf({ watch: 'w', number, openedAt: start, from: start - 9, until: start, ...known });

/** Batches come by the state alone. */
async function keep({ store }: Pick<OpenStore, 'store'>, batches: readonly Quarantine[]): Promise<void> {
  const state = await store.states.create(firstState('w', 1));
  const pending = batches.map(
    (one): Pending => ({ to: 'quarantine', key: `${one.number}:${one.revision}`, batch: one }),
  );
  await store.states.settle({ ...state, pending });
}

describe('a batch in quarantine', () => {
  it('is over a day after the last of its rows, not while rows join it, and never where rows stay', async () => {
    const clock = steppedClock(start);
    const server = await lesserServer(withoutIndexOption('expireAfterSeconds'), clock);
    onTestFinished(() => server.close());
    const uri = server.uri;
    const open = await openStore({ uri, database: 'vigie', kind: 'mongodb', clock, log: silent });
    onTestFinished(() => open.close());
    const month = { keptFor: 30 * day, lasting: false };
    const discarded = { status: 'discarded', by: 'ada', at: start + 20 * day } as const;
    await keep(open, [
      batch(1, month),
      batch(2, { ...month, ...discarded }),
      batch(3, { ...month, until: null, openedAt: start + 5 * day }),
      batch(4, { ...month, lasting: true }),
      batch(5, { ...month, keptFor: null }),
    ]);
    const left = async () => {
      await open.sweep?.();
      return (await open.store.quarantine.list('w')).map(({ number }) => number);
    };
    clock.advance(31 * day - 1);
    expect(await left()).toEqual([5, 4, 3, 2, 1]);
    clock.advance(1);
    expect(await left()).toEqual([5, 4, 3]);
    // Without a time of its rows, by when it was found.
    clock.advance(5 * day);
    expect(await left()).toEqual([5, 4]);
    await keep(open, [batch(4, { ...month, revision: 2, until: start + 40 * day })]);
    clock.advance(35 * day - 1);
    expect(await left()).toEqual([5, 4]);
    clock.advance(1);
    expect(await left()).toEqual([5]);
  });

  it('goes by itself where the server has TTL indexes', async () => {
    const open = await openTestStore(steppedClock(start));
    onTestFinished(() => open.close());
    await keep(open, [batch(1, { lasting: false, keptFor: 60_000 })]);
    const collection = open.db.collection('quarantine');
    expect(await collection.findOne({})).toMatchObject({ expiresAt: new Date(start + 60_000 + day) });
    const expiring = (await collection.indexes()).filter(
      (index) => index['expireAfterSeconds'] !== undefined,
    );
    expect(expiring).toMatchObject([{ key: { expiresAt: 1 }, expireAfterSeconds: 0 }]);
  });

  it('is in a copy of the store whole, with when it is over, and what the state had not moved yet', async () => {
    const [here, there] = [
      await openTestStore(steppedClock(start)),
      await lesserServer(() => null, steppedClock(start)),
    ];
    onTestFinished(() => here.close());
    onTestFinished(() => there.close());
    const [first, second] = [batch(1, { lasting: false }), batch(2)];
    await keep(here, [first]);
    const state = await here.store.states.create(firstState('w', 1));
    const waits = { to: 'quarantine', key: '2:1', batch: second } as const;
    expect(await here.store.states.replace({ ...state, pending: [waits] })).toBe(true);
    const to = {
      uri: there.uri,
      database: 'vigie',
      kind: 'mongodb',
      clock: steppedClock(start),
      log: silent,
    } as const;
    const client = await new MongoClient(there.uri).connect();
    onTestFinished(() => client.close());
    await copyStore({ from: here.db, to: client.db('vigie'), source: 'here', say: () => {} });
    const copied = await openStore(to);
    onTestFinished(() => copied.close());
    expect(await copied.store.quarantine.list('w')).toEqual([first]);
    expect(await copied.db.collection('quarantine').findOne({})).toEqual(
      await here.db.collection('quarantine').findOne({}),
    );
    const found = await copied.store.states.read('w');
    if (found === null) throw new Error('the state was not copied');
    await copied.store.states.settle(found);
    expect(await copied.store.quarantine.list('w')).toEqual([second, first]);
  });

  it('comes back from a backup as it stood then', async () => {
    const clock = steppedClock(start);
    const dataDir = join(await ownFolder(), 'data');
    const within = async <T>(use: (open: OpenStore) => Promise<T>): Promise<T> => {
      const embedded = await startEmbedded({ dataDir, clock });
      const options = { uri: embedded.uri, database: 'vigie', kind: 'embedded', clock, log: silent } as const;
      const open = await openStore(options);
      try {
        return await use(open);
      } finally {
        await open.close();
        await embedded.stop();
      }
    };
    const store = (...argv: readonly string[]) =>
      maintain(argv, {
        settings: { DATA_DIR: dataDir, MONGODB_URI: '', MONGODB_DB: 'vigie' },
        tools: { startEmbedded, backupLog, restoreLog, verifyLog },
        clock,
        say: () => {},
        stayUntilStopped: () => {},
      });
    const file = join(dataDir, '..', 'backup.log');
    const held = batch(1);
    await within((open) => keep(open, [held]));
    await store('backup', file);
    const released = batch(1, { revision: 2, lasting: false, status: 'released', by: 'ada', at: start + 1 });
    await within((open) => keep(open, [released]));
    expect(await within((open) => open.store.quarantine.list('w'))).toEqual([released]);
    await store('restore', file);
    expect(await within((open) => open.store.quarantine.list('w'))).toEqual([held]);
  });
});
