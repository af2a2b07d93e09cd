// Expectations follow MongoDB's manual on query operators, comparison order and null semantics.

import { Binary, Decimal128, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Opened, openEmbedded } from './opened.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openEmbedded();
});
afterAll(() => opened.close());

let made = 0;
/** Ids of the documents that match, in stored order; the documents are numbered from 1. */
async function ids(docs: Record<string, unknown>[], filter: Record<string, unknown>): Promise<unknown[]> {
  made += 1;
  const collection = opened.db.collection<{ _id: number }>(`c${made}`);
  await collection.insertMany(docs.map((doc, i) => ({ _id: i + 1, ...doc })));
  return (await collection.find(filter).toArray()).map((doc) => doc._id);
}

describe('a filter', () => {
  it.each([
    ['a value', { a: 2 }, [2]],
    ['a range', { a: { $gt: 1, $lte: 3 } }, [2, 3]],
    ['a list', { a: { $in: [1, 3, 9] } }, [1, 3]],
    ['no value of a list', { a: { $nin: [1, 3] } }, [2, 4]],
    ['any other value, or none', { a: { $ne: 2 } }, [1, 3, 4]],
    ['presence', { a: { $exists: true } }, [1, 2, 3]],
    ['absence', { a: { $exists: false } }, [4]],
    ['one of several', { $or: [{ a: 1 }, { b: 'x' }] }, [1, 4]],
    ['all of several', { $and: [{ a: { $gt: 1 } }, { a: { $lt: 3 } }] }, [2]],
    ['none of several', { $nor: [{ a: 1 }, { b: 'x' }] }, [2, 3]],
    ['the contrary', { a: { $not: { $gte: 2 } } }, [1, 4]],
    ['a remainder', { a: { $mod: [2, 1] } }, [1, 3]],
    ['an expression', { $expr: { $gt: ['$a', 2] } }, [3]],
  ])('finds documents by %s', async (_name, filter, expected) => {
    expect(await ids([{ a: 1 }, { a: 2 }, { a: 3 }, { b: 'x' }], filter)).toEqual(expected);
  });

  it('looks into arrays: a value, one element under two conditions, all of several, a length', async () => {
    const docs = [{ a: [1, 5, 9] }, { a: [4] }, { a: 4 }, { a: [] }, { a: [[1, 5]] }];
    expect(await ids(docs, { a: 4 })).toEqual([2, 3]);
    expect(await ids(docs, { a: [4] })).toEqual([2]);
    expect(await ids(docs, { a: { $gt: 6, $lt: 3 } })).toEqual([1]);
    expect(await ids(docs, { a: { $elemMatch: { $gt: 3, $lt: 6 } } })).toEqual([1, 2]);
    expect(await ids(docs, { a: { $all: [9, 1] } })).toEqual([1]);
    expect(await ids(docs, { a: { $size: 1 } })).toEqual([2, 5]);
    expect(await ids(docs, { 'a.0': 1 })).toEqual([1, 5]);
  });

  it('goes through documents in arrays', async () => {
    const docs = [
      {
        a: [
          { b: 1, c: 2 },
          { b: 3, c: 4 },
        ],
      },
      { a: { b: 3 } },
      { a: [{ b: [3] }] },
    ];
    expect(await ids(docs, { 'a.b': 3 })).toEqual([1, 2, 3]);
    expect(await ids(docs, { a: { $elemMatch: { b: 1, c: 4 } } })).toEqual([]);
    expect(await ids(docs, { 'a.b': 1, 'a.c': 4 })).toEqual([1]);
    expect(await ids(docs, { 'a.1.b': 3 })).toEqual([1]);
  });

  it('takes null as null or missing, but not as an empty array', async () => {
    const docs = [{ a: null }, {}, { a: 0 }, { a: [] }, { a: [null] }, { a: { b: null } }];
    expect(await ids(docs, { a: null })).toEqual([1, 2, 5]);
    expect(await ids(docs, { a: { $ne: null } })).toEqual([3, 4, 6]);
    expect(await ids(docs, { a: { $gte: null } })).toEqual([1, 2, 5]);
    expect(await ids(docs, { 'a.b': null })).toEqual([1, 2, 3, 6]);
    expect(await ids(docs, { a: { $type: 'null' } })).toEqual([1, 5]);
  });

  it('compares only within a type, and numbers of every width with each other', async () => {
    const docs = [
      { a: 5 },
      { a: '5' },
      { a: Long.fromString('9007199254740993') },
      { a: new Date(5) },
      { a: 5.5 },
      { a: true },
    ];
    expect(await ids(docs, { a: { $gt: 1 } })).toEqual([1, 3, 5]);
    expect(await ids(docs, { a: { $gt: '1' } })).toEqual([2]);
    expect(await ids(docs, { a: Long.fromString('9007199254740993') })).toEqual([3]);
    expect(await ids(docs, { a: 9007199254740992 })).toEqual([]);
    expect(await ids(docs, { a: Decimal128.fromString('5.5') })).toEqual([5]);
    expect(await ids(docs, { a: { $lt: true } })).toEqual([]);
  });

  it('keeps the field order of embedded documents apart', async () => {
    const docs = [{ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }, { a: { x: 1 } }];
    expect(await ids(docs, { a: { x: 1, y: 2 } })).toEqual([1]);
    expect(await ids(docs, { 'a.x': 1 })).toEqual([1, 2, 3]);
  });

  it('matches regular expressions, with their options, also in lists', async () => {
    const docs = [{ a: 'Churn' }, { a: 'churn-2' }, { a: ['x', 'CHURN'] }, { a: 7 }];
    expect(await ids(docs, { a: /^churn/ })).toEqual([2]);
    expect(await ids(docs, { a: { $regex: 'CHURN', $options: 'i' } })).toEqual([1, 2, 3]);
    expect(await ids(docs, { a: { $in: [/^ch/, 7] } })).toEqual([2, 4]);
    expect(await ids(docs, { a: { $not: /churn/i } })).toEqual([4]);
  });

  it('finds by ObjectId, binary and type', async () => {
    const id = new ObjectId('65a000000000000000000001');
    const docs = [{ a: id }, { a: new Binary(Buffer.from('ab')) }, { a: 1 }, { a: 's' }];
    expect(await ids(docs, { a: new ObjectId(id.toHexString()) })).toEqual([1]);
    expect(await ids(docs, { a: new Binary(Buffer.from('ab')) })).toEqual([2]);
    expect(await ids(docs, { a: { $type: 'objectId' } })).toEqual([1]);
    expect(await ids(docs, { a: { $type: ['string', 'int'] } })).toEqual([3, 4]);
  });

  it('never reads what every JavaScript object inherits', async () => {
    expect(await ids([{ a: 1 }], { constructor: { $exists: true } })).toEqual([]);
    expect(await ids([{ a: {} }], { 'a.__proto__': { $exists: true } })).toEqual([]);
  });
});

