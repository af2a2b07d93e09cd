// Expectations follow MongoDB's manual on update operators and upserts, and its error codes.

import { type Document, Long, ObjectId } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileUpdate } from '../../../../core/adapters/embedded/update.ts';
import { freshIn } from './fresh.ts';
import { failureOf, type Opened, openEmbedded, START } from './opened.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openEmbedded();
});
afterAll(() => opened.close());

const fresh = () => freshIn(opened.db);

describe('an update operator', () => {
  it.each([
    [
      'sets fields, nested ones too',
      { a: 1 },
      { $set: { b: 2, 'c.d.e': 3 } },
      { a: 1, b: 2, c: { d: { e: 3 } } },
    ],
    ['sets an element, filling up with nulls', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
    ['makes a document, not an array, of a number in the path', {}, { $set: { 'a.0': 1 } }, { a: { 0: 1 } }],
    ['unsets fields', { a: 1, b: { c: 2, d: 3 } }, { $unset: { a: '', 'b.c': '', x: '' } }, { b: { d: 3 } }],
    [
      'leaves null where it unsets an element',
      { a: [1, 2, 3] },
      { $unset: { 'a.1': '' } },
      { a: [1, null, 3] },
    ],
    ['increments, starting at 0', { a: 1 }, { $inc: { a: 2, b: -1 } }, { a: 3, b: -1 }],
    ['multiplies, starting at 0', { a: 3 }, { $mul: { a: 1.5, b: 4 } }, { a: 4.5, b: 0 }],
    ['keeps the lesser', { a: 3, b: 3 }, { $min: { a: 2, b: 5, c: 7 } }, { a: 2, b: 3, c: 7 }],
    ['keeps the greater', { a: 3, b: 3 }, { $max: { a: 2, b: 5 } }, { a: 3, b: 5 }],
    ['renames', { a: 1, b: { c: 2 } }, { $rename: { a: 'x', 'b.c': 'b.d' } }, { b: { d: 2 }, x: 1 }],
    ['ignores $setOnInsert on what exists', { a: 1 }, { $setOnInsert: { b: 2 }, $set: { a: 2 } }, { a: 2 }],
    ['pushes', { a: [1] }, { $push: { a: 2, b: 3 } }, { a: [1, 2], b: [3] }],
    [
      'pushes several, sorts, keeps the last',
      { a: [3, 1] },
      { $push: { a: { $each: [5, 2], $sort: 1, $slice: -3 } } },
      { a: [2, 3, 5] },
    ],
    [
      'pushes to a place',
      { a: [1, 4] },
      { $push: { a: { $each: [2, 3], $position: 1 } } },
      { a: [1, 2, 3, 4] },
    ],
    ['cuts also what it makes', {}, { $push: { a: { $each: [1, 2, 3], $slice: 2 } } }, { a: [1, 2] }],
    [
      'sorts documents it pushes',
      { a: [{ s: 2 }] },
      { $push: { a: { $each: [{ s: 3 }, { s: 1 }], $sort: { s: -1 } } } },
      { a: [{ s: 3 }, { s: 2 }, { s: 1 }] },
    ],
    [
      'adds to a set',
      { a: [1, { x: 1 }] },
      { $addToSet: { a: { $each: [1, 2, { x: 1 }, 2] } } },
      { a: [1, { x: 1 }, 2] },
    ],
    [
      'pulls by value and condition',
      { a: [1, 5, 9], b: [1, 2, 1] },
      { $pull: { a: { $gte: 5 }, b: 1 } },
      { a: [1], b: [2] },
    ],
    [
      'pulls documents by their fields',
      { a: [{ x: 1, y: 1 }, { x: 2 }] },
      { $pull: { a: { x: 1 } } },
      { a: [{ x: 2 }] },
    ],
    ['pulls a list', { a: [1, 2, 3, 2] }, { $pullAll: { a: [2, 3] } }, { a: [1] }],
    ['pops either end', { a: [1, 2, 3], b: [1, 2, 3] }, { $pop: { a: 1, b: -1 } }, { a: [1, 2], b: [2, 3] }],
    ['writes the clock', {}, { $currentDate: { at: true } }, { at: new Date(START) }],
    [
      'adds fields in the order of their names',
      { z: 1 },
      { $set: { c: 1, b: 1, a: 1 } },
      { z: 1, a: 1, b: 1, c: 1 },
    ],
    [
      'changes every element',
      { a: [{ n: 1 }, { n: 2 }] },
      { $inc: { 'a.$[].n': 10 } },
      { a: [{ n: 11 }, { n: 12 }] },
    ],
  ])('%s', async (_name, before: Document, update: Document, after: Document) => {
    const collection = fresh();
    await collection.insertOne({ _id: 1, ...before });
    await collection.updateOne({ _id: 1 }, update);
    const stored = await collection.findOne({ _id: 1 });
    expect(stored).toEqual({ _id: 1, ...after });
    expect(Object.keys(stored ?? {})).toEqual(['_id', ...Object.keys(after)]);
  });

  it('changes the element the filter found, and those that array filters name', async () => {
    const collection = fresh();
    await collection.insertOne({ _id: 1, a: [{ k: 1 }, { k: 2 }, { k: 3 }], s: [1, 5, 9] });
    await collection.updateOne({ _id: 1, 'a.k': 2 }, { $set: { 'a.$.hit': true } });
    await collection.updateOne({ _id: 1, a: { $elemMatch: { k: 3 } } }, { $set: { 'a.$.last': true } });
    await collection.updateOne(
      { _id: 1 },
      { $inc: { 's.$[big]': 100 } },
      { arrayFilters: [{ big: { $gte: 5 } }] },
    );
    await collection.updateOne({}, { $set: { 'a.$[one].first': 1 } }, { arrayFilters: [{ 'one.k': 1 }] });
    expect(await collection.findOne()).toEqual({
      _id: 1,
      a: [
        { k: 1, first: 1 },
        { k: 2, hit: true },
        { k: 3, last: true },
      ],
      s: [1, 105, 109],
    });
  });

  it('keeps 64-bit sums exact', async () => {
    const collection = fresh();
    await collection.insertOne({ _id: 1, n: Long.fromString('9007199254740993') });
    await collection.updateOne({ _id: 1 }, { $inc: { n: 2 } });
    const stored = await collection.findOne({ _id: 1 }, { promoteLongs: false });
    expect(String(stored?.['n'])).toBe('9007199254740995');
  });

  it.each([
    ['an unknown operator', { $sett: { a: 1 } }, 9],
    ['two changes of one field', { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['a change inside another', { $set: { a: {}, 'a.b': 1 } }, 40],
    ['another id', { $set: { _id: 2 } }, 66],
    ['a path through a number', { $set: { 'n.x': 1 } }, 28],
    ['a sum with text', { $inc: { t: 1 } }, 14],
    ['a push on text', { $push: { t: 1 } }, 2],
    ['a pipeline', [{ $set: { a: 1 } }], 238],
  ])('refuses %s and changes nothing', async (_name, update: Document, code) => {
    const collection = fresh();
    await collection.insertOne({ _id: 1, n: 5, t: 'text' });
    expect(await failureOf(collection.updateOne({ _id: 1 }, update))).toMatchObject({ code });
    expect(await collection.findOne()).toEqual({ _id: 1, n: 5, t: 'text' });
  });
});

describe('an upsert', () => {
  it('starts from the equalities of the filter and puts the id in front', async () => {
    const collection = fresh();
    const filter = { 'watch.name': 'demo', kind: { $eq: 'x' }, $and: [{ zone: 'eu' }], rev: { $gt: 3 } };
    const result = await collection.updateOne(
      filter,
      { $set: { a: 1 }, $setOnInsert: { b: 2 } },
      { upsert: true },
    );
    expect(result).toMatchObject({ matchedCount: 0, modifiedCount: 0, upsertedCount: 1 });
    const stored = await opened.db.collection(collection.collectionName).findOne();
    expect(stored).toEqual({
      _id: result.upsertedId,
      watch: { name: 'demo' },
      kind: 'x',
      zone: 'eu',
      a: 1,
      b: 2,
    });
    expect(result.upsertedId).toBeInstanceOf(ObjectId);
    expect(Object.keys(stored ?? {})[0]).toBe('_id');
  });

  it('takes the id of the filter, also for a replacement', async () => {
    const collection = fresh();
    await collection.updateOne({ _id: 7 }, { $inc: { n: 1 } }, { upsert: true });
    await collection.replaceOne({ _id: 8, x: 1 }, { y: 2 }, { upsert: true });
    await collection.updateOne({ _id: 7 }, { $inc: { n: 1 } }, { upsert: true });
    expect(await collection.find().toArray()).toEqual([
      { _id: 7, n: 2 },
      { _id: 8, y: 2 },
    ]);
  });
});

describe('an update of a document that others hold', () => {
  const frozen = <T>(value: T): T => {
    if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) frozen(part);
    return Object.freeze(value);
  };
  const document = { _id: 1, a: { b: { c: 1 }, d: 2 }, list: [{ x: 1 }, { x: 2 }], tags: ['one'] };

  it.each([
    [{ $set: { 'a.b.c': 5, 'a.e.f': 6 }, $inc: { 'a.d': 1 } }, { a: { b: { c: 5 }, d: 3, e: { f: 6 } } }],
    [{ $set: { 'list.$[].x': 0, 'list.3': 9 } }, { list: [{ x: 0 }, { x: 0 }, null, 9] }],
    [{ $unset: { 'list.0.x': '', 'a.b': '' } }, { list: [{}, { x: 2 }], a: { d: 2 } }],
    [
      { $rename: { 'a.b.c': 'a.g', tags: 'a.b.tags' } },
      { a: { b: { tags: ['one'] }, d: 2, g: 1 }, tags: undefined },
    ],
    [{ $push: { tags: 'two', 'a.new': 1 } }, { tags: ['one', 'two'], a: { ...document.a, new: [1] } }],
    [{ $pull: { list: { x: 1 }, tags: 'one' } }, { list: [{ x: 2 }], tags: [] }],
    [
      { $pop: { list: -1 }, $addToSet: { tags: 'two' } },
      { list: [{ x: 2 }], tags: ['one', 'two'] },
    ],
  ])('changes nothing in it: %j', (update, changed) => {
    const before = frozen(structuredClone(document));
    const statement = { filter: {}, update: frozen(update), arrayFilters: [], now: START };
    expect(compileUpdate(statement).apply(before, false)).toEqual({ ...document, ...changed });
    expect(before).toEqual(document);
  });
});
