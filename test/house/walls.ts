// The checkers that hold the source to test/house/rooms.ts. Pure: each checker answers with the breaches.
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { rooms } from './rooms.ts';
import { importsOf, type Source } from './source.ts';

const within = (path: string, room: string) => path === room || path.startsWith(`${room}/`);

export const roomOf = (path: string): string | null =>
  Object.keys(rooms)
    .filter((room) => within(path, room))
    .sort((first, second) => second.length - first.length)[0] ?? null;

const builtin = (specifier: string) => specifier.startsWith('node:') || builtinModules.includes(specifier);

/** A specifier as the table names it: a path from the root, `node:name`, or the name of a package. */
function targetOf(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return join(dirname(from), specifier);
  if (builtin(specifier)) return `node:${specifier.replace(/^node:/, '').split('/')[0]}`;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

const allows = (names: readonly string[], target: string) =>
  names.some((name) => within(target, name) || (name === 'node:*' && target.startsWith('node:')));

/** Imports over a wall, and files that stand in no room. */
export function wallBreaches(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const room = roomOf(source.path);
    const rule = room === null ? undefined : rooms[room];
    if (room === null || rule === undefined) return [`${source.path} stands in no room of the table`];
    return importsOf(source).flatMap(({ specifier, types }) => {
      const target = targetOf(source.path, specifier);
      const free =
        within(target, room) || allows(rule.uses, target) || (types && allows(rule.types ?? [], target));
      return free ? [] : [`${source.path} may not import ${types ? 'types of ' : ''}${target}`];
    });
  });
}

const uses = (source: Source): string[] =>
  importsOf(source)
    .filter(({ specifier, types }) => !types && specifier.startsWith('.'))
    .map(({ specifier }) => targetOf(source.path, specifier));

/** Files that reach themselves again over what they use. Types alone make no circle: they are gone at run time. */
export function circles(sources: readonly Source[]): string[] {
  const graph = new Map(sources.map((source) => [source.path, uses(source)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]) => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(' -> '));
    if (way.includes(path) || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

/** Entries of a table that use one another. */
export function siblingBreaches(sources: readonly Source[], table: string): string[] {
  const graph = new Map(sources.map((source) => [source.path, uses(source)]));
  const entries = (graph.get(table) ?? []).filter((path) => dirname(path) === dirname(table));
  return entries.flatMap((entry) =>
    (graph.get(entry) ?? [])
      .filter((used) => entries.includes(used) || used === table)
      .map((used) => `${entry} may not know ${used}`),
  );
}

/** Packages among the dependencies that no source imports. */
export function idlePackages(sources: readonly Source[], dependencies: readonly string[]): string[] {
  const used = new Set(
    sources.flatMap((source) => importsOf(source).map(({ specifier }) => targetOf(source.path, specifier))),
  );
  return dependencies.filter((name) => !used.has(name));
}
