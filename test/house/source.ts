// Source files as data: their text and what their syntax tree says.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vitest/node';

export interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

export interface Source {
  /** From the root of the project, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Every node of the syntax tree, in order. */
  readonly nodes: readonly Node[];
}

/** An import or re-export: what it names, and whether only types come of it. */
export interface Import {
  readonly specifier: string;
  readonly types: boolean;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const nodesOf = (value: unknown): Node[] => {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  return isNode(value) ? [value, ...Object.values(value).flatMap(nodesOf)] : [];
};

export const sourceOf = (path: string, text: string): Source => ({
  path,
  text,
  nodes: nodesOf(parseAst(text, { lang: 'ts' })),
});

/** What `node[key]` is when it is a node itself. */
export const child = (node: Node, key: string): Node | null => (isNode(node[key]) ? node[key] : null);

const importTypes = [
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
];

export function importsOf({ nodes }: Source): Import[] {
  return nodes.flatMap((node) => {
    const specifier = importTypes.includes(node.type) ? child(node, 'source')?.['value'] : resolved(node);
    return typeof specifier === 'string' ? [{ specifier, types: onlyTypes(node) }] : [];
  });
}

/** What `import.meta.resolve` asks for: a file of a package is taken as well as its code. */
function resolved(node: Node): unknown {
  const callee = child(node, 'callee');
  const asked = callee !== null && child(callee, 'object')?.type === 'MetaProperty';
  if (!asked || child(callee, 'property')?.['name'] !== 'resolve') return null;
  const [specifier]: unknown[] = Array.isArray(node['arguments']) ? node['arguments'] : [];
  return isNode(specifier) ? specifier['value'] : null;
}

function onlyTypes(node: Node): boolean {
  if (node.type === 'TSImportType' || node['importKind'] === 'type' || node['exportKind'] === 'type')
    return true;
  const names = Array.isArray(node['specifiers']) ? node['specifiers'].filter(isNode) : [];
  return (
    names.length > 0 && names.every((name) => name['importKind'] === 'type' || name['exportKind'] === 'type')
  );
}

/** Folders that hold nothing of the project's own: what .gitignore names, and git's. */
const foreign = new Set([
  '.git',
  ...[...readFileSync('.gitignore', 'utf8').matchAll(/^(?:.*\/)?([\w.-]+)\/$/gm)].map(
    ([, name = '']) => name,
  ),
]);

/** Every file of the project under a folder, from its root, in order. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return foreign.has(entry.name) ? [] : filesUnder(path);
      return entry.name === '.env' || entry.name.endsWith('.log') ? [] : [path];
    })
    .sort();
}

export const read = (path: string): Source => sourceOf(path, readFileSync(path, 'utf8'));
