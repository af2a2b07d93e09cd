// Bringing a store forward: the steps of a table handed in, taken once, whatever comes between.
import type { Db, Document } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../../../core/adapters/store/migrate.ts';
import { layoutOf, type Migrations } from '../../../../core/adapters/store/migrations.ts';
import { steppedClock } from '../../../../core/adapters/system.ts';
import { remembering, silent } from '../../../fakes/log.ts';
import { type Opened, openEmbedded, START } from '../embedded/opened.ts';

const clock = steppedClock(START);

/** Three steps: sizes get a unit, then the unit a longer name; colours without a version get one. */
const table: Migrations = {
  sizes: {
    1: ({ size, ...rest }) => ({ ...rest, size: { value: size, unit: 'cm' } }),
    2: ({ size, ...rest }) => ({ ...rest, size: { ...size, unit: 'centimetre' } }),
  },
  colours: { 0: (document) => document },
};

describe('migrating', () => {
  let opened: Opened;
  let db: Db;
  beforeEach(async () => {
    opened = await openEmbedded({ clock });
    db = opened.db;
  });
  afterEach(() => opened.close());

  const run = (steps: Migrations, log = silent) => migrate(db, { table: steps, clock, log });
  const allSizes = () => db.collection<Document & { _id: number }>('sizes');
  const sizes = (): Promise<Document[]> => allSizes().find().sort({ _id: 1 }).toArray();
  const layout = () => db.collection<Document & { _id: string }>('meta').findOne({ _id: 'layout' });
  /** What a version without any steps left behind. */
  const older = async (rows = 3) => {
    await run({});
    const documents = Array.from({ length: rows }, (_, size) => ({ _id: size, v: 1, size }));
    await allSizes().insertMany(documents);
    await db.collection<{ _id: string }>('colours').insertOne({ _id: 'red' });
  };

  it('counts its steps into the layout', () => {
    expect([layoutOf({}), layoutOf(table)]).toEqual([1, 4]);
  });

  it('takes every document through all steps, from whichever version it has', async () => {
    await older();
    await allSizes().insertOne({ _id: 9, v: 2, size: { value: 9, unit: 'cm' } });
    await run(table);
    expect(await sizes()).toEqual([
      { _id: 0, v: 3, size: { value: 0, unit: 'centimetre' } },
      { _id: 1, v: 3, size: { value: 1, unit: 'centimetre' } },
      { _id: 2, v: 3, size: { value: 2, unit: 'centimetre' } },
      { _id: 9, v: 3, size: { value: 9, unit: 'centimetre' } },
    ]);
    expect(await db.collection('colours').find().toArray()).toEqual([{ _id: 'red', v: 1 }]);
    expect(await layout()).toEqual({ _id: 'layout', v: 4, complete: true });
  });

  it('has nothing to do in a new database, nor a second time', async () => {
    await run(table);
    await allSizes().insertOne({ _id: 1, v: 1, size: 1 });
    await run(table);
    // Whatever says version 1 now was not there before: a new database is of the present layout.
    expect(await sizes()).toEqual([{ _id: 1, v: 1, size: 1 }]);
  });

  it('says how far it is', async () => {
    await older(1_200);
    const { log, lines } = remembering();
    await run({ sizes: { 1: (document) => document } }, log);
    expect(lines.map(({ message, facts }) => [message, facts['documents'] ?? facts['layout']])).toEqual([
      ['bringing the store to this version', 500],
      ['bringing the store to this version', 1_000],
      ['bringing the store to this version', 1_200],
      ['the store is of this version', 2],
    ]);
  });

  it('goes on where it was cut short, and lets no older version in between', async () => {
    await older(1_200);
    const taken = new Map<unknown, number>();
    const counting = (until: number): Migrations => ({
      sizes: {
        1: ({ size }) => {
          if (size >= until) throw new Error('killed');
          taken.set(size, (taken.get(size) ?? 0) + 1);
          return { size: `${size} cm` };
        },
      },
    });
    await expect(run(counting(700))).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: 'A document of sizes (700) is not what its version should be.',
    });
    await expect(run({})).rejects.toMatchObject({ code: 'invalid_config' });
    // The first batch is kept; of the second nothing was written.
    taken.clear();
    await run(counting(Infinity));
    expect([Math.min(...([...taken.keys()] as number[])), taken.size]).toEqual([500, 700]);
    expect((await sizes()).filter(({ v, size }) => v !== 2 || !/^\d+ cm$/.test(size))).toEqual([]);
  });

  it('is done once when several start at once', async () => {
    await older(600);
    const once: Migrations = { sizes: { 1: ({ size, steps = 0 }) => ({ size, steps: steps + 1 }) } };
    await Promise.all([run(once), run(once), run(once)]);
    expect((await sizes()).filter(({ v, steps }) => v !== 2 || steps !== 1)).toEqual([]);
    expect(await db.collection('leases').countDocuments()).toBe(0);
  });

  it('takes over from a process that died in the middle, once its lease is over', async () => {
    await older();
    const died = { _id: 'migration', v: 1, owner: 'gone', until: new Date(clock.now() + 60_000) };
    await db.collection<{ _id: string }>('leases').insertOne(died);
    const { log, lines } = remembering();
    const hurried = {
      ...clock,
      sleep: async () => clock.advance(30_000),
    };
    await migrate(db, { table, clock: hurried, log });
    expect(lines.map(({ message }) => message).filter((message) => message.includes('waiting'))).toHaveLength(
      2,
    );
    expect((await sizes()).map(({ v }) => v)).toEqual([3, 3, 3]);
  });

  it('refuses what a newer version wrote, and names both layouts', async () => {
    await run(table);
    await expect(run({})).rejects.toMatchObject({
      code: 'invalid_config',
      message: 'The database was written by a newer Vigie (layout 4; this one knows 1).',
    });
  });
});
