// The server beside plain reads and writes: pipelines, GridFS, administration, refusals, and clients that send nonsense.

import { connect, type Socket } from 'node:net';
import { BSON, type Document, GridFSBucket } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, type Opened, openEmbedded } from './opened.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openEmbedded();
});
afterAll(() => opened.close());

describe('a pipeline', () => {
  const sales = [
    { _id: 1, kind: 'a', n: 10, tags: ['x', 'y'], at: new Date('2026-01-01T10:00:00Z') },
    { _id: 2, kind: 'b', n: 20, tags: ['y'], at: new Date('2026-01-01T11:30:00Z') },
    { _id: 3, kind: 'a', n: 30, tags: [], at: new Date('2026-01-01T11:45:00Z') },
    { _id: 4, kind: 'c', n: 5, tags: ['z'], at: new Date('2026-01-02T00:00:00Z') },
  ];
  beforeAll(async () => {
    await opened.db.collection<Document & { _id: number }>('sales').insertMany(sales);
    await opened.db.collection<Document & { _id: string }>('kinds').insertMany([
      { _id: 'a', label: 'first', deep: { n: 1 } },
      { _id: 'b', label: 'second', deep: { n: 2 } },
    ]);
  });
  const run = (pipeline: Document[]): Promise<Document[]> =>
    opened.db.collection('sales').aggregate(pipeline).toArray();

  it('groups what it matches and sorts the groups', async () => {
    const groups = await run([
      { $match: { n: { $gte: 10 } } },
      { $group: { _id: '$kind', n: { $sum: 1 }, mean: { $avg: '$n' } } },
      { $sort: { n: -1 } },
    ]);
    expect(groups).toEqual([
      { _id: 'a', n: 2, mean: 20 },
      { _id: 'b', n: 1, mean: 20 },
    ]);
  });

  it('sorts, skips and limits', async () => {
    expect(await run([{ $sort: { n: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { n: 1 } }])).toEqual([
      { _id: 2, n: 20 },
      { _id: 1, n: 10 },
    ]);
  });

  it('unwinds, computes, counts', async () => {
    const tags = await run([
      { $unwind: '$tags' },
      { $sortByCount: '$tags' },
      { $match: { count: { $gt: 1 } } },
    ]);
    expect(tags).toEqual([{ _id: 'y', count: 2 }]);
    const doubled = await run([
      { $addFields: { 'deep.twice': { $multiply: ['$n', 2] } } },
      { $match: { 'deep.twice': 60 } },
    ]);
    expect(doubled.map((doc) => doc['_id'])).toEqual([3]);
    expect(await run([{ $match: { kind: 'a' } }, { $count: 'n' }])).toEqual([{ n: 2 }]);
    expect(await run([{ $match: { kind: 'none' } }, { $count: 'n' }])).toEqual([]);
    const hours = await run([
      { $group: { _id: { $dateTrunc: { date: '$at', unit: 'day' } }, n: { $sum: '$n' } } },
      { $sort: { _id: 1 } },
    ]);
    expect(hours).toEqual([
      { _id: new Date('2026-01-01T00:00:00Z'), n: 60 },
      { _id: new Date('2026-01-02T00:00:00Z'), n: 5 },
    ]);
  });

  it('joins collections, by field and by a pipeline with variables', async () => {
    const joined = await run([
      { $match: { _id: { $lte: 2 } } },
      { $lookup: { from: 'kinds', localField: 'kind', foreignField: '_id', as: 'k' } },
      { $unset: 'k.deep' },
      { $project: { _id: 1, k: 1 } },
    ]);
    expect(joined[0]).toEqual({ _id: 1, k: [{ _id: 'a', label: 'first' }] });
    const pipeline = [
      { $match: { $expr: { $eq: ['$_id', '$$wanted'] } } },
      { $project: { _id: 0, label: 1 } },
    ];
    const let_ = { wanted: '$kind' };
    const looked = await run([
      { $match: { _id: 2 } },
      { $lookup: { from: 'kinds', let: let_, pipeline, as: 'k' } },
      { $project: { k: 1 } },
    ]);
    expect(looked).toEqual([{ _id: 2, k: [{ label: 'second' }] }]);
  });

  it('never changes what is stored', async () => {
    await run([
      { $addFields: { 'tags.x': 1, n: 0 } },
      { $unset: 'kind' },
      { $unwind: '$tags' },
      { $project: { 'at.x': 0 } },
    ]);
    expect(await run([])).toEqual(sales);
    expect(await opened.db.collection('kinds').findOne()).toEqual({
      _id: 'a',
      label: 'first',
      deep: { n: 1 },
    });
  });
});

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

describe('a client that sends nonsense', () => {
  function socket(): Socket {
    const path = decodeURIComponent(new URL(opened.embedded.uri).host);
    return connect(path).on('error', () => undefined);
  }
  const closed = (client: Socket): Promise<unknown> =>
    new Promise((resolve) => client.once('close', resolve));

  const header = (length: number, opcode: number): Buffer => {
    const bytes = Buffer.alloc(16);
    for (const [i, value] of [length, 1, 0, opcode].entries()) bytes.writeInt32LE(value, i * 4);
    return bytes;
  };
  const section = (kind: number, bytes: Uint8Array): Buffer =>
    Buffer.concat([Buffer.alloc(4), Buffer.from([kind]), bytes]);
  const message = (body: Buffer): Buffer => Buffer.concat([header(16 + body.length, 2013), body]);

  it.each([
    ['text', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['a length past the limit', header(48_000_001, 2013)],
    ['a length below the header', header(8, 2013)],
    ['an unknown operation', header(16, 9999)],
    ['a message without a body', header(16, 2013)],
    ['BSON longer than its message', message(section(0, Buffer.from([255, 0, 0, 0, 0])))],
    ['BSON that is none', message(section(0, Buffer.from([8, 0, 0, 0, 99, 97, 98, 0])))],
    ['an unknown section', message(section(9, BSON.serialize({ ping: 1 })))],
    [
      'an unknown required flag',
      message(Buffer.concat([Buffer.from([0, 128, 0, 0, 0]), BSON.serialize({ ping: 1 })])),
    ],
  ])('loses its connection after %s, and nobody else does', async (_name, bytes) => {
    const client = socket();
    client.write(bytes);
    await closed(client);
    expect(await opened.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it('may send a message byte by byte, and several at once', async () => {
    const client = socket();
    const ping = message(section(0, BSON.serialize({ ping: 1, $db: 'admin' })));
    let received = Buffer.alloc(0);
    const three = new Promise<void>((resolve) => {
      client.on('data', (data: Buffer) => {
        received = Buffer.concat([received, data]);
        if (received.length >= 3 * received.readInt32LE(0)) resolve();
      });
    });
    for (const byte of ping) client.write(Buffer.from([byte]));
    client.write(Buffer.concat([ping, ping]));
    await three;
    expect(BSON.deserialize(received.subarray(21, received.readInt32LE(0)))).toMatchObject({ ok: 1 });
    client.destroy();
  });
});