describe('a sort', () => {
  it('follows the comparison order of types', async () => {
    const values = [
      new MaxKey(),
      /x/,
      new Timestamp({ t: 1, i: 1 }),
      new Date(0),
      false,
      new ObjectId(),
      new Binary(Buffer.from('a')),
      [5, 6],
      { a: 1 },
      'text',
      3,
      null,
      new MinKey(),
    ];
    const collection = opened.db.collection<{ _id: number; v: unknown }>('types');
    await collection.insertMany(values.map((v, _id) => ({ _id, v })));
    const sorted = await collection.find().sort({ v: 1 }).toArray();
    // An array sorts by its least element: [5, 6] stands right behind 3.
    expect(sorted.map((doc) => doc._id)).toEqual([12, 11, 10, 7, 9, 8, 6, 5, 4, 3, 2, 1, 0]);
  });

  it('orders by several fields, keeps equal ones in stored order, and pages', async () => {
    const collection = opened.db.collection<{ _id: number; a: number; b: number }>('several');
    await collection.insertMany([...Array(20).keys()].map((i) => ({ _id: i, a: i % 3, b: i % 2 })));
    const all = await collection.find().sort({ a: -1, b: 1 }).toArray();
    expect(all.map((doc) => doc._id)).toEqual([
      2, 8, 14, 5, 11, 17, 4, 10, 16, 1, 7, 13, 19, 0, 6, 12, 18, 3, 9, 15,
    ]);
    const page = await collection.find().sort({ a: -1, b: 1 }).skip(4).limit(5).toArray();
    expect(page.map((doc) => doc._id)).toEqual([11, 17, 4, 10, 16]);
    expect((await collection.find().sort({ $natural: -1 }).limit(2).toArray()).map((doc) => doc._id)).toEqual(
      [19, 18],
    );
  });

  it('takes the least element of an array upward and the greatest downward, an empty one below null', async () => {
    const collection = opened.db.collection<{ _id: number; a: unknown }>('arrays');
    await collection.insertMany([
      { _id: 1, a: [1, 9] },
      { _id: 2, a: 5 },
      { _id: 3, a: [] },
      { _id: 4, a: null },
    ]);
    expect((await collection.find().sort({ a: 1 }).toArray()).map((doc) => doc._id)).toEqual([3, 4, 1, 2]);
    expect((await collection.find().sort({ a: -1 }).toArray()).map((doc) => doc._id)).toEqual([1, 2, 4, 3]);
  });
});

