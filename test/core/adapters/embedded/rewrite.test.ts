// A log that has grown too long is written anew while it is used.

import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../../../core/adapters/embedded/engine.ts';
import { contentIn, contentOf, engineOn, failingDisk, NS } from './engines.ts';
import { makePlace, type Place } from './place.ts';

/** The size below which a log is never written anew. */
const SMALLEST = 16 * 1024 * 1024;

let place: Place;
let log: string;
beforeEach(async () => {
  place = await makePlace();
  log = `${place.directory}/embedded.log`;
});
afterEach(() => rm(place.directory, { recursive: true, force: true }));

/** An engine with 40 documents whose log is just below the size. */
async function grown(): Promise<Engine> {
  const engine = await engineOn(log);
  const text = 'x'.repeat(100_000);
  for (let i = 0; (await stat(log)).size < SMALLEST; i += 1) {
    for (let _id = 0; _id < 10; _id += 1)
      engine.replace(NS, { _id: (10 * i + _id) % 40, n: i, text: `${i}${text}` });
    await engine.synced();
  }
  return engine;
}

/** Writes one small commit after the other until the log is short again or `most` were written. */
async function writeOn(engine: Engine, most: number): Promise<number> {
  let count = 0;
  while (count < most && (await stat(log)).size >= SMALLEST / 2) {
    engine.replace(NS, { _id: `small ${count % 7}`, count });
    if (count % 3 === 0) engine.delete(NS, count % 40);
    await engine.synced();
    count += 1;
  }
  return count;
}

describe('a log written anew', () => {
  it('keeps what was committed before, meanwhile and afterwards, and is short again', async () => {
    const engine = await grown();
    const count = await writeOn(engine, 10_000);
    expect(count).toBeGreaterThan(3);
    engine.insert(NS, { _id: 'afterwards' });
    await engine.close();
    expect((await stat(log)).size).toBeLessThan(SMALLEST / 2);
    expect(await contentIn(log)).toEqual(contentOf(engine));
    expect(await readdir(place.directory)).toEqual(['embedded.log']);
  });

  it('is none while all it holds is of use, and is one after a restart once half is not', async () => {
    const engine = await engineOn(log);
    const { ino } = await stat(log);
    const text = 'x'.repeat(100_000);
    for (let _id = 0; (await stat(log)).size < 2.5 * SMALLEST; _id += 1) {
      engine.insert(NS, { _id, text });
      await engine.synced();
    }
    await engine.close();
    expect((await stat(log)).ino).toBe(ino);
    const again = await engineOn(log);
    for (const _id of [...contentOf(again).keys()].slice(50)) again.delete(NS, _id);
    await again.synced();
    await writeOn(again, 10_000);
    await again.close();
    expect((await stat(log)).size).toBeLessThan(SMALLEST / 2);
    expect(await contentIn(log)).toEqual(contentOf(again));
  });

  it('given up by a close in its middle costs nothing and leaves nothing behind', async () => {
    const engine = await grown();
    engine.insert(NS, { _id: 'begins it' });
    await engine.synced();
    await engine.close();
    expect(await contentIn(log)).toEqual(contentOf(engine));
    expect(await readdir(place.directory)).toEqual(['embedded.log']);
  });

  it('that finds no place leaves the old one in use', async () => {
    await mkdir(`${log}.tmp`);
    const engine = await grown();
    expect(await writeOn(engine, 20)).toBe(20);
    await engine.close();
    expect(await contentIn(log)).toEqual(contentOf(engine));
  });

  it('that finds the disk full leaves the old one in use and takes no room', async () => {
    const engine = await grown();
    const restore = await failingDisk(log, 'ENOSPC', (length) => length > 100_000);
    expect(await writeOn(engine, 20)).toBe(20);
    restore();
    await engine.close();
    expect(await readdir(place.directory)).toEqual(['embedded.log']);
    expect(await contentIn(log)).toEqual(contentOf(engine));
  });

  it('begun with a commit that fails is given up: its snapshot held that commit', async () => {
    const engine = await grown();
    const restore = await failingDisk(log, 'ENOSPC', () => true);
    engine.insert(NS, { _id: 'no room' });
    await expect(engine.synced()).rejects.toThrow('ENOSPC');
    restore();
    await writeOn(engine, 50);
    await engine.close();
    expect(contentOf(engine).has('no room')).toBe(false);
    expect(await contentIn(log)).toEqual(contentOf(engine));
    expect(await readdir(place.directory)).toEqual(['embedded.log']);
  });
});
