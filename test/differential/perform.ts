// The same operations through the real driver, and answers in one form that can be compared.
import {
  type AnyBulkWriteOperation,
  BSON,
  type Collection,
  MongoBulkWriteError,
  MongoServerError,
  type SortDirection,
} from 'mongodb';
import type { Answer, Counts, Doc, Operation, Sort, Stored, Write } from './operation.ts';

type Rows = Collection<Stored>;

const none: Counts = { inserted: 0, matched: 0, modified: 0, deleted: 0, upserted: 0 };

/** Indexes of each kind, so that operations are answered with them and from them. */
export async function prepare(rows: Rows, unique: boolean): Promise<void> {
  if (unique) await rows.createIndex({ u: 1 }, { unique: true });
  await rows.createIndex({ c: 1 });
  await rows.createIndex({ s: 1, c: -1 });
  await rows.createIndex({ t: 1 });
  await rows.createIndex({ 'n.x': -1, m: 1 });
}

export async function perform(rows: Rows, operation: Operation): Promise<Answer> {
  try {
    return await answerOf(rows, operation);
  } catch (cause) {
    if (cause instanceof MongoBulkWriteError) return failed(cause);
    if (cause instanceof MongoServerError && typeof cause.code === 'number') return { code: cause.code };
    throw cause;
  }
}

async function answerOf(rows: Rows, operation: Operation): Promise<Answer> {
  switch (operation.kind) {
    case 'insertMany':
      return bulk(
        rows,
        operation.documents.map((document) => ({ kind: 'insertOne', document })),
        operation.ordered,
      );
    case 'bulkWrite':
      return bulk(rows, operation.writes, true);
    case 'insertOne':
      await rows.insertOne({ ...operation.document });
      return done({ inserted: 1 });
    case 'updateOne': {
      const { filter, update, upsert } = operation;
      return changed(await rows.updateOne(filter, update, { upsert }));
    }
    case 'updateMany':
      return changed(await rows.updateMany(operation.filter, operation.update));
    case 'replaceOne': {
      const { filter, replacement, upsert } = operation;
      return changed(await rows.replaceOne(filter, replacement, { upsert }));
    }
    case 'deleteOne':
      return done({ deleted: (await rows.deleteOne(operation.filter)).deletedCount });
    case 'deleteMany':
      return done({ deleted: (await rows.deleteMany(operation.filter)).deletedCount });
    default:
      return read(rows, operation);
  }
}

type Read = Exclude<Operation, Write | { kind: 'insertMany' | 'bulkWrite' | 'updateMany' | 'deleteMany' }>;

async function read(rows: Rows, operation: Read): Promise<Answer> {
  const { filter } = operation;
  switch (operation.kind) {
    case 'findOneAndUpdate': {
      const { update, upsert, sort, after } = operation;
      const options = { upsert, sort: sortOf(sort), returnDocument: after ? 'after' : 'before' } as const;
      return { document: await rows.findOneAndUpdate(filter, update, options) };
    }
    case 'findOneAndDelete':
      return { document: await rows.findOneAndDelete(filter, { sort: sortOf(operation.sort) }) };
    case 'find': {
      const { sort, skip, limit, projection } = operation;
      const cursor = rows.find<Doc>(filter, { projection, skip, limit });
      return { rows: await (sort === null ? cursor : cursor.sort(sortOf(sort))).toArray() };
    }
    case 'count':
      return { values: [await rows.countDocuments(filter)] };
    case 'distinct':
      return { values: await rows.distinct(operation.field, filter) };
    case 'group': {
      const total = operation.sums ? { total: { $sum: '$c' } } : {};
      const group = { _id: `$${operation.by}`, n: { $sum: 1 }, ...total };
      return {
        rows: await rows
          .aggregate<Doc>([{ $match: filter }, { $group: group }, { $sort: { _id: 1 } }])
          .toArray(),
      };
    }
    case 'countStage':
      return { rows: await rows.aggregate<Doc>([{ $match: filter }, { $count: 'n' }]).toArray() };
  }
}

const sortOf = (sort: Sort): [string, SortDirection][] =>
  sort.map(([field, direction]) => [field, direction]);

const done = (counts: Partial<Counts>): Answer => ({ counts: { ...none, ...counts }, failures: [] });

const changed = (result: { matchedCount: number; modifiedCount: number; upsertedCount: number }): Answer =>
  done({ matched: result.matchedCount, modified: result.modifiedCount, upserted: result.upsertedCount });

async function bulk(rows: Rows, writes: readonly Write[], ordered: boolean): Promise<Answer> {
  const result = await rows.bulkWrite(writes.map(modelOf), { ordered });
  return { counts: countsOf(result), failures: [] };
}

function modelOf(write: Write): AnyBulkWriteOperation<Stored> {
  switch (write.kind) {
    case 'insertOne':
      return { insertOne: { document: { ...write.document } } };
    case 'updateOne':
      return { updateOne: write };
    case 'replaceOne':
      return { replaceOne: write };
    case 'deleteOne':
      return { deleteOne: write };
  }
}

const countsOf = (result: MongoBulkWriteError['result']): Counts => ({
  inserted: result.insertedCount,
  matched: result.matchedCount,
  modified: result.modifiedCount,
  deleted: result.deletedCount,
  upserted: result.upsertedCount,
});

function failed(cause: MongoBulkWriteError): Answer {
  const errors = [cause.writeErrors].flat();
  return { counts: countsOf(cause.result), failures: errors.map(({ index, code }) => [index, code]) };
}

/** One text for one answer: fields in order, and rows and values too where the operation asks for no order. */
export function canonical(answer: Answer, operation: Operation | null): string {
  const text = (value: unknown) => BSON.EJSON.stringify(inOrder(value), { relaxed: true });
  const anyOrder = operation?.kind === 'distinct' || (operation?.kind === 'find' && operation.sort === null);
  if ('rows' in answer && anyOrder) return text({ rows: answer.rows.map(text).sort() });
  if ('values' in answer && anyOrder) return text({ values: answer.values.map(text).sort() });
  return text(answer);
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, inOrder(inner)]),
  );
}
