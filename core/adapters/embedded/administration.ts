// Commands about databases, collections and indexes.

import { Long } from 'bson';
import type { Collection } from './collection.ts';
import { type Doc, docOf, docsOf } from './documents.ts';
import { CommandError } from './faults.ts';
import type { Command, Host } from './host.ts';
import { type IndexSpec, indexSpecOf, sameIndex } from './indexes.ts';
import { compileFilter } from './match.ts';
import { namespaceOf, refuse } from './namespaces.ts';
import { equal } from './values.ts';

const create: Command = (host, request) => {
  refuse(request.body, [
    'capped',
    'timeseries',
    'viewOn',
    'pipeline',
    'validator',
    'clusteredIndex',
    'changeStreamPreAndPostImages',
  ]);
  const ns = namespaceOf(request);
  if (host.engine.collection(ns) !== undefined)
    throw new CommandError(48, `Collection ${ns} already exists.`);
  host.engine.create(ns);
  return { ok: 1 };
};

const drop: Command = (host, request) => {
  const ns = namespaceOf(request);
  return host.engine.drop(ns) ? { ns, nIndexesWas: 1, ok: 1 } : { ok: 1 };
};

const dropDatabase: Command = (host, { db }) => {
  for (const { namespace } of host.engine.collections(db)) host.engine.drop(namespace);
  return { dropped: db, ok: 1 };
};

const listCollections: Command = (host, { db, body }) => {
  const matches = compileFilter(docOf(body['filter'], 'filter'));
  const entries = host.engine.collections(db).map((collection) => describe(collection, db));
  return cursor(`${db}.$cmd.listCollections`, entries.filter(matches));
};

const describe = (collection: Collection, db: string): Doc => ({
  name: collection.namespace.slice(db.length + 1),
  type: 'collection',
  options: {},
  info: { readOnly: false },
  idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
});

const cursor = (ns: string, firstBatch: readonly Doc[]): Doc => ({
  cursor: { id: Long.ZERO, ns, firstBatch },
  ok: 1,
});

const listIndexes: Command = (host, request) => {
  const ns = namespaceOf(request);
  const collection = host.engine.collection(ns);
  if (collection === undefined) throw new CommandError(26, `ns does not exist: ${ns}`);
  return cursor(
    ns,
    collection.indexes.map((index) => ({ v: 2, ...index })),
  );
};

const createIndexes: Command = (host, request) => {
  const ns = namespaceOf(request);
  const before = host.engine.collection(ns)?.indexes.length;
  for (const given of docsOf(request.body['indexes'], 'indexes')) addIndex(host, ns, indexSpecOf(given));
  return {
    numIndexesBefore: before ?? 1,
    numIndexesAfter: host.engine.collection(ns)?.indexes.length ?? 1,
    createdCollectionAutomatically: before === undefined,
    ok: 1,
  };
};

function addIndex(host: Host, ns: string, spec: IndexSpec): void {
  for (const known of host.engine.collection(ns)?.indexes ?? []) {
    const sameKey = equal(known.key, spec.key);
    if (known.name === '_id_' && sameKey) return;
    if (known.name === spec.name && sameIndex(known, spec)) return;
    if (known.name === spec.name && !sameKey)
      throw new CommandError(86, `An index named ${spec.name} has another key`);
    if (known.name === spec.name || (sameKey && !differsByFilter(known, spec))) {
      throw new CommandError(85, `Index ${known.name} already exists with different options or another name`);
    }
  }
  host.engine.addIndex(ns, spec);
}

// Two indexes on one key may stand side by side when their partial filters differ.
const differsByFilter = (a: IndexSpec, b: IndexSpec): boolean =>
  !equal(a.partialFilterExpression, b.partialFilterExpression);

const dropIndexes: Command = (host, request) => {
  const ns = namespaceOf(request);
  const collection = host.engine.collection(ns);
  if (collection === undefined) throw new CommandError(26, `ns not found ${ns}`);
  const before = collection.indexes;
  for (const name of namesToDrop(request.body['index'], before)) host.engine.dropIndex(ns, name);
  return { nIndexesWas: before.length, ok: 1 };
};

function namesToDrop(asked: unknown, indexes: readonly IndexSpec[]): string[] {
  const names = indexes.map((index) => index.name).filter((name) => name !== '_id_');
  if (asked === '*') return names;
  const wanted = (Array.isArray(asked) ? asked : [asked]).map((one) =>
    typeof one === 'string' ? one : indexes.find((index) => equal(index.key, one))?.name,
  );
  if (wanted.includes('_id_')) throw new CommandError(72, 'cannot drop _id index');
  const missing = wanted.find((name) => name === undefined || !names.includes(name));
  if (missing !== undefined || wanted.includes(undefined))
    throw new CommandError(27, `index not found with name [${missing}]`);
  return wanted.filter((name) => name !== undefined);
}

export const administration: Readonly<Record<string, Command>> = {
  create,
  drop,
  dropDatabase,
  listCollections,
  listIndexes,
  createIndexes,
  dropIndexes,
};
