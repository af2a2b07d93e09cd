// The server beside reads and writes: GridFS, administration, refusals.

import { GridFSBucket } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, type Opened, openEmbedded } from './opened.ts';
import { insertSales } from './sales.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openEmbedded();
  await insertSales(opened.db);
});
afterAll(() => opened.close());

describe('GridFS', () => {
  it('gives back the three megabytes it was given, and lists and deletes them', async () => {
    const bucket = new GridFSBucket(opened.db);
    const content = Buffer.alloc(3_000_000, 'every byte counts; ');
    const upload = bucket.openUploadStream('snapshot', { metadata: { rows: 7 } });
    await new Promise((resolve, reject) => upload.on('error', reject).on('finish', resolve).end(content));
    const pieces: Buffer[] = [];
    for await (const piece of bucket.openDownloadStream(upload.id)) pieces.push(piece);
    expect(Buffer.compare(Buffer.concat(pieces), content)).toBe(0);
    const [file] = await bucket.find({ filename: 'snapshot' }).toArray();
    expect(file).toMatchObject({ length: 3_000_000, metadata: { rows: 7 } });
    expect(await opened.db.collection('fs.chunks').countDocuments()).toBe(12);
    await bucket.delete(upload.id);
    expect(await opened.db.collection('fs.chunks').countDocuments()).toBe(0);
  });
});

describe('administration', () => {
  it('makes, lists and drops collections and databases', async () => {
    const db = opened.client.db('other');
    await db.createCollection('made');
    await db.collection('used').insertOne({ a: 1 });
    expect((await db.listCollections().toArray()).map((entry) => entry.name)).toEqual(['made', 'used']);
    expect(await db.listCollections({ name: 'used' }).hasNext()).toBe(true);
    expect(await failureOf(db.createCollection('made'))).toMatchObject({ code: 48 });
    await db.collection('made').drop();
    expect((await db.listCollections().toArray()).map((entry) => entry.name)).toEqual(['used']);
    await db.dropDatabase();
    expect(await db.listCollections().toArray()).toEqual([]);
    expect(await opened.db.collection('sales').countDocuments()).toBe(4);
  });

  it('presents itself as a standalone server', async () => {
    const hello = await opened.db.command({ hello: 1 });
    expect(hello).toMatchObject({ isWritablePrimary: true, minWireVersion: 0, maxWireVersion: 21, ok: 1 });
    expect(hello).not.toHaveProperty('setName');
    expect(await opened.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
    expect(await opened.db.command({ buildInfo: 1 })).toMatchObject({ version: '7.0.0' });
  });
});

describe('what the store cannot do', () => {
  const refusals: [string, number | undefined, () => Promise<unknown>][] = [
    ['change streams', 40573, () => opened.db.collection('a').watch().next()],
    [
      '$out',
      238,
      () =>
        opened.db
          .collection('a')
          .aggregate([{ $out: 'b' }])
          .toArray(),
    ],
    [
      '$merge',
      238,
      () =>
        opened.db
          .collection('a')
          .aggregate([{ $merge: { into: 'b' } }])
          .toArray(),
    ],
    [
      'unknown stages',
      40324,
      () =>
        opened.db
          .collection('a')
          .aggregate([{ $foo: 1 }])
          .toArray(),
    ],
    [
      '$out inside $facet',
      238,
      () =>
        opened.db
          .collection('a')
          .aggregate([{ $facet: { x: [{ $out: 'b' }] } }])
          .toArray(),
    ],
    ['time series', 238, () => opened.db.createCollection('t', { timeseries: { timeField: 'at' } })],
    ['capped collections', 238, () => opened.db.createCollection('t', { capped: true, size: 1_000 })],
    ['views', 238, () => opened.db.createCollection('t', { viewOn: 'a', pipeline: [] })],
    ['$where', 238, () => opened.db.collection('a').findOne({ $where: 'true' })],
    [
      '$function',
      2,
      () =>
        opened.db
          .collection('sales')
          .findOne({ $expr: { $function: { body: 'return 1', args: [], lang: 'js' } } }),
    ],
    ['unknown operators', 2, () => opened.db.collection('a').findOne({ a: { $foo: 1 } })],
    ['tailable cursors', 238, () => opened.db.collection('a').find({}, { tailable: true }).toArray()],
    [
      'collations',
      238,
      () =>
        opened.db
          .collection('a')
          .find({}, { collation: { locale: 'fr' } })
          .toArray(),
    ],
    ['unknown commands', 59, () => opened.db.command({ mapReduce: 'a' })],
    ['inherited names as commands', 59, () => opened.db.command({ constructor: 1 })],
    ['missing operands', 2, () => opened.db.collection('sales').findOne({ $expr: { $gt: ['$n'] } })],
    ['names with a dollar', 73, () => opened.db.command({ insert: 'a$b', documents: [{}] })],
  ];
  it.each(refusals)('%s are refused with their code', async (_name, code, attempt) => {
    expect(await failureOf(attempt())).toMatchObject({ code });
  });

  it('documents that grow past 16 MB are refused, and stay as they were', async () => {
    const collection = opened.db.collection('large');
    await collection.insertOne({ a: 'x'.repeat(9_000_000) });
    const growth = collection.updateOne({}, { $set: { b: 'x'.repeat(9_000_000) } });
    expect(await failureOf(growth)).toMatchObject({ code: 10334 });
    expect(await collection.countDocuments({ b: { $exists: true } })).toBe(0);
  });

  it('answers past 16 MB that are no cursor are refused, and the connection lives on', async () => {
    const collection = opened.db.collection('wide values');
    for (const letter of ['a', 'b']) await collection.insertOne({ text: letter.repeat(9_000_000) });
    expect(await failureOf(collection.distinct('text'))).toMatchObject({ code: 10334 });
    expect(await collection.find().toArray()).toHaveLength(2);
  });

  it('transactions are refused', async () => {
    const session = opened.client.startSession();
    session.startTransaction();
    const insert = opened.db.collection('a').insertOne({ a: 1 }, { session });
    expect(await failureOf(insert)).toMatchObject({ originalError: { code: 20 } });
    await session.endSession();
    expect(await opened.db.collection('a').countDocuments()).toBe(0);
  });
});
