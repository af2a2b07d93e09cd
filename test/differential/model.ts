// A collection as plainly as it can be: a Map, and what the manual says. It never saw the embedded server's code.
import { equal, isDoc, matches } from './match.ts';
import type { Answer, Counts, Doc, Operation, Value, Write } from './operation.ts';
import { distinct, grouped, projected, sorted } from './reading.ts';
import { Refused, updated } from './update.ts';

export interface Model {
  perform(operation: Operation): Answer;
  contents(): Doc[];
}

type Docs = Map<number, Doc>;

const none: Counts = { inserted: 0, matched: 0, modified: 0, deleted: 0, upserted: 0 };
const done = (counts: Partial<Counts>): Answer => ({ counts: { ...none, ...counts }, failures: [] });

/** One unique index, on `u`. */
export function createModel(): Model {
  const docs: Docs = new Map();
  return {
    contents: () => find(docs, {}),
    perform(operation) {
      try {
        return changing(docs, operation) ?? reading(docs, operation);
      } catch (cause) {
        if (cause instanceof Refused) return { code: cause.code };
        throw cause;
      }
    },
  };
}

/** By `_id`. */
const find = (docs: Docs, filter: Doc): Doc[] =>
  [...docs.entries()].sort(([a], [b]) => a - b).flatMap(([, doc]) => (matches(doc, filter) ? [doc] : []));

function changing(docs: Docs, operation: Operation): Answer | null {
  switch (operation.kind) {
    case 'insertOne':
    case 'updateOne':
    case 'replaceOne':
    case 'deleteOne':
      return done(write(docs, operation));
    case 'insertMany': {
      const inserts = operation.documents.map((document) => ({ kind: 'insertOne', document }) as const);
      return writeAll(docs, inserts, operation.ordered);
    }
    case 'bulkWrite':
      return writeAll(docs, operation.writes, true);
    case 'updateMany': {
      const found = find(docs, operation.filter);
      const after = found.map((doc) => change(docs, doc, { ...operation, upsert: false }) ?? doc);
      const modified = found.filter((doc, at) => !same(doc, after[at] ?? doc)).length;
      return done({ matched: found.length, modified });
    }
    case 'deleteMany':
      return done({ deleted: find(docs, operation.filter).filter((doc) => remove(docs, doc)).length });
    default:
      return null;
  }
}

function reading(docs: Docs, operation: Operation): Answer {
  const found = 'filter' in operation ? find(docs, operation.filter) : [];
  switch (operation.kind) {
    case 'findOneAndUpdate': {
      const [before] = sorted(found, operation.sort);
      const after = change(docs, before, operation);
      return { document: operation.after ? after : (before ?? null) };
    }
    case 'findOneAndDelete': {
      const [first] = sorted(found, operation.sort);
      remove(docs, first);
      return { document: first ?? null };
    }
    case 'find': {
      const { sort, skip, limit, projection } = operation;
      const rows = sort === null ? found : sorted(found, sort);
      const page = rows.slice(skip, limit === 0 ? undefined : skip + limit);
      return { rows: page.map((doc) => projected(doc, projection)) };
    }
    case 'distinct':
      return { values: distinct(found, operation.field) };
    case 'group':
      return { rows: grouped(found, operation.by, operation.sums) };
    case 'countStage':
      return { rows: found.length === 0 ? [] : [{ n: found.length }] };
    default:
      return { values: [found.length] };
  }
}

function write(docs: Docs, one: Write): Partial<Counts> {
  if (one.kind === 'insertOne') {
    put(docs, one.document, true);
    return { inserted: 1 };
  }
  const [before] = find(docs, one.filter);
  if (one.kind === 'deleteOne') return { deleted: remove(docs, before) ? 1 : 0 };
  const after = one.kind === 'updateOne' ? change(docs, before, one) : replace(docs, before, one);
  if (after === null) return {};
  return before === undefined ? { upserted: 1 } : { matched: 1, modified: same(before, after) ? 0 : 1 };
}

function writeAll(docs: Docs, writes: readonly Write[], ordered: boolean): Answer {
  const counts = { ...none };
  const failures: [number, number][] = [];
  for (const [index, one] of writes.entries()) {
    try {
      const more = write(docs, one);
      for (const name of Object.keys(none) as (keyof Counts)[]) counts[name] += more[name] ?? 0;
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      failures.push([index, cause.code]);
      if (ordered) break;
    }
  }
  return { counts, failures };
}

function put(docs: Docs, doc: Doc, isNew: boolean): void {
  const id = Number(doc['_id']);
  if (isNew && docs.has(id)) throw new Refused(11000);
  for (const [other, { u = null }] of docs) {
    if (other !== id && equal(u, doc['u'])) throw new Refused(11000);
  }
  docs.set(id, doc);
}

const remove = (docs: Docs, doc: Doc | undefined): boolean =>
  doc !== undefined && docs.delete(Number(doc['_id']));

interface Change {
  readonly filter: Doc;
  readonly update: Doc;
  readonly upsert: boolean;
}

/** The document afterwards, null when there is none to change. */
function change(docs: Docs, before: Doc | undefined, { filter, update, upsert }: Change): Doc | null {
  if (before === undefined && !upsert) {
    understood(update);
    return null;
  }
  const after = updated(before ?? equalities(filter), update, before === undefined);
  if (before === undefined || !same(before, after)) put(docs, after, before === undefined);
  return after;
}

type Replacement = Extract<Write, { kind: 'replaceOne' }>;

function replace(
  docs: Docs,
  before: Doc | undefined,
  { filter, replacement, upsert }: Replacement,
): Doc | null {
  if (before === undefined && !upsert) return null;
  const after = { _id: before?.['_id'] ?? filter['_id'] ?? null, ...replacement };
  put(docs, after, before === undefined);
  return after;
}

/** An update that makes no sense is refused even when there is nothing to update. */
function understood(update: Doc): void {
  try {
    updated({}, update, false);
  } catch (cause) {
    if (cause instanceof Refused && [9, 40].includes(cause.code)) throw cause;
  }
}

/** Nothing and null are one in a filter, not in a document. */
const sameValue = (a: Value | undefined, b: Value | undefined): boolean =>
  isDoc(a) && isDoc(b) ? same(a, b) : (a === undefined) === (b === undefined) && equal(a, b);

const same = (a: Doc, b: Doc): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => sameValue(a[key], b[key]));

const equalities = (filter: Doc): Doc =>
  Object.fromEntries(Object.entries(filter).filter(([key, value]) => !key.startsWith('$') && !isDoc(value)));
