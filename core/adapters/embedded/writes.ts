// Commands that change documents: insert, update, delete, findAndModify.

import { type Doc, docOf, docsOf, withId } from './documents.ts';
import { CommandError } from './faults.ts';
import type { Command, Host } from './host.ts';
import { namespaceOf, refuse } from './namespaces.ts';
import { compileProjection } from './project.ts';
import { sortDocs } from './sort.ts';
import { compileUpdate, type Update, upsertedDoc } from './update.ts';
import { equal } from './values.ts';

// Statements one by one; the first failure ends an ordered list, an unordered one goes on.
function eachOf<T>(
  statements: readonly T[],
  ordered: boolean,
  run: (statement: T, index: number) => void,
): Doc {
  const writeErrors: Doc[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      writeErrors.push({ index, code: error.code, errmsg: error.message, ...error.details });
      if (ordered) break;
    }
  }
  return writeErrors.length === 0 ? {} : { writeErrors };
}

const insert: Command = (host, request) => {
  const ns = namespaceOf(request);
  let n = 0;
  const failures = eachOf(
    docsOf(request.body['documents'], 'documents'),
    request.body['ordered'] !== false,
    (doc) => {
      host.engine.insert(ns, withId(doc));
      n += 1;
    },
  );
  return { n, ...failures, ok: 1 };
};

const remove: Command = (host, request) => {
  const ns = namespaceOf(request);
  let n = 0;
  const failures = eachOf(
    docsOf(request.body['deletes'], 'deletes'),
    request.body['ordered'] !== false,
    (statement) => {
      refuse(statement, []);
      const found = host.engine.find(ns, docOf(statement['q'], 'q'), statement['limit'] === 1 ? 1 : 0);
      for (const doc of found) host.engine.delete(ns, doc['_id']);
      n += found.length;
    },
  );
  return { n, ...failures, ok: 1 };
};

const update: Command = (host, request) => {
  const ns = namespaceOf(request);
  const counts = { n: 0, nModified: 0 };
  const upserted: Doc[] = [];
  const statements = docsOf(request.body['updates'], 'updates');
  const failures = eachOf(statements, request.body['ordered'] !== false, (statement, index) => {
    const upsertedId = updateStatement(host, ns, { statement, counts });
    if (upsertedId !== undefined) upserted.push({ index, _id: upsertedId });
  });
  return { ...counts, ...(upserted.length > 0 ? { upserted } : {}), ...failures, ok: 1 };
};

interface Updating {
  statement: Doc;
  counts: { n: number; nModified: number };
}

function updateStatement(host: Host, ns: string, { statement, counts }: Updating): unknown {
  refuse(statement, ['c']);
  const filter = docOf(statement['q'], 'q');
  const multi = statement['multi'] === true;
  const change = updateOf(host, filter, { update: statement['u'], arrayFilters: statement['arrayFilters'] });
  if (multi && change.replaces)
    throw new CommandError(9, 'multi update is not supported for replacement-style update');
  const found = firstOf(host, ns, { filter, sort: statement['sort'], all: multi });
  if (found.length === 0 && statement['upsert'] === true) {
    const doc = upsertedDoc(filter, change);
    host.engine.insert(ns, doc);
    counts.n += 1;
    return doc['_id'];
  }
  for (const doc of found) {
    counts.n += 1;
    if (store(host, ns, { before: doc, after: change.apply(doc, false) })) counts.nModified += 1;
  }
  return undefined;
}

function updateOf(host: Host, filter: Doc, given: { update: unknown; arrayFilters: unknown }): Update {
  const arrayFilters = given.arrayFilters === undefined ? [] : docsOf(given.arrayFilters, 'arrayFilters');
  return compileUpdate({ filter, update: given.update, arrayFilters, now: host.now() });
}

function firstOf(
  host: Host,
  ns: string,
  { filter, sort, all }: { filter: Doc; sort: unknown; all: boolean },
): Doc[] {
  const found = host.engine.find(ns, filter, all || sort !== undefined ? 0 : 1);
  return all ? found : sortDocs(found, sort, 1).slice(0, 1);
}

function store(host: Host, ns: string, { before, after }: { before: Doc; after: Doc }): boolean {
  if (equal(before, after)) return false;
  host.engine.replace(ns, after);
  return true;
}

const findAndModify: Command = (host, request) => {
  const { body } = request;
  refuse(body, ['let']);
  const ns = namespaceOf(request);
  const filter = docOf(body['query'], 'query');
  const project = compileProjection(body['fields']);
  const shown = (doc: Doc | undefined): Doc | null => (doc === undefined ? null : project(doc));
  const [before] = firstOf(host, ns, { filter, sort: body['sort'], all: false });
  if (body['remove'] === true) {
    if (before !== undefined) host.engine.delete(ns, before['_id']);
    return { lastErrorObject: { n: before === undefined ? 0 : 1 }, value: shown(before), ok: 1 };
  }
  const change = updateOf(host, filter, { update: body['update'], arrayFilters: body['arrayFilters'] });
  if (before === undefined && body['upsert'] !== true) {
    return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 };
  }
  const after = before === undefined ? upsertedDoc(filter, change) : change.apply(before, false);
  if (before === undefined) host.engine.insert(ns, after);
  else store(host, ns, { before, after });
  const inserted = before === undefined ? { upserted: after['_id'] } : {};
  return {
    lastErrorObject: { n: 1, updatedExisting: before !== undefined, ...inserted },
    value: shown(body['new'] === true ? after : before),
    ok: 1,
  };
};

export const writes: Readonly<Record<string, Command>> = {
  insert,
  update,
  delete: remove,
  findAndModify,
  findandmodify: findAndModify,
};
