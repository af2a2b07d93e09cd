// Where an update path leads in one document: positional operators resolved, missing parents made, the field changed. Pure.

import { type Doc, fieldOf, isDoc } from './documents.ts';
import { CommandError } from './faults.ts';
import { compileFilter, type Matcher } from './match.ts';
import { KEEP, UNSET } from './modifiers.ts';
import { isIndex, segmentsOf } from './paths.ts';

// The same bound as MongoDB's on the nulls that fill up an array.
const LONGEST_FILL = 1_500_000;

/** What positional segments need: the filter that found the document, and the named filters of array elements. */
export interface Positions {
  filter: Doc;
  elements: ReadonlyMap<string, Matcher>;
}

/** Names the array filters by their identifier (`id` of `$[id]`). Errors: FailedToParse when one has no single name. */
export function elementFilters(filters: readonly Doc[]): Map<string, Matcher> {
  const named = new Map<string, Matcher>();
  for (const filter of filters) {
    const names = new Set(Object.keys(filter).map((path) => path.split('.')[0] ?? ''));
    const [name] = names;
    if (name === undefined || names.size !== 1 || name.startsWith('$')) {
      throw new CommandError(9, 'Each array filter must use exactly one top-level field name');
    }
    named.set(name, compileFilter(filter));
  }
  return named;
}

/** The plain paths an update path stands for in this document: itself, or one for each array element it selects. */
export function expand(doc: Doc, path: string, positions: Positions): string[] {
  if (!path.includes('$')) return [path];
  let paths: string[] = [''];
  for (const segment of segmentsOf(path)) {
    paths = paths.flatMap((prefix) =>
      segment.startsWith('$')
        ? choices(doc, { prefix, segment, positions }).map((index) => join(prefix, String(index)))
        : [join(prefix, segment)],
    );
  }
  return paths;
}

const join = (prefix: string, segment: string): string => (prefix === '' ? segment : `${prefix}.${segment}`);

interface Choice {
  prefix: string;
  segment: string;
  positions: Positions;
}

function choices(doc: Doc, { prefix, segment, positions }: Choice): number[] {
  const list = read(doc, prefix);
  if (!Array.isArray(list))
    throw new CommandError(2, `The path '${prefix}' must hold an array for ${segment}`);
  if (segment === '$') return [matchedIndex(doc, prefix, { list, filter: positions.filter })];
  if (segment === '$[]') return [...list.keys()];
  const name = /^\$\[(.+)\]$/.exec(segment)?.[1] ?? '';
  const matcher = positions.elements.get(name);
  if (matcher === undefined) throw new CommandError(2, `No array filter found for identifier '${name}'`);
  return [...list.keys()].filter((index) => matcher({ [name]: list[index] }));
}

// The first element with which alone the document still matches the filter: what `$` means.
function matchedIndex(doc: Doc, path: string, { list, filter }: { list: unknown[]; filter: Doc }): number {
  const matcher = compileFilter(filter);
  const index = list.findIndex((element) => matcher(changeAt(copiedAlong(doc, path), path, () => [element])));
  if (index < 0 || !mentions(filter, path)) {
    throw new CommandError(2, 'The positional operator did not find the match needed from the query.');
  }
  return index;
}

const mentions = (filter: Doc, path: string): boolean => JSON.stringify(filter).includes(`"${path}`);

/**
 * A copy as far as the path runs, so that changing the field leaves the original alone; the rest is shared. `own`: copies
 * made before, which are not copied again.
 */
export function copiedAlong(doc: Doc, path: string, own: Set<unknown> = new Set()): Doc {
  const ownCopyOf = <T extends Doc | unknown[]>(value: T): T => {
    if (own.has(value)) return value;
    const copy = (Array.isArray(value) ? [...value] : { ...value }) as T;
    own.add(copy);
    return copy;
  };
  const copy = ownCopyOf(doc);
  let parent: Doc | unknown[] = copy;
  for (const segment of segmentsOf(path).slice(0, -1)) {
    const child = childOf(parent, segment);
    if (!Array.isArray(child) && !isDoc(child)) return copy;
    const next = ownCopyOf(child);
    if (Array.isArray(parent)) parent[Number(segment)] = next;
    else parent[segment] = next;
    parent = next;
  }
  return copy;
}

/** The value a plain path leads to, array elements by number; undefined when there is none. */
export function read(doc: Doc, path: string): unknown {
  let value: unknown = doc;
  for (const segment of segmentsOf(path)) value = childOf(value, segment);
  return value;
}

function childOf(parent: unknown, segment: string): unknown {
  if (Array.isArray(parent)) return isIndex(segment) ? parent[Number(segment)] : undefined;
  return isDoc(parent) ? fieldOf(parent, segment) : undefined;
}

/**
 * Changes the field at a plain path in place and returns the document. `change` sees the current value and answers the
 * new one, UNSET or KEEP. Errors: PathNotViable when the path runs through something that is no document.
 */
export function changeAt(doc: Doc, path: string, change: (current: unknown) => unknown): Doc {
  const segments = segmentsOf(path);
  const last = segments.at(-1) ?? '';
  const parent = parentOf(doc, segments, path);
  const current = parent === undefined ? undefined : childOf(parent, last);
  const value = change(current);
  if (value === KEEP) {
    if (current === undefined) checkViable(doc, segments, path);
    return doc;
  }
  if (value === UNSET) remove(parent, last);
  else place(parent ?? makeParents(doc, segments, path), last, { value, path });
  return doc;
}

function parentOf(doc: Doc, segments: readonly string[], path: string): unknown {
  let parent: unknown = doc;
  for (const segment of segments.slice(0, -1)) {
    checkName(segment, path);
    parent = childOf(parent, segment);
  }
  checkName(segments.at(-1) ?? '', path);
  return parent;
}

function checkName(segment: string, path: string): void {
  if (segment === '' || segment === '__proto__')
    throw new CommandError(2, `The update path '${path}' is not valid`);
}

// Operators on arrays do nothing to a missing field, but complain when the path could never lead to one.
function checkViable(doc: Doc, segments: readonly string[], path: string): void {
  let parent: unknown = doc;
  for (const segment of segments) {
    if (parent === undefined) return;
    if (!isDoc(parent) && !(Array.isArray(parent) && isIndex(segment))) throw notViable(segment, path);
    parent = childOf(parent, segment);
  }
}

function notViable(segment: string, path: string): CommandError {
  return new CommandError(28, `Cannot create field '${segment}' in the element that '${path}' leads through`);
}

function makeParents(doc: Doc, segments: readonly string[], path: string): unknown {
  let parent: unknown = doc;
  for (const segment of segments.slice(0, -1)) {
    const child = childOf(parent, segment);
    if (child === undefined) place(parent, segment, { value: {}, path });
    parent = childOf(parent, segment);
  }
  return parent;
}

function place(parent: unknown, segment: string, { value, path }: { value: unknown; path: string }): void {
  if (isDoc(parent)) {
    parent[segment] = value;
    return;
  }
  if (!Array.isArray(parent) || !isIndex(segment)) {
    throw notViable(segment, path);
  }
  const index = Number(segment);
  if (index - parent.length > LONGEST_FILL)
    throw new CommandError(2, `The index of '${path}' is too far past the array`);
  while (parent.length < index) parent.push(null);
  parent[index] = value;
}

function remove(parent: unknown, segment: string): void {
  if (isDoc(parent)) delete parent[segment];
  else if (Array.isArray(parent) && isIndex(segment) && Number(segment) < parent.length)
    parent[Number(segment)] = null;
}
