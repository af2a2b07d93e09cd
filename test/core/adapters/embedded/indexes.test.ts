// Expectations follow MongoDB's manual on unique, partial, sparse and TTL indexes and on E11000 errors.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { failureOf, type Opened, openEmbedded, START } from './opened.ts';

let opened: Opened;
const clock = { now: () => time };
let time = START;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  opened = await openEmbedded({ clock });
});
afterAll(async () => {
  await opened.close();
  vi.useRealTimers();
});

describe('a unique index', () => {
  it('refuses a second document with its key and says which', async () => {
    const collection = opened.db.collection('unique');
    expect(await collection.createIndex({ name: 1, type: -1 }, { unique: true })).toBe('name_1_type_-1');
    await collection.insertOne({ name: 'a', type: 1 });
    await collection.insertOne({ name: 'a', type: 2 });
    const failure = await failureOf(collection.insertOne({ name: 'a', type: 1 }));
    expect(failure).toMatchObject({
      name: 'MongoServerError',
      code: 11000,
      keyPattern: { name: 1, type: -1 },
      keyValue: { name: 'a', type: 1 },
    });
    expect(failure.message).toContain(
      'E11000 duplicate key error collection: test.unique index: name_1_type_-1',
    );
    expect(await failureOf(collection.updateOne({ type: 2 }, { $set: { type: 1 } }))).toMatchObject({
      code: 11000,
    });
    expect(await collection.countDocuments({ type: 1 })).toBe(1);
  });

  it('frees a key when its document changes or goes', async () => {
    const collection = opened.db.collection('freed');
    await collection.createIndex({ k: 1 }, { unique: true });
    await collection.insertOne({ k: 1 });
    await collection.updateOne({ k: 1 }, { $set: { k: 2 } });
    await collection.insertOne({ k: 1 });
    await collection.deleteOne({ k: 2 });
    await collection.insertOne({ k: 2 });
    expect(await collection.distinct('k')).toEqual([1, 2]);
  });

  it('counts a missing field as null, numbers by value, and elements of arrays one by one', async () => {
    const collection = opened.db.collection('values');
    await collection.createIndex({ k: 1 }, { unique: true });
    await collection.insertMany([{}, { k: 1 }, { k: '1' }, { k: [7, 8, 7] }]);
    for (const k of [undefined, null, 1.0, [8], 7]) {
      expect(await failureOf(collection.insertOne(k === undefined ? {} : { k }))).toMatchObject({
        code: 11000,
      });
    }
    expect(await collection.countDocuments()).toBe(4);
  });

  it('finds the documents that hold a key, in arrays too, and only those that match otherwise', async () => {
    const collection = opened.db.collection<{ _id: number; k?: unknown; side?: string }>('sought');
    await collection.insertMany([
      { _id: 1, k: ['a', 'b'], side: 'left' },
      { _id: 2, k: ['c', 7], side: 'right' },
      { _id: 3, k: 'd' },
      { _id: 4 },
    ]);
    const idsOf = async (filter: object) =>
      (await collection.find(filter).sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
    const filters = [
      { k: 'b' },
      { k: { $in: ['b', 'a', 'd', 'x'] } },
      { k: { $eq: 7 } },
      { k: 'c', side: 'left' },
      { k: { $in: ['a', 'c'] }, side: 'right' },
      { k: null },
      { k: { $in: [null, 'd'] } },
      { k: ['a', 'b'] },
      { k: { $in: [['a', 'b']] } },
      { k: { $in: [] } },
    ];
    const scanned = await Promise.all(filters.map(idsOf));
    expect(scanned).toEqual([[1], [1, 3], [2], [], [2], [4], [3, 4], [1], [1], []]);
    await collection.createIndex({ k: 1 }, { unique: true });
    expect(await Promise.all(filters.map(idsOf))).toEqual(scanned);
    await collection.updateOne({ k: 'b' }, { $set: { k: ['a', 'e'] } });
    expect(await Promise.all([{ k: 'b' }, { k: 'e' }].map(idsOf))).toEqual([[], [1]]);
  });

  it('binds only the documents of its partial filter, or those that have the field when sparse', async () => {
    const runs = opened.db.collection('runs');
    await runs.createIndex({ kind: 1 }, { unique: true, partialFilterExpression: { open: true } });
    await runs.insertMany([
      { kind: 'retrain', open: false },
      { kind: 'retrain', open: false },
      { kind: 'retrain', open: true },
    ]);
    expect(await failureOf(runs.insertOne({ kind: 'retrain', open: true }))).toMatchObject({
      code: 11000,
      keyValue: { kind: 'retrain' },
    });
    expect(await failureOf(runs.updateOne({ open: false }, { $set: { open: true } }))).toMatchObject({
      code: 11000,
    });
    await runs.updateOne({ open: true }, { $set: { open: false } });
    await runs.insertOne({ kind: 'retrain', open: true });

    const sparse = opened.db.collection('sparse');
    await sparse.createIndex({ k: 1 }, { unique: true, sparse: true });
    await sparse.insertMany([{}, {}, { k: 1 }]);
    expect(await failureOf(sparse.insertOne({ k: 1 }))).toMatchObject({ code: 11000 });
  });

  it('cannot be made over documents that break it', async () => {
    const collection = opened.db.collection('broken');
    await collection.insertMany([{ k: 1 }, { k: 1 }]);
    expect(await failureOf(collection.createIndex({ k: 1 }, { unique: true }))).toMatchObject({
      code: 11000,
    });
    expect(await collection.indexes()).toHaveLength(1);
  });

  it('makes concurrent upserts of one key leave one document', async () => {
    const collection = opened.db.collection<{ _id: string; n: number }>('concurrent');
    const upserts = Array.from({ length: 50 }, () =>
      collection.updateOne({ _id: 'x' }, { $inc: { n: 1 } }, { upsert: true }),
    );
    await Promise.all(upserts);
    expect(await collection.find().toArray()).toEqual([{ _id: 'x', n: 50 }]);
  });
});

describe('the list of indexes', () => {
  it('names what was made, keeps it once, and forgets what was dropped', async () => {
    const collection = opened.db.collection('listed');
    await collection.createIndex({ a: 1 }, { unique: true, name: 'mine' });
    await collection.createIndex({ a: 1 }, { unique: true, name: 'mine' });
    await collection.createIndex({ b: -1 }, { expireAfterSeconds: 60 });
    expect(await collection.indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { a: 1 }, name: 'mine', unique: true },
      { v: 2, key: { b: -1 }, name: 'b_-1', expireAfterSeconds: 60 },
    ]);
    await collection.dropIndex('mine');
    await collection.insertMany([{ a: 1 }, { a: 1 }]);
    expect(await collection.indexExists('mine')).toBe(false);
  });

  it('refuses the same name or key with other options', async () => {
    const collection = opened.db.collection('conflicts');
    await collection.createIndex({ a: 1 }, { name: 'one' });
    expect(await failureOf(collection.createIndex({ b: 1 }, { name: 'one' }))).toMatchObject({ code: 86 });
    expect(await failureOf(collection.createIndex({ a: 1 }, { name: 'two' }))).toMatchObject({ code: 85 });
    expect(await failureOf(collection.createIndex({ a: 1 }, { name: 'one', unique: true }))).toMatchObject({
      code: 85,
    });
    expect(await failureOf(collection.createIndex({ a: 'text' }))).toMatchObject({ code: 238 });
    expect(await failureOf(collection.dropIndex('three'))).toMatchObject({ code: 27 });
    expect(await failureOf(opened.db.collection('nowhere').indexes())).toMatchObject({ code: 26 });
  });
});

