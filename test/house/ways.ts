// How the source is written: what no file may contain, as checkers over its syntax tree and its text. Pure.
import { child, importsOf, type Node, type Source } from './source.ts';

export const mostLines = 250;

interface Way {
  /** What is forbidden. */
  readonly what: string;
  /** Files that may nevertheless: they are where it belongs. */
  readonly home?: readonly string[];
  /** Whether it is forbidden in tests as well. */
  readonly tests: boolean;
  readonly breached: (node: Node) => boolean;
}

const named = (node: Node | null, name: string) => node?.type === 'Identifier' && node['name'] === name;

/** `object.property` or `object['property']`. */
const member = (node: Node, object: string, property: string) =>
  node.type === 'MemberExpression' &&
  named(child(node, 'object'), object) &&
  (named(child(node, 'property'), property) || child(node, 'property')?.['value'] === property);

const clock = ['core/adapters/system.ts'];
const noArguments = (node: Node) => Array.isArray(node['arguments']) && node['arguments'].length === 0;

const ways: readonly Way[] = [
  {
    what: 'process.env',
    home: ['main.ts'],
    tests: false,
    breached: (node) =>
      member(node, 'process', 'env') ||
      (node.type === 'ImportDeclaration' &&
        /^(node:)?process$/.test(String(child(node, 'source')?.['value']))),
  },
  {
    what: 'the time of this machine',
    home: clock,
    tests: false,
    breached: (node) =>
      member(node, 'Date', 'now') ||
      member(node, 'performance', 'now') ||
      member(node, 'process', 'hrtime') ||
      (node.type === 'NewExpression' && named(child(node, 'callee'), 'Date') && noArguments(node)) ||
      (node.type === 'CallExpression' && named(child(node, 'callee'), 'Date')),
  },
  { what: 'Math.random', home: clock, tests: true, breached: (node) => member(node, 'Math', 'random') },
  { what: 'console', home: clock, tests: true, breached: (node) => named(node, 'console') },
  { what: 'any', tests: true, breached: ({ type }) => type === 'TSAnyKeyword' },
  {
    what: 'a default export',
    tests: true,
    breached: (node) =>
      node.type === 'ExportDefaultDeclaration' ||
      (node.type === 'ExportSpecifier' && named(child(node, 'exported'), 'default')),
  },
  {
    what: 'a double assertion',
    tests: true,
    breached: (node) =>
      node.type === 'TSAsExpression' && child(node, 'expression')?.type === 'TSAsExpression',
  },
  { what: 'a non-null assertion', tests: true, breached: ({ type }) => type === 'TSNonNullExpression' },
];

const isTest = (path: string) => path.startsWith('test/');

export function wayBreaches(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, nodes }) =>
    ways
      .filter(({ home = [], tests }) => !home.includes(path) && (tests || !isTest(path)))
      .filter(({ breached }) => nodes.some(breached))
      .map(({ what }) => `${path} has ${what}`),
  );
}

/** Relative imports that do not name the file they mean. */
export function specifierBreaches(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    importsOf(source)
      .filter(({ specifier }) => specifier.startsWith('.') && !/\.(ts|json)$/.test(specifier))
      .map(({ specifier }) => `${source.path} imports ${specifier} without its ending`),
  );
}

export function longFiles(sources: readonly Pick<Source, 'path' | 'text'>[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n').length;
    return lines > mostLines ? [`${path} has ${lines} lines`] : [];
  });
}

/** Words that mean something only where the project was made: folders of that machine, pages that are not part of it. */
const outside = [
  /\/work\//,
  /\.\.\/shared/,
  /\b(drift|storage|discord|mlflow|ecosystem|performance|style)\.md\b/,
  /\bREADME \d/,
  /\bdesign\/README/,
];

export function outsideWords(files: readonly Pick<Source, 'path' | 'text'>[]): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, at) => {
      const word = outside.map((shape) => shape.exec(line)?.[0]).find((found) => found !== undefined);
      return word === undefined ? [] : [`${path}:${at + 1} says ${word}`];
    }),
  );
}
