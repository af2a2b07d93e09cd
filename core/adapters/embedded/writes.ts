// Commands that change documents: insert, update, delete, findAndModify.

import { type Doc, docOf, docsOf, withId } from './documents.ts';
import { CommandError } from './faults.ts';
import { fieldIn } from './folded.ts';
import type { Command, Host } from './host.ts';
import { compileFilter } from './match.ts';
import { namespaceOf, refuse } from './namespaces.ts';
import { Pace } from './pace.ts';
import { compileProjection } from './project.ts';
import { bsonWithId } from './records.ts';
import { inSlices } from './slices.ts';
import { compileUpdate, type Update, upsertedDoc } from './update.ts';
import { equal } from './values.ts';
import { listIn, type Request } from './wire.ts';

// Statements one by one; the first failure ends an ordered list, an unordered one goes on.
async function eachOf<T>(
  statements: readonly T[],
  { ordered, pace }: { ordered: boolean; pace: Pace },
  run: (statement: T, index: number) => void | Promise<void>,
): Promise<Doc> {
  const writeErrors: Doc[] = [];
  for (const [index, statement] of statements.entries()) {
    await pace.step();
    try {
      await run(statement, index);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      writeErrors.push({ index, code: error.code, errmsg: error.message, ...error.details });
      if (ordered) break;
    }
  }
  await pace.end();
  return writeErrors.length === 0 ? {} : { writeErrors };
}

const isOrdered = (request: Request): boolean => request.body['ordered'] !== false;

const insert: Command = async (host, request) => {
  const ns = namespaceOf(request);
  const documents = docsOf(request.body['documents'], 'documents');
  const came = listIn(request, 'documents');
  let n = 0;
  const failures = await eachOf(
    documents,
    { ordered: isOrdered(request), pace: new Pace(host.engine) },
    (doc, at) => {
      const whole = withId(doc);
      host.engine.insert(ns, whole, whole === doc ? came[at] : undefined);
      n += 1;
    },
  );
  return { n, ...failures, ok: 1 };
};

const remove: Command = async (host, request) => {
  const ns = namespaceOf(request);
  const pace = new Pace(host.engine);
  let n = 0;
  const failures = await eachOf(
    docsOf(request.body['deletes'], 'deletes'),
    { ordered: isOrdered(request), pace },
    async (statement) => {
      refuse(statement, []);
      const filter = docOf(statement['q'], 'q');
      await eachFound({ host, ns, filter, pace, all: statement['limit'] !== 1 }, (doc) => {
        host.engine.delete(ns, doc['_id']);
        n += 1;
      });
    },
  );
  return { n, ...failures, ok: 1 };
};

const update: Command = async (host, request) => {
  const ns = namespaceOf(request);
  const pace = new Pace(host.engine);
  const came = listIn(request, 'updates');
  const counts = { n: 0, nModified: 0 };
  const upserted: Doc[] = [];
  const failures = await eachOf(
    docsOf(request.body['updates'], 'updates'),
    { ordered: isOrdered(request), pace },
    async (statement, index) => {
      const upsertedId = await updateStatement(host, ns, { statement, bson: came[index], counts, pace });
      if (upsertedId !== undefined) upserted.push({ index, _id: upsertedId });
    },
  );
  return { ...counts, ...(upserted.length > 0 ? { upserted } : {}), ...failures, ok: 1 };
};

interface Finding {
  host: Host;
  ns: string;
  filter: Doc;
  pace: Pace;
  all: boolean;
}

// One document is found and changed in one go: nobody can take it in between. Many are found and changed with pauses, as
// MongoDB does: each as it is by then, if it still matches.
async function eachFound(
  { host, ns, filter, pace, all }: Finding,
  change: (doc: Doc) => void,
): Promise<void> {
  if (!all) {
    for (const doc of host.engine.find(ns, filter, { first: 1 })) change(doc);
    return;
  }
  const matches = compileFilter(filter);
  for (const before of await inSlices(host.engine.search(ns, filter))) {
    await pace.step();
    const doc = host.engine.collection(ns)?.get(before['_id']);
    if (doc !== undefined && (doc === before || matches(doc))) change(doc);
  }
}

interface Updating {
  statement: Doc;
  /** As it came. */
  bson: Uint8Array | undefined;
  counts: { n: number; nModified: number };
  pace: Pace;
}

async function updateStatement(
  host: Host,
  ns: string,
  { statement, bson, counts, pace }: Updating,
): Promise<unknown> {
  refuse(statement, ['c']);
  const filter = docOf(statement['q'], 'q');
  const all = statement['multi'] === true;
  const change = updateOf(host, filter, { update: statement['u'], arrayFilters: statement['arrayFilters'] });
  if (all && change.replaces)
    throw new CommandError(9, 'multi update is not supported for replacement-style update');
  // Counted when all of it is done: a statement that fails has matched nothing.
  let [n, nModified] = [0, 0];
  const came = change.replaces && bson !== undefined ? fieldIn(bson, 'u') : undefined;
  const modify = (before: Doc): void => {
    const after = change.apply(before, false);
    const bytes = came && bsonWithId(after['_id'], came);
    if (store(host, ns, { before, after, bytes })) nModified += 1;
    n += 1;
  };
  if (all && statement['upsert'] !== true) await eachFound({ host, ns, filter, pace, all }, modify);
  else {
    // From here on without a pause: whoever comes meanwhile must find either nothing or the document that is inserted.
    const found = host.engine.find(ns, filter, all ? {} : { sort: statement['sort'], first: 1 });
    if (found.length === 0 && statement['upsert'] === true) {
      const doc = upsertedDoc(filter, change);
      host.engine.insert(ns, doc);
      counts.n += 1;
      return doc['_id'];
    }
    for (const doc of found) modify(doc);
  }
  counts.n += n;
  counts.nModified += nModified;
  return undefined;
}

function updateOf(host: Host, filter: Doc, given: { update: unknown; arrayFilters: unknown }): Update {
  const arrayFilters = given.arrayFilters === undefined ? [] : docsOf(given.arrayFilters, 'arrayFilters');
  return compileUpdate({ filter, update: given.update, arrayFilters, now: host.now() });
}

interface Changed {
  before: Doc;
  after: Doc;
  /** The BSON of `after`, where it is there. */
  bytes?: Uint8Array | undefined;
}

function store(host: Host, ns: string, { before, after, bytes }: Changed): boolean {
  if (equal(before, after)) return false;
  host.engine.replace(ns, after, bytes);
  return true;
}

const findAndModify: Command = (host, request) => {
  const { body } = request;
  refuse(body, ['let']);
  const ns = namespaceOf(request);
  const filter = docOf(body['query'], 'query');
  const project = compileProjection(body['fields']);
  const shown = (doc: Doc | undefined): Doc | null => (doc === undefined ? null : project(doc));
  const [before] = host.engine.find(ns, filter, { sort: body['sort'], first: 1 });
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
