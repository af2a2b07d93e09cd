// The log keeps everything over a restart, forgives a torn end, and refuses damage before it.

import { appendFile, mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbedded } from '../../../../core/adapters/embedded/index.ts';
import { failureOf, openEmbedded, START } from './opened.ts';
import { clock, makePlace, type Place, storedNumbers } from './place.ts';

let place: Place;
let data: string;
let log: string;
beforeEach(async () => {
  place = await makePlace();
  ({ data, log } = place);
});
afterEach(() => rm(place.directory, { recursive: true, force: true }));

/** A stopped store that holds `count` numbered documents, each of its own commit. */
async function filled(count: number): Promise<void> {
  const { db, client, embedded } = await openEmbedded({ directory: data });
  for (let i = 0; i < count; i += 1) await db.collection<{ _id: number }>('numbers').insertOne({ _id: i });
  await client.close();
  await embedded.stop();
}

describe('the log', () => {
  it('keeps documents, indexes and drops over a restart', async () => {
    const before = await openEmbedded({ directory: data });
    await before.db
      .collection('a')
      .createIndex({ k: 1 }, { unique: true, partialFilterExpression: { open: true } });
    await before.db
      .collection('a')
      .insertOne({ k: 1, open: true, at: new Date(START), n: 1.5, list: [null, { x: 'é' }] });
    await before.db.collection('a').updateOne({ k: 1 }, { $set: { n: 2 } });
    await before.db.collection('gone').insertOne({ k: 1 });
    await before.db.collection('gone').drop();
    const stored = await before.db.collection('a').findOne();
    await before.client.close();
    await before.embedded.stop();
    const after = await openEmbedded({ directory: data });
    expect(await after.db.collection('a').findOne()).toEqual(stored);
    expect(await failureOf(after.db.collection('a').insertOne({ k: 1, open: true }))).toMatchObject({
      code: 11000,
    });
    expect((await after.db.listCollections().toArray()).map((entry) => entry.name)).toEqual(['a']);
    await after.close();
  });

  it('keeps replacements as they were asked for, with an id, without one, and with one behind', async () => {
    const before = await openEmbedded({ directory: data });
    const collection = before.db.collection<{ _id: number; [field: string]: unknown }>('a');
    await collection.insertMany([1, 2, 3, 4].map((_id) => ({ _id, old: true })));
    // Large enough to stay BSON.
    const text = 'x'.repeat(2_000);
    await collection.replaceOne({ _id: 1 }, { large: { text }, b: 1 });
    await before.db.command({ update: 'a', updates: [{ q: { _id: 2 }, u: { _id: 2, large: { text } } }] });
    const behind = new Map<string, unknown>([['b', 1]]).set('_id', 3).set('large', { text });
    await collection.replaceOne({ _id: 3 }, behind as never);
    await collection.replaceOne({ old: true }, { large: { text }, c: 1 });
    await collection.updateOne({ _id: 4 }, { $set: { 'large.more': 1 } });
    const wanted = [
      ['_id', 1, 'large', { text }, 'b', 1],
      ['_id', 2, 'large', { text }],
      ['_id', 3, 'b', 1, 'large', { text }],
      ['_id', 4, 'large', { text, more: 1 }, 'c', 1],
    ];
    const stored = async (opened: typeof before) =>
      (await opened.db.collection('a').find().sort({ _id: 1 }).toArray()).map((doc) =>
        Object.entries(doc).flat(),
      );
    expect(await stored(before)).toEqual(wanted);
    await before.client.close();
    await before.embedded.stop();
    const after = await openEmbedded({ directory: data });
    expect(await stored(after)).toEqual(wanted);
    await after.close();
  });

  it('loses a torn last commit and nothing else', async () => {
    await filled(5);
    const file = await open(log, 'r+');
    await file.truncate((await stat(log)).size - 7);
    await file.close();
    expect(await storedNumbers(data)).toEqual([0, 1, 2, 3]);
    await appendFile(log, Buffer.alloc(500, 0x41));
    expect(await storedNumbers(data)).toEqual([0, 1, 2, 3]);
    await appendFile(log, Buffer.alloc(4_096));
    expect(await storedNumbers(data)).toEqual([0, 1, 2, 3]);
  });

  it.each([
    ['in a document', 120],
    ['in a length', 9],
  ])('is refused, untouched, when it is damaged before its end: %s', async (_name, position) => {
    await filled(5);
    const bytes = await readFile(log);
    bytes[position] = (bytes[position] ?? 0) ^ 0xff;
    await writeFile(log, bytes);
    const failure = await failureOf(startEmbedded({ dataDir: data, clock }));
    expect(failure).toMatchObject({ name: 'AppError', code: 'storage_unavailable' });
    expect(failure.message).toMatch(/embedded\.log is damaged at byte \d+, before its end$/);
    expect(Buffer.compare(await readFile(log), bytes)).toBe(0);
    expect(await readdir(data)).toEqual(['embedded.log']);
  });

  it('is refused when it is some other file', async () => {
    await mkdir(data);
    await writeFile(log, 'these are my notes');
    expect(await failureOf(startEmbedded({ dataDir: data, clock }))).toMatchObject({
      code: 'storage_unavailable',
    });
    expect(await readFile(log, 'utf8')).toBe('these are my notes');
  });

  it('is rewritten once it has doubled past 16 MB, and holds the same afterwards', async () => {
    const before = await openEmbedded({ directory: data });
    const collection = before.db.collection<{ _id: number; text: string }>('numbers');
    await collection.createIndex({ text: 1 }, { unique: true });
    for (let i = 0; i < 60; i += 1) {
      await Promise.all(
        [0, 1, 2].map((_id) =>
          collection.replaceOne({ _id }, { text: `${i} ${_id}`.padEnd(200_000) }, { upsert: true }),
        ),
      );
    }
    const texts = await collection.distinct('text');
    await before.client.close();
    await before.embedded.stop();
    expect((await stat(log)).size).toBeLessThan(20_000_000);
    const after = await openEmbedded({ directory: data });
    expect(await after.db.collection('numbers').distinct('text')).toEqual(texts);
    expect(texts.map((text) => text.trim())).toEqual(['59 0', '59 1', '59 2']);
    expect(await after.db.collection('numbers').indexExists('text_1')).toBe(true);
    await after.close();
  });
});