describe('a projection', () => {
  const doc = { _id: 1, a: 1, b: { c: 2, d: 3 }, e: [{ f: 4, g: 5 }, 6] };
  it.each([
    ['keeps fields and the id', { a: 1 }, { _id: 1, a: 1 }],
    ['keeps fields without the id', { _id: 0, a: 1 }, { a: 1 }],
    ['keeps nested fields', { 'b.c': 1, 'e.f': 1 }, { _id: 1, b: { c: 2 }, e: [{ f: 4 }] }],
    ['drops fields', { b: 0, e: 0 }, { _id: 1, a: 1 }],
    ['drops nested fields', { _id: 0, a: 0, 'b.c': 0, 'e.g': 0 }, { b: { d: 3 }, e: [{ f: 4 }, 6] }],
    ['drops only the id', { _id: 0 }, { a: 1, b: { c: 2, d: 3 }, e: [{ f: 4, g: 5 }, 6] }],
    ['keeps only the id', { _id: 1 }, { _id: 1 }],
    ['cuts an array', { _id: 0, a: 1, e: { $slice: -1 } }, { a: 1, e: [6] }],
  ])('%s', async (name, projection, expected) => {
    const collection = opened.db.collection<{ _id: number }>(`projection ${name}`);
    await collection.insertOne(doc);
    expect(await collection.findOne({ _id: 1 }, { projection })).toEqual(expected);
    expect(await collection.findOne({ _id: 1 })).toEqual(doc);
  });
});

describe('cursors', () => {
  it('hand out more than one batch, each document once', async () => {
    const collection = opened.db.collection<{ _id: number }>('long');
    await collection.insertMany([...Array(1_250).keys()].map((_id) => ({ _id })));
    const seen: number[] = [];
    for await (const doc of collection.find({}, { batchSize: 100 })) seen.push(doc._id);
    expect(seen).toEqual([...Array(1_250).keys()]);
    expect(await collection.find().toArray()).toHaveLength(1_250);
  });

  it('show the collection as it was when they were opened', async () => {
    const collection = opened.db.collection<{ _id: number; v: number }>('stable');
    await collection.insertMany([...Array(300).keys()].map((_id) => ({ _id, v: 0 })));
    const cursor = collection.find({}, { batchSize: 10 });
    await cursor.next();
    await collection.updateMany({}, { $set: { v: 1 } });
    await collection.deleteMany({ _id: { $gt: 100 } });
    const rest = await cursor.toArray();
    expect(rest).toHaveLength(299);
    expect(rest.every((doc) => doc.v === 0)).toBe(true);
  });

  it('are told apart and can be given up', async () => {
    const collection = opened.db.collection('given up');
    await collection.insertMany([...Array(300).keys()].map((i) => ({ i })));
    const cursor = collection.find({}, { batchSize: 10 });
    await cursor.next();
    const id = cursor.id;
    await cursor.close();
    const failure = await opened.db.command({ getMore: id, collection: 'given up' }).catch((error) => error);
    expect(failure).toMatchObject({ code: 43, codeName: 'CursorNotFound' });
  });

  it('split replies that would not fit one message', async () => {
    const collection = opened.db.collection('wide');
    const text = 'x'.repeat(9_000_000);
    for (let i = 0; i < 4; i += 1) await collection.insertOne({ i, text });
    const docs = await collection.find().toArray();
    expect(docs.map((doc) => doc['text'].length)).toEqual([9e6, 9e6, 9e6, 9e6]);
  });
});

describe('counting', () => {
  it('counts by filter, skip and limit, estimates, and lists distinct values', async () => {
    const collection = opened.db.collection<{ _id: number; t: unknown }>('counted');
    await collection.insertMany(
      [...Array(30).keys()].map((i) => ({ _id: i, t: i % 2 ? ['a', i % 3] : 'b' })),
    );
    expect(await collection.countDocuments({ t: 'a' })).toBe(15);
    expect(await collection.countDocuments({}, { skip: 5, limit: 100 })).toBe(25);
    expect(await collection.countDocuments({ t: 'none' })).toBe(0);
    expect(await collection.estimatedDocumentCount()).toBe(30);
    expect((await collection.distinct('t')).sort()).toEqual([0, 1, 2, 'a', 'b']);
    expect(await collection.distinct('t', { _id: { $lt: 1 } })).toEqual(['b']);
  });
});
