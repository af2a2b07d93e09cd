// Expectations follow MongoDB's manual on partial indexes: what their filters may say, and whom they bind.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, type Opened, openEmbedded } from './opened.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openEmbedded();
});
afterAll(() => opened.close());

describe('a partial index', () => {
  it.each<[string, object]>([
    ['a negation', { a: { $ne: 1 } }],
    ['an absence', { a: { $exists: false } }],
    ['a pattern', { a: { $regex: 'x' } }],
    ['an expression', { $expr: { $gt: ['$a', 1] } }],
    ['a negation inside', { $and: [{ a: 1 }, { b: { $not: { $gt: 1 } } }] }],
  ])('is refused with %s in its filter, as MongoDB does', async (_name, partialFilterExpression) => {
    const made = opened.db.collection('refused').createIndex({ k: 1 }, { partialFilterExpression });
    expect(await failureOf(made)).toMatchObject({ code: 67 });
  });

  it('takes ranges, types, lists, presence and alternatives in its filter, and binds by them', async () => {
    const collection = opened.db.collection('partial');
    await collection.createIndex(
      { k: 1 },
      {
        unique: true,
        partialFilterExpression: {
          $or: [
            { n: { $gt: 5, $type: 'number' } },
            { state: { $in: ['open', 'held'] }, owner: { $exists: true } },
          ],
        },
      },
    );
    await collection.insertMany([
      { k: 1, n: 5 },
      { k: 1, state: 'open' },
      { k: 1, state: 'closed', owner: 'x' },
      { k: 1, n: 6 },
    ]);
    expect(await failureOf(collection.insertOne({ k: 1, state: 'held', owner: null }))).toMatchObject({
      code: 11000,
    });
    await collection.deleteOne({ n: 6 });
    await collection.insertOne({ k: 1, state: 'held', owner: null });
    expect(await failureOf(collection.updateOne({ n: 5 }, { $inc: { n: 1 } }))).toMatchObject({
      code: 11000,
    });
  });

  it('is refused together with sparse', async () => {
    const both = { sparse: true, partialFilterExpression: { a: 1 } };
    const made = opened.db.collection('refused').createIndex({ k: 1 }, both);
    expect(await failureOf(made)).toMatchObject({ code: 67 });
  });
});
