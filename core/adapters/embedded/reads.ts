// Commands that read: find, getMore, killCursors, aggregate, count, distinct.

import { Long } from 'bson';
import { aggregate } from './aggregate.ts';
import { countOf, type Doc, docOf, docsOf } from './documents.ts';
import { CommandError, notImplemented } from './faults.ts';
import type { Command, Host } from './host.ts';
import { namespaceOf, refuse } from './namespaces.ts';
import { valuesAt } from './paths.ts';
import { compileProjection } from './project.ts';
import { inSlices } from './slices.ts';
import { keyOf } from './values.ts';

const find: Command = async (host, request) => {
  const { body } = request;
  refuse(body, ['tailable', 'awaitData', 'min', 'max', 'returnKey', 'showRecordId', 'let']);
  const ns = namespaceOf(request);
  const project = compileProjection(body['projection']);
  const docs = await selected(host, ns, {
    filter: body['filter'],
    sort: body['sort'],
    skip: body['skip'],
    limit: body['limit'],
  });
  return host.cursors.first(ns, { docs, project }, { body, now: host.now() });
};

interface Selection {
  filter: unknown;
  sort?: unknown;
  skip: unknown;
  limit: unknown;
}

async function selected(host: Host, ns: string, selection: Selection): Promise<readonly Doc[]> {
  const skip = countOf(selection.skip, 'skip');
  // A negative limit is the old way to ask for one batch of that many.
  const limit = Math.abs(countOf(selection.limit, 'limit'));
  if (skip < 0) throw new CommandError(2, 'skip must not be negative');
  const wanted = { sort: selection.sort, first: limit === 0 ? 0 : skip + limit };
  const found = await inSlices(host.engine.search(ns, docOf(selection.filter, 'filter'), wanted));
  return skip === 0 ? found : found.slice(skip);
}

const getMore: Command = (host, { body }) =>
  host.cursors.next(cursorId(body['getMore']), { body, now: host.now() });

function cursorId(id: unknown): number {
  return id instanceof Long ? id.toNumber() : Number(id);
}

const killCursors: Command = (host, { body }) => {
  const ids = Array.isArray(body['cursors']) ? body['cursors'] : [];
  const cursorsKilled = ids.filter((id) => host.cursors.kill(cursorId(id)));
  return {
    cursorsKilled,
    cursorsNotFound: ids.filter((id) => !cursorsKilled.includes(id)),
    cursorsAlive: [],
    ok: 1,
  };
};

const aggregateCommand: Command = async (host, request) => {
  const { body, db } = request;
  if (body['explain']) throw notImplemented('explain');
  refuse(body, ['let']);
  // A number instead of a name means "no collection": $documents brings its own.
  const ns = typeof body['aggregate'] === 'string' ? namespaceOf(request) : `${db}.$cmd.aggregate`;
  const docs = await inSlices(
    aggregate(docsOf(body['pipeline'], 'pipeline'), {
      find: (filter) => host.engine.search(ns, filter),
      other: (name) => host.engine.find(`${db}.${name}`, {}),
    }),
  );
  return host.cursors.first(ns, { docs }, { body, now: host.now() });
};

const count: Command = async (host, request) => {
  const { body } = request;
  const ns = namespaceOf(request);
  const asksAll = Object.keys(docOf(body['query'], 'query')).length === 0 && !body['skip'] && !body['limit'];
  if (asksAll) return { n: host.engine.collection(ns)?.size ?? 0, ok: 1 };
  const { query: filter, skip, limit } = body;
  return { n: (await selected(host, ns, { filter, skip, limit })).length, ok: 1 };
};

const distinct: Command = async (host, request) => {
  const { body } = request;
  const found = await inSlices(host.engine.search(namespaceOf(request), docOf(body['query'], 'query')));
  const values = new Map<string, unknown>();
  for (const doc of found) {
    for (const value of valuesAt(doc, String(body['key']))) values.set(keyOf(value), value);
  }
  return { values: [...values.values()], ok: 1 };
};

export const reads: Readonly<Record<string, Command>> = {
  find,
  getMore,
  killCursors,
  aggregate: aggregateCommand,
  count,
  distinct,
};
