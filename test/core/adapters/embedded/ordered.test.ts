// Ordered indexes change how fast a query is answered, never what it answers.

import { BSONRegExp, Long, MaxKey, ObjectId } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Collection, type Wanted } from '../../../../core/adapters/embedded/collection.ts';
import type { Doc } from '../../../../core/adapters/embedded/documents.ts';
import { OrderedIndex } from '../../../../core/adapters/embedded/ordered.ts';
import { planOf } from '../../../../core/adapters/embedded/plan.ts';
import { atOnce } from '../../../../core/adapters/embedded/slices.ts';

const indexes: Doc[] = [{ a: 1, b: 1 }, { b: -1 }, { a: 1, 'c.d': -1, b: 1 }];

function pair(): { indexed: Collection; plain: Collection } {
  const [indexed, plain] = [new Collection('test.a'), new Collection('test.a')];
  for (const collection of [indexed, plain]) collection.loaded();
  for (const [i, key] of indexes.entries()) indexed.addIndex({ name: `i${i}`, key });
  return { indexed, plain };
}

const simple = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -2, max: 3 }) },
  { weight: 2, arbitrary: fc.constantFrom('x', 'y', '') },
  { weight: 2, arbitrary: fc.constantFrom(null, undefined, true, false) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      Number.NaN,
      0.5,
      Long.fromNumber(2),
      new Date(0),
      new Date(Number.NaN),
      new ObjectId('507f1f77bcf86cd799439011'),
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>({ d: 1 }, { d: 'x' }, { d: null }, {}) },
);
const many = fc.array(simple, { maxLength: 2 });
const without = (doc: Doc): Doc => Object.fromEntries(Object.entries(doc).filter(([, v]) => v !== undefined));
const docOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Doc> =>
  fc.record({ a: value, b: value, c: fc.oneof(simple, fc.record({ d: value })) }).map(without);
const condition = fc.oneof(
  simple,
  fc.record({ $gt: simple }),
  fc.record({ $gte: simple, $lt: simple }),
  fc.record({ $lte: simple }),
  fc.record({ $eq: simple, $ne: simple }),
  fc.record({ $in: fc.array(simple, { maxLength: 3 }) }),
  fc.constant({ $lt: new MaxKey() }),
);
const part: fc.Arbitrary<Doc> = fc
  .record({ a: condition, b: condition, 'c.d': condition }, { requiredKeys: [] })
  .map(without);
const filter = fc.oneof(
  part,
  fc.tuple(part, part).map(([x, y]) => ({ ...x, $and: [y] })),
);
const direction = fc.constantFrom(1, -1);
const sort = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c.d', '_id'), direction), {
    selector: ([field]) => field,
    maxLength: 3,
  })
  .map((entries) => (entries.length === 0 ? undefined : Object.fromEntries(entries)));
const query = fc.record({ filter, sort, first: fc.nat(4) });

interface Change {
  id: number;
  doc: Doc | null;
}
const changesOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Change[]> =>
  fc.array(fc.record({ id: fc.nat(30), doc: fc.option(docOf(value), { freq: 4 }) }), { maxLength: 80 });

function change(collection: Collection, { id, doc }: Change): void {
  if (doc === null) collection.delete(id);
  else collection.put({ _id: id, ...doc }, 1);
}

const idsFound = (collection: Collection, asked: { filter: Doc } & Wanted): unknown[] =>
  atOnce(collection.find(asked.filter, { sort: asked.sort, first: asked.first ?? 0 })).map(
    (doc) => doc['_id'],
  );

describe('an answer with indexes', () => {
  it.each([
    ['of plain values', simple, 11],
    ['of values and arrays', fc.oneof({ weight: 30, arbitrary: simple }, { weight: 1, arbitrary: many }), 12],
  ])('is the one without, in the same order, for documents %s', (_name, value, seed) => {
    fc.assert(
      fc.property(changesOf(value), fc.array(query, { minLength: 1, maxLength: 8 }), (changes, queries) => {
        const { indexed, plain } = pair();
        for (const one of changes) for (const collection of [indexed, plain]) change(collection, one);
        for (const asked of queries) expect(idsFound(indexed, asked)).toEqual(idsFound(plain, asked));
      }),
      { numRuns: 300, seed },
    );
  });

  it('is the same again when the index is made afterwards, or while the log was read', () => {
    fc.assert(
      fc.property(changesOf(simple), query, (changes, asked) => {
        const { plain } = pair();
        const loading = new Collection('test.a');
        for (const [i, key] of indexes.entries()) loading.addIndex({ name: `i${i}`, key });
        for (const one of changes) for (const collection of [loading, plain]) change(collection, one);
        loading.loaded();
        const before = idsFound(plain, asked);
        expect(idsFound(loading, asked)).toEqual(before);
        for (const [i, key] of indexes.entries()) plain.addIndex({ name: `i${i}`, key });
        expect(idsFound(plain, asked)).toEqual(before);
      }),
      { numRuns: 200, seed: 13 },
    );
  });

  it('over thousands of documents is the same, whatever went in between', () => {
    const { indexed, plain } = pair();
    for (let i = 0; i < 6_000; i += 1) {
      const id = (i * 7_919) % 4_001;
      const one = { id, doc: i % 9 === 0 ? null : { a: id % 3, b: (i * 31) % 997 } };
      for (const collection of [indexed, plain]) change(collection, one);
    }
    for (const asked of [
      { filter: { a: 1 } },
      { filter: { a: 1, b: { $gt: 500 } }, sort: { b: 1 }, first: 700 },
      { filter: { a: 2 }, sort: { b: -1 }, first: 50 },
      { filter: { b: { $gte: 100, $lt: 101 } } },
      { filter: {}, sort: { b: -1 }, first: 2_500 },
      { filter: {}, sort: { a: -1, b: 1 } },
    ])
      expect(idsFound(indexed, asked)).toEqual(idsFound(plain, asked));
  });
});

describe('a plan', () => {
  const ordered = (...fields: string[]): OrderedIndex => new OrderedIndex(fields, []);

  it.each<[string, Doc, Doc, string[] | undefined, boolean]>([
    ['rows behind a mark', { w: 'x', seq: { $gt: 5 } }, { seq: 1 }, ['w', 'seq'], true],
    ['the last rows', { w: 'x', via: { $ne: 'y' } }, { seq: -1 }, ['w', 'seq'], true],
    ['what is over', { at: { $lte: new Date(0) } }, {}, ['at'], false],
    ['a sort the index does not have', { w: 'x' }, { seq: 1, at: 1 }, ['w', 'seq'], false],
    ['two directions', { w: 'x' }, { seq: 1, w: -1 }, ['w', 'seq'], true],
    ['nothing indexed', { via: 'x' }, {}, undefined, false],
    ['a pattern', { w: new BSONRegExp('x') }, {}, undefined, false],
  ])('for %s takes the index that fits', (_name, filter_, sort_, fields, isSorted) => {
    const plan = planOf(filter_, sort_, [ordered('w', 'seq'), ordered('at')]);
    expect(plan?.index.fields).toEqual(fields);
    expect(plan?.sorted !== undefined).toBe(isSorted);
  });

  it('leaves an index alone that cannot hold some document', () => {
    const stored = { doc: { w: ['x', 'y'] }, bytes: 1, place: 1 };
    const index = ordered('w');
    expect(planOf({ w: 'x' }, {}, [index])?.index).toBe(index);
    index.add(stored);
    expect(planOf({ w: 'x' }, {}, [index])).toBeUndefined();
    index.remove(stored);
    expect(planOf({ w: 'x' }, {}, [index])?.index).toBe(index);
  });
});
