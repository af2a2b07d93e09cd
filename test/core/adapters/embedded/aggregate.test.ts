// Aggregation pipelines: what their stages give, and that they never touch what is stored.

import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Opened, openEmbedded } from './opened.ts';
import { insertSales, sales } from './sales.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openEmbedded();
});
afterAll(() => opened.close());

describe('a pipeline', () => {
  beforeAll(async () => {
    await insertSales(opened.db);
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
