// The store over the embedded server, reached by the real driver over its socket.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Embedded, startEmbedded } from '../../../../core/adapters/embedded/index.ts';
import { openStore } from '../../../../core/adapters/store/index.ts';
import { steppedClock } from '../../../../core/adapters/system.ts';
import { storeContract } from '../../../contracts/store.ts';
import { silent } from '../../../fakes/log.ts';

const makeDirectory = () => mkdtemp(join(tmpdir(), 'vigie-store-'));

storeContract('the embedded store', async (clock) => {
  const directory = await makeDirectory();
  const embedded = await startEmbedded({ dataDir: directory, clock });
  const open = await openStore({
    uri: embedded.uri,
    database: 'vigie',
    kind: 'embedded',
    clock,
    log: silent,
  });
  return {
    store: open.store,
    async close() {
      await open.close();
      await embedded.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
});

describe('opening a store', () => {
  const clock = steppedClock(0);
  let directory: string;
  let embedded: Embedded;
  beforeEach(async () => {
    directory = await makeDirectory();
    embedded = await startEmbedded({ dataDir: directory, clock });
  });
  afterEach(async () => {
    await embedded.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const open = () =>
    openStore({ uri: embedded.uri, database: 'vigie', kind: 'embedded', clock, log: silent });

  it('can be done again and again, and by two at once', async () => {
    const [first, second] = await Promise.all([open(), open()]);
    await first.store.leases.acquire('x', 'one', 1_000);
    expect(await second.store.leases.acquire('x', 'other', 1_000)).toBe(false);
    await Promise.all([first.close(), second.close()]);
    await (await open()).close();
  });

  it('refuses a database that a newer version wrote', async () => {
    await (await open()).close();
    const client = await new MongoClient(embedded.uri).connect();
    await client
      .db('vigie')
      .collection<{ _id: string; v: number }>('meta')
      .updateOne({ _id: 'layout' }, { $set: { v: 1_000 } });
    await client.close();
    await expect(open()).rejects.toMatchObject({ code: 'invalid_config' });
  });
});