describe('a TTL index', () => {
  it('lets documents go at the sweep after their time, and those without a date stay', async () => {
    const collection = opened.db.collection<{ _id: string; at?: unknown }>('ttl');
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 30 });
    await collection.insertMany([
      { _id: 'old', at: new Date(START - 31_000) },
      { _id: 'exactly', at: new Date(START - 30_000) },
      { _id: 'young', at: new Date(START - 29_000) },
      { _id: 'oldest of several', at: [new Date(START + 99_000), new Date(START - 99_000)] },
      { _id: 'no date', at: 'yesterday' },
      { _id: 'none' },
    ]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await collection.distinct('_id')).toEqual(['young', 'no date', 'none']);
    time = START + 1_000;
    expect(await collection.countDocuments()).toBe(3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await collection.distinct('_id')).toEqual(['no date', 'none']);
  });
});

describe('a TTL index on a date of its own', () => {
  it('with 0 seconds lets documents go at the date they hold, and with a partial filter only those it binds', async () => {
    time = START;
    const collection = opened.db.collection<{ _id: string; endsAt: unknown; done?: boolean }>('ends');
    await collection.createIndex({ endsAt: 1 }, { expireAfterSeconds: 0 });
    const partial = opened.db.collection<{ _id: string; endsAt: unknown; done?: boolean }>('partial ends');
    await partial.createIndex(
      { endsAt: 1 },
      { expireAfterSeconds: 10, partialFilterExpression: { done: true } },
    );
    const documents = [
      { _id: 'past', endsAt: new Date(START - 20_000), done: true },
      { _id: 'past, not done', endsAt: new Date(START - 20_000), done: false },
      { _id: 'now', endsAt: new Date(START), done: true },
      { _id: 'future', endsAt: new Date(START + 1), done: true },
      { _id: 'a number', endsAt: START - 20_000, done: true },
      { _id: 'empty', endsAt: [], done: true },
    ];
    await collection.insertMany(documents);
    await partial.insertMany(documents);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await collection.distinct('_id')).toEqual(['future', 'a number', 'empty']);
    expect(await partial.distinct('_id')).toEqual(['past, not done', 'now', 'future', 'a number', 'empty']);
    // What was kept by the filter goes once it is bound, and what moves its date stays.
    await partial.updateOne({ _id: 'past, not done' }, { $set: { done: true } });
    await collection.updateOne({ _id: 'future' }, { $set: { endsAt: new Date(START + 120_000) } });
    time = START + 60_000;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await partial.distinct('_id')).toEqual(['a number', 'empty']);
    expect(await collection.distinct('_id')).toEqual(['future', 'a number', 'empty']);
  });

  it('lets thousands go in one sweep, and nothing of other collections', async () => {
    const collection = opened.db.collection('many ends');
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    await collection.insertMany(
      Array.from({ length: 3_000 }, (_, i) => ({ at: new Date(time - (i % 3) * 60_000) })),
    );
    const sweep = vi.advanceTimersByTimeAsync(60_000);
    await expect.poll(() => collection.countDocuments()).toBe(1_000);
    await sweep;
  });

  it.each<[string, object, object, number]>([
    ['on _id', { _id: 1 }, { expireAfterSeconds: 1 }, 197],
    ['over two fields', { a: 1, b: 1 }, { expireAfterSeconds: 1 }, 67],
    ['below 0', { a: 1 }, { expireAfterSeconds: -1 }, 67],
    ['past 2^31 - 1', { a: 1 }, { expireAfterSeconds: 2_147_483_648 }, 67],
  ])('is refused %s', async (_name, key, options, code) => {
    const made = opened.db.collection('refused').createIndex({ ...key }, options);
    expect(await failureOf(made)).toMatchObject({ code });
  });
});
