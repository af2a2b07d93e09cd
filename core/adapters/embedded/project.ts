// Projections: the plain forms done here, on shared documents without copying them; expressions left to the aggregation. Pure.

import { Query } from 'mingo/query';
import { copyOf, type Doc, docOf, fieldOf, isDoc } from './documents.ts';
import { context } from './expressions.ts';
import { asBadValue, CommandError, notImplemented } from './faults.ts';
import { segmentsOf } from './paths.ts';

/** Fields named by a projection, nested as the documents are. */
interface Tree {
  [field: string]: Tree | true;
}

/** Compiles a find projection. Errors: BadValue for a mix of kept and dropped fields, NotImplemented for positional ones. */
export function compileProjection(projection: unknown): (doc: Doc) => Doc {
  const given = docOf(projection, 'projection');
  const { _id, ...fields } = given;
  const entries = Object.entries(fields);
  if (entries.some(([path]) => path.includes('$'))) throw notImplemented('A positional projection');
  if (!Object.values(given).every(isPlain)) return (doc) => computed(doc, given);
  const keeps = entries.map(([, value]) => Boolean(value));
  if (new Set(keeps).size > 1)
    throw new CommandError(2, 'Cannot mix inclusion and exclusion in a projection');
  const keepsId = _id === undefined || Boolean(_id);
  const inclusive = keeps[0] ?? (_id !== undefined && keepsId);
  const paths = entries.map(([path]) => path);
  if (inclusive) {
    const kept = treeOf(keepsId ? ['_id', ...paths] : paths);
    return (doc) => keep(doc, kept);
  }
  const dropped = treeOf(keepsId ? paths : ['_id', ...paths]);
  return Object.keys(dropped).length === 0 ? (doc) => doc : (doc) => drop(doc, dropped);
}

const isPlain = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean';

function computed(doc: Doc, projection: Doc): Doc {
  return asBadValue(() =>
    new Query({}, { context, scriptEnabled: false }).find<Doc>([copyOf(doc)], projection).next(),
  );
}

function treeOf(paths: readonly string[]): Tree {
  const root: Tree = Object.create(null);
  for (const path of paths) {
    const segments = segmentsOf(path);
    let tree = root;
    for (const segment of segments.slice(0, -1)) {
      const child = tree[segment];
      const next: Tree = child === undefined || child === true ? Object.create(null) : child;
      tree[segment] = next;
      tree = next;
    }
    tree[segments.at(-1) ?? ''] = true;
  }
  return root;
}

// Kept fields stay in the order of the document; a value that is no document has nothing to keep below it.
function keep(doc: Doc, tree: Tree): Doc {
  const kept = Object.keys(doc).flatMap((field): [string, unknown][] => {
    const branch = tree[field];
    if (branch === undefined) return [];
    const value = branch === true ? doc[field] : keepIn(doc[field], branch);
    return value === undefined ? [] : [[field, value]];
  });
  return Object.fromEntries(kept);
}

function keepIn(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value))
    return value.map((entry) => keepIn(entry, tree)).filter((entry) => entry !== undefined);
  return isDoc(value) ? keep(value, tree) : undefined;
}

function drop(doc: Doc, tree: Tree): Doc {
  const left: Doc = { ...doc };
  for (const [field, branch] of Object.entries(tree)) {
    if (branch === true) delete left[field];
    else if (Object.hasOwn(left, field)) left[field] = dropIn(fieldOf(left, field), branch);
  }
  return left;
}

function dropIn(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((entry) => dropIn(entry, tree));
  return isDoc(value) ? drop(value, tree) : value;
}
