// The message table against the cards: keys that nobody reads. Pure. Each section is looked for in the files that name
// it, its keys among what those read: `words.models.none`, `const { none } = words.models`, or 'none' as an index.
import { child, type Node, type Source } from './source.ts';

type Table = Readonly<Record<string, unknown>>;

/** "section.key" or "section.group.key" of all that no source reads. */
export function unreadWords(table: Table, sources: readonly Source[]): string[] {
  const readings = sources.map(readingOf);
  return Object.entries(table).flatMap(([section, words]) => {
    if (!isGroup(words)) return [];
    const near = readings.filter(({ names }) => names.has(section));
    return unreadOf(words, near).map((key) => `${section}.${key}`);
  });
}

function unreadOf(words: Table, near: readonly Reading[]): string[] {
  return Object.entries(words).flatMap(([key, value]) => {
    const readers = near.filter(({ names }) => names.has(key));
    if (readers.length === 0) return [key];
    const all = !isGroup(value) || readers.some(({ lookedUp }) => lookedUp.has(key));
    return all ? [] : unreadOf(value, near).map((inner) => `${key}.${inner}`);
  });
}

const isGroup = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Reading {
  /** Properties by name, destructured names and texts. */
  readonly names: ReadonlySet<string>;
  /** What is indexed or handed on whole: any of its keys may be meant. */
  readonly lookedUp: ReadonlySet<string>;
}

function readingOf({ nodes }: Source): Reading {
  const names = nodes.flatMap((node) => {
    if (node.type === 'MemberExpression' && node['computed'] !== true) return nameOf(child(node, 'property'));
    if (node.type === 'ObjectPattern') return patternNames(node);
    return node.type === 'Literal' && typeof node['value'] === 'string' ? [node['value']] : [];
  });
  const lookedUp = nodes.flatMap((node) => {
    if (node.type === 'MemberExpression' && node['computed'] === true) return lastName(child(node, 'object'));
    return node.type === 'CallExpression' ? nodesIn(node, 'arguments').flatMap(lastName) : [];
  });
  return { names: new Set(names), lookedUp: new Set(lookedUp) };
}

const nodesIn = (node: Node, key: string): Node[] => {
  const held: unknown = node[key];
  return Array.isArray(held) ? held.filter((one): one is Node => 'type' in Object(one)) : [];
};

const patternNames = (pattern: Node) =>
  nodesIn(pattern, 'properties').flatMap((property) => nameOf(child(property, 'key')));

const nameOf = (node: Node | null) => (node?.type === 'Identifier' ? [String(node['name'])] : []);

const lastName = (node: Node | null) =>
  node?.type === 'MemberExpression' ? nameOf(child(node, 'property')) : nameOf(node);
