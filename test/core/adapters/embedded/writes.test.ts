// Expectations follow MongoDB's manual on write commands, their results and their error codes.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshIn } from './fresh.ts';
import { failureOf, type Opened, openEmbedded } from './opened.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openEmbedded();
});
afterAll(() => opened.close());

const fresh = () => freshIn(opened.db);

describe('results', () => {
  it('count what matched and what changed', async () => {
    const collection = fresh();
    await collection.insertMany([1, 2, 3].map((_id) => ({ _id, a: _id > 1 ? 1 : 0 })));
    const many = await collection.updateMany({}, { $set: { a: 1 } });
    expect(many).toMatchObject({ matchedCount: 3, modifiedCount: 1, upsertedCount: 0 });
    expect(await collection.updateOne({ _id: 99 }, { $set: { a: 1 } })).toMatchObject({ matchedCount: 0 });
    expect(await collection.replaceOne({ _id: 1 }, { b: 1 })).toMatchObject({ modifiedCount: 1 });
    expect(await collection.deleteOne({ a: 1 })).toMatchObject({ deletedCount: 1 });
    expect(await collection.deleteMany({})).toMatchObject({ deletedCount: 2 });
  });

  it('of findAndModify: before, after, sorted, projected, upserted, deleted', async () => {
    const collection = fresh();
    await collection.insertMany([1, 2, 3].map((_id) => ({ _id, p: 10 - _id, seen: 0 })));
    const inc = { $inc: { seen: 1 } };
    expect(await collection.findOneAndUpdate({}, inc)).toEqual({ _id: 1, p: 9, seen: 0 });
    const after = await collection.findOneAndUpdate({}, inc, { sort: { p: 1 }, returnDocument: 'after' });
    expect(after).toEqual({ _id: 3, p: 7, seen: 1 });
    const shown = await collection.findOneAndUpdate({ _id: 2 }, inc, {
      projection: { seen: 1, _id: 0 },
      returnDocument: 'after',
    });
    expect(shown).toEqual({ seen: 1 });
    expect(await collection.findOneAndUpdate({ _id: 9 }, inc)).toBeNull();
    const made = await collection.findOneAndUpdate({ _id: 9 }, inc, {
      upsert: true,
      returnDocument: 'after',
      includeResultMetadata: true,
    });
    expect(made).toMatchObject({
      value: { _id: 9, seen: 1 },
      lastErrorObject: { updatedExisting: false, upserted: 9, n: 1 },
    });
    expect(await collection.findOneAndReplace({ _id: 9 }, { z: 1 }, { returnDocument: 'after' })).toEqual({
      _id: 9,
      z: 1,
    });
    expect(await collection.findOneAndDelete({}, { sort: { _id: -1 } })).toEqual({ _id: 9, z: 1 });
    expect(await collection.countDocuments()).toBe(3);
  });

  it('of findAndModify are atomic: a hundred takers share out ten tasks', async () => {
    const collection = fresh();
    await collection.insertMany([...Array(10).keys()].map((_id) => ({ _id, taken: false })));
    const takers = Array.from({ length: 100 }, () =>
      collection.findOneAndUpdate({ taken: false }, { $set: { taken: true } }),
    );
    const taken = (await Promise.all(takers)).flatMap((doc) => (doc === null ? [] : [doc._id]));
    expect(taken.sort((a, b) => a - b)).toEqual([...Array(10).keys()]);
  });
});

describe('a bulk write', () => {
  it('stops at the first failure when ordered, and goes on when not', async () => {
    const collection = fresh();
    const docs = [1, 2, 2, 3].map((_id) => ({ _id }));
    const ordered = await failureOf(collection.insertMany(docs));
    expect(ordered).toMatchObject({ code: 11000, insertedCount: 2 });
    expect(await collection.countDocuments()).toBe(2);
    const unordered = await failureOf(collection.insertMany(docs, { ordered: false }));
    expect(unordered).toMatchObject({
      code: 11000,
      insertedCount: 1,
      writeErrors: [{ index: 0 }, { index: 1 }, { index: 2 }],
    });
    expect(await collection.countDocuments()).toBe(3);
  });

  it('mixes kinds of writes', async () => {
    const collection = fresh();
    const result = await collection.bulkWrite([
      { insertOne: { document: { _id: 1, a: 1 } } },
      { updateOne: { filter: { _id: 1 }, update: { $set: { a: 2 } } } },
      { updateOne: { filter: { _id: 2 }, update: { $set: { a: 3 } }, upsert: true } },
      { replaceOne: { filter: { _id: 1 }, replacement: { b: 1 } } },
      { deleteOne: { filter: { _id: 2 } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, matchedCount: 2, upsertedCount: 1, deletedCount: 1 });
    expect(result.upsertedIds).toEqual({ 2: 2 });
    expect(await collection.find().toArray()).toEqual([{ _id: 1, b: 1 }]);
  });

  it('needs no answer when it is unacknowledged', async () => {
    const collection = fresh();
    await collection.insertOne({ _id: 1 }, { writeConcern: { w: 0 } });
    await collection.insertOne({ _id: 2 });
    expect(await collection.countDocuments()).toBe(2);
  });
});
