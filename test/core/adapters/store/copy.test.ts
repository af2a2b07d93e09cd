// Copying a whole store to another database.
import { BSON, MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyStore } from '../../../../core/adapters/store/copy.ts';
import { openStore } from '../../../../core/adapters/store/index.ts';
import { steppedClock } from '../../../../core/adapters/system.ts';
import { versionOf } from '../../../contracts/samples.ts';
import { newsOf } from '../../../contracts/store-bench.ts';
import { lesserServer } from '../../../fakes/lesser-server.ts';
import { silent } from '../../../fakes/log.ts';
import { type Opened, openEmbedded, START } from '../embedded/opened.ts';

const clock = steppedClock(START);
const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 31) % 251);
const sha = 'a'.repeat(64);

describe('a copy', () => {
  let here: Opened;
  let there: Opened;
  let said: string[];
  beforeEach(async () => {
    [here, there] = await Promise.all([openEmbedded({ clock }), openEmbedded({ clock })]);
    said = [];
    const { store, close } = await openAt(here);
    await store.models.put(versionOf({ watch: 'w', version: 1 }));
    await store.snapshots.put(sha, bytes);
    await store.outbox.add(newsOf('w', 1, START));
    await store.leases.acquire('l', 'ada', 1_000);
    await close();
  });
  afterEach(() => Promise.all([here.close(), there.close()]));

  const openAt = ({ embedded }: Opened) =>
    openStore({ uri: embedded.uri, database: 'vigie', kind: 'mongodb', clock, log: silent });
  const dbOf = (opened: Opened) => opened.client.db('vigie');
  const copy = (source = 'a store', to = dbOf(there)) =>
    copyStore({ from: dbOf(here), to, source, say: (line) => void said.push(line) });
  /** Documents and indexes of every collection, the mark of the copy aside. */
  async function contents(opened: Opened): Promise<string> {
    const db = dbOf(opened);
    const names = (await db.listCollections().toArray()).map(({ name }) => name).sort();
    const all = names.map(async (name) => {
      const rows = await db
        .collection<{ _id: string }>(name)
        .find({ _id: { $ne: 'copy' } })
        .toArray();
      return [name, { rows, indexes: await db.collection(name).indexes() }] as const;
    });
    return BSON.EJSON.stringify(Object.fromEntries(await Promise.all(all)));
  }

  it('has every document and every index, and is a store of its own', async () => {
    expect(await copy()).toBe(7);
    expect(await contents(there)).toEqual(await contents(here));
    expect(said).toContain('snapshots.chunks: 2 documents');
    await here.db.dropDatabase();
    const { store, close } = await openAt(there);
    expect(await store.models.read('w', 1)).toEqual(versionOf({ watch: 'w', version: 1 }));
    expect(Buffer.from(await store.snapshots.read(sha)).equals(bytes)).toBe(true);
    expect((await store.outbox.claim(START, 1))?.key).toBe('w:1');
    await close();
  });

  it('keeps numbers, long numbers and binaries of the types they have', async () => {
    const typed = {
      _id: 't',
      double: new BSON.Double(2),
      long: BSON.Long.fromString('9007199254740993'),
      int: new BSON.Int32(2),
      binary: new BSON.Binary(Buffer.from('x'), 5),
      at: new Date(7),
    };
    // The embedded store keeps the types of what does not fit a number; a MongoDB all of them.
    await dbOf(here).collection<{ _id: string }>('labels').insertOne(typed);
    await copy();
    const exact = { promoteValues: false, promoteBuffers: false };
    const read = (opened: Opened) => dbOf(opened).collection('labels').findOne({}, exact);
    expect(await read(there)).toEqual(await read(here));
    expect(String((await read(there))?.['long'])).toBe('9007199254740993');
  });

  it('refuses a database that holds anything, and says what', async () => {
    await dbOf(there).collection('other').insertOne({ a: 1 });
    await expect(copy()).rejects.toMatchObject({
      code: 'conflict',
      message: 'The database vigie at the target is not empty.',
      faults: [{ path: 'other', message: 'is there already' }],
    });
    expect(await dbOf(there).collection('other').countDocuments()).toBe(1);
  });

  it('refuses a database that holds a finished copy, and its own source', async () => {
    await copy();
    await expect(copy()).rejects.toMatchObject({ code: 'conflict' });
    await expect(copy('a store', dbOf(here))).rejects.toMatchObject({ code: 'conflict' });
    expect(await contents(there)).toEqual(await contents(here));
  });

  it('that was cut short is no store, and is begun anew by the next one of the same store', async () => {
    let room = false;
    const full = { ok: 0, errmsg: 'secret value', code: 14, codeName: 'X' };
    const server = await lesserServer(
      ({ command, body }) =>
        !room && command === 'insert' && body['insert'] === 'outbox' ? Promise.resolve(full) : null,
      clock,
    );
    const client = await new MongoClient(server.uri).connect();
    const to = client.db('vigie');
    const open = () => openStore({ uri: server.uri, database: 'vigie', kind: 'mongodb', clock, log: silent });
    await expect(copy('a store', to)).rejects.toMatchObject({
      code: 'unsupported',
      message: 'The target refused documents of outbox (code 14).',
    });
    await expect(open()).rejects.toMatchObject({
      code: 'invalid_config',
      message: 'The database vigie holds an unfinished copy of a store.',
    });
    await expect(copy('another store', to)).rejects.toMatchObject({ code: 'conflict' });
    room = true;
    expect(await copy('a store', to)).toBe(7);
    expect(said).toContain('An unfinished copy of this store is there: beginning anew.');
    const { store, close } = await open();
    expect(await store.models.read('w', 1)).not.toBeNull();
    await close();
    await client.close();
    await server.close();
  });

  it('is not finished when the store changed meanwhile', async () => {
    const numbers = dbOf(here).collection<{ _id: number }>('numbers');
    await numbers.insertMany(Array.from({ length: 5_200 }, (_, at) => ({ _id: at })));
    const late: Promise<unknown>[] = [];
    const say = (line: string) => {
      if (line.endsWith('so far')) late.push(numbers.insertOne({ _id: -1 }));
    };
    const copying = copyStore({ from: dbOf(here), to: dbOf(there), source: 'a store', say });
    await expect(copying).rejects.toMatchObject({
      code: 'conflict',
      message: 'numbers: 5200 documents copied, 5201 there now, 5200 arrived.',
    });
    await Promise.all(late);
    await expect(openAt(there)).rejects.toMatchObject({ code: 'invalid_config' });
  });
});
