// What the disk refuses is taken back in memory, change by change, and nothing else is.

import { rm } from 'node:fs/promises';
import { serialize } from 'bson';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../../../core/adapters/embedded/engine.ts';
import { contentIn, contentOf, engineOn, failingDisk, NS, shortDisk } from './engines.ts';
import { failureOf } from './opened.ts';
import { makePlace, type Place } from './place.ts';

let place: Place;
let log: string;
let isFull = false;
let restore: (() => void) | undefined;
beforeEach(async () => {
  place = await makePlace();
  log = `${place.directory}/embedded.log`;
  isFull = false;
});
afterEach(async () => {
  restore?.();
  restore = undefined;
  await rm(place.directory, { recursive: true, force: true });
});

describe('a disk that takes a write in parts', () => {
  it.each([1, 7, 64, 1_000])('of %s bytes has all of it in the end, in its order', async (most) => {
    const engine = await engineOn(log);
    restore = await shortDisk(log, most);
    for (const _id of [0, 1, 2]) {
      const doc = { _id, text: `${_id}`.repeat(300) };
      engine.insert(NS, doc, serialize(doc));
      engine.insert('test.other', doc);
      await engine.synced();
    }
    await engine.close();
    expect(await contentIn(log)).toEqual(contentOf(engine));
    expect(contentOf(engine).get(2)).toEqual({ _id: 2, text: '2'.repeat(300) });
    expect(await contentIn(log, 'test.other')).toEqual(contentOf(engine, 'test.other'));
  });
});

describe('a full disk', () => {
  it.each(['ENOSPC', 'EIO', 'EROFS', 'EDQUOT'])(
    'that says %s takes nothing back but what it refused, and is used again when it can be',
    async (code) => {
      const engine = await engineOn(log);
      restore = await failingDisk(log, code, () => isFull);
      engine.addIndex(NS, { name: 'k_1', key: { k: 1 }, unique: true });
      for (const _id of [0, 1, 2]) engine.insert(NS, { _id, k: _id });
      engine.insert('test.other', { _id: 'x' });
      await engine.synced();
      isFull = true;
      engine.insert(NS, { _id: 3, k: 3 });
      engine.replace(NS, { _id: 0, k: 10 });
      engine.delete(NS, 1);
      engine.drop('test.other');
      engine.insert('test.new', { _id: 'y' });
      engine.dropIndex(NS, 'k_1');
      expect(await failureOf(engine.synced())).toMatchObject({ code });
      expect([...contentOf(engine).values()]).toEqual(
        expect.arrayContaining([0, 1, 2].map((_id) => ({ _id, k: _id }))),
      );
      expect(contentOf(engine).size).toBe(3);
      expect(contentOf(engine, 'test.other').size).toBe(1);
      expect(engine.collection('test.new')).toBeUndefined();
      expect(() => engine.insert(NS, { _id: 4, k: 0 })).toThrow('E11000');
      isFull = false;
      engine.insert(NS, { _id: 3, k: 10 });
      await engine.synced();
      expect(await contentIn(log)).toEqual(contentOf(engine));
      await engine.close();
    },
  );

  it('fails what was asked after it as well: that stood on what failed', async () => {
    const engine = await engineOn(log);
    engine.insert(NS, { _id: 0, n: 0 });
    await engine.synced();
    restore = await failingDisk(log, 'ENOSPC', () => isFull);
    isFull = true;
    engine.replace(NS, { _id: 0, n: 1 });
    const first = failureOf(engine.synced());
    await new Promise(setImmediate);
    engine.replace(NS, { _id: 0, n: 2 });
    const second = failureOf(engine.synced());
    expect(await Promise.all([first, second])).toMatchObject([{ code: 'ENOSPC' }, { code: 'ENOSPC' }]);
    expect(contentOf(engine).get(0)).toEqual({ _id: 0, n: 0 });
    await engine.close();
  });

  it('leaves memory equal to what a start would find, whatever was refused in between', async () => {
    const change = fc.record({
      op: fc.constantFrom('put', 'put', 'put', 'delete', 'drop', 'index', 'unindex'),
      id: fc.nat(6),
      k: fc.nat(4),
    });
    const commit = fc.record({
      fails: fc.boolean(),
      changes: fc.array(change, { minLength: 1, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(commit, { maxLength: 12 }), async (commits) => {
        await rm(log, { force: true });
        const engine = await engineOn(log);
        const real = await failingDisk(log, 'ENOSPC', () => isFull);
        for (const { fails, changes } of commits) {
          isFull = fails;
          for (const one of changes) perform(engine, one);
          await engine.synced().catch(() => undefined);
        }
        isFull = false;
        real();
        const after = contentOf(engine);
        const indexes = engine.collection(NS)?.indexes.map(({ name }) => name) ?? ['_id_'];
        await engine.close();
        const again = await engineOn(log);
        expect(contentOf(again)).toEqual(after);
        expect((again.collection(NS)?.indexes.map(({ name }) => name) ?? ['_id_']).sort()).toEqual(
          indexes.sort(),
        );
        await again.close();
      }),
      { numRuns: 40, seed: 17 },
    );
  });
});

// What a client would be refused is no change at all.
function perform(engine: Engine, { op, id, k }: { op: string; id: number; k: number }): void {
  try {
    if (op === 'put') engine.replace(NS, { _id: id, k });
    if (op === 'delete' && engine.find(NS, { _id: id }).length > 0) engine.delete(NS, id);
    if (op === 'drop') engine.drop(NS);
    if (op === 'index') addOnce(engine);
    if (op === 'unindex') engine.dropIndex(NS, 'k_1');
  } catch (error) {
    if (!(error instanceof Error && error.name === 'CommandError')) throw error;
  }
}

function addOnce(engine: Engine): void {
  const known = engine.collection(NS)?.indexes.some(({ name }) => name === 'k_1');
  if (known !== true) engine.addIndex(NS, { name: 'k_1', key: { k: 1 }, unique: true });
}
