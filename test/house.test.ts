// The walls of the house, and that each of these checks finds what it is there to find.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rooms, tables } from './house/rooms.ts';
import { filesUnder, read, sourceOf } from './house/source.ts';
import { circles, idlePackages, roomOf, siblingBreaches, wallBreaches } from './house/walls.ts';
import { longFiles, mostLines, outsideWords, specifierBreaches, wayBreaches } from './house/ways.ts';

const files = filesUnder('.');
const isCode = (path: string) => path.endsWith('.ts');
const sources = files
  .filter((path) => isCode(path) && /^(main\.ts|(core|bot|api|jobs)\/)/.test(path))
  .map(read);
const tests = files.filter((path) => isCode(path) && path.startsWith('test/')).map(read);
const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);

/** A small house of files in memory: path to text. */
const houseOf = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).map(([path, text]) => sourceOf(path, text));

describe('the house', () => {
  it('is read whole', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(new Set(sources.map(({ path }) => roomOf(path)))).toEqual(new Set(Object.keys(rooms)));
  });

  it('has no import over a wall', () => {
    expect(wallBreaches(sources)).toEqual([]);
  });

  it('has no circle of imports', () => {
    expect(circles(sources)).toEqual([]);
  });

  it.each(tables)('lists in %s what does not know one another', (table) => {
    expect(sources.map(({ path }) => path)).toContain(table);
    expect(siblingBreaches(sources, table)).toEqual([]);
  });

  it('has no dependency that nothing imports', () => {
    expect(idlePackages(sources, Object.keys(dependencies))).toEqual([]);
  });

  it('takes environment, time, chance and the console only where they belong, and no way around the types', () => {
    expect(wayBreaches([...sources, ...tests])).toEqual([]);
  });

  it('names the file in every relative import', () => {
    expect(specifierBreaches([...sources, ...tests])).toEqual([]);
  });

  it(`has no file of more than ${mostLines} lines`, () => {
    expect(longFiles([...sources, ...tests])).toEqual([]);
  });

  it('says nothing that only the place it was made in understands', () => {
    const texts = files.filter((path) => !/\.(png|ico|gz|parquet|onnx|bin)$/.test(path));
    expect(outsideWords(texts.map((path) => ({ path, text: readFileSync(path, 'utf8') })))).toEqual([]);
  });
});

describe('the walls', () => {
  it.each([
    ['bot/a.ts', "import { serve } from '../api/server.ts';", 'bot/a.ts may not import api/server.ts'],
    ['api/a.ts', "import '../jobs/scheduler.ts';", 'api/a.ts may not import jobs/scheduler.ts'],
    ['jobs/a.ts', "export * from '../bot/embed.ts';", 'jobs/a.ts may not import bot/embed.ts'],
    ['jobs/a.ts', "const b = await import('../bot/b.ts');", 'jobs/a.ts may not import bot/b.ts'],
    [
      'core/ops/a.ts',
      "import { x } from '../adapters/system.ts';",
      'core/ops/a.ts may not import core/adapters/system.ts',
    ],
    [
      'core/ops/a.ts',
      "import type { Card } from '../cards/card.ts';",
      'core/ops/a.ts may not import types of core/cards/card.ts',
    ],
    [
      'core/adapters/store/a.ts',
      "import { x } from '../system.ts';",
      'core/adapters/store/a.ts may not import core/adapters/system.ts',
    ],
    [
      'core/stats/a.ts',
      "import { readFile } from 'node:fs/promises';",
      'core/stats/a.ts may not import node:fs',
    ],
    ['core/stats/a.ts', "import fs from 'fs';", 'core/stats/a.ts may not import node:fs'],
    [
      'core/frame/a.ts',
      "import { x } from '../stats/psi.ts';",
      'core/frame/a.ts may not import core/stats/psi.ts',
    ],
    ['api/a.ts', "import { MongoClient } from 'mongodb';", 'api/a.ts may not import mongodb'],
    ['jobs/a.ts', "import { MongoClient } from 'mongodb';", 'jobs/a.ts may not import mongodb'],
    [
      'bot/a.ts',
      "import { createStore, type Store } from '../core/ports.ts';",
      'bot/a.ts may not import core/ports.ts',
    ],
    ['core/cards/a.ts', "import { z } from 'zod/v4';", 'core/cards/a.ts may not import zod'],
    ['core/ops/a.ts', "let x: import('../../bot/b.ts').B;", 'core/ops/a.ts may not import types of bot/b.ts'],
    ['core/adapters/redis.ts', '', 'core/adapters/redis.ts stands in no room of the table'],
    ['tools/a.ts', '', 'tools/a.ts stands in no room of the table'],
  ])('stand between %s and `%s`', (path, text, breach) => {
    expect(wallBreaches(houseOf({ [path]: text }))).toEqual([breach]);
  });

  it.each([
    ['jobs/a.ts', "import type { Db } from 'mongodb';"],
    ['jobs/a.ts', "import { type Db, type Collection } from 'mongodb';"],
    ['bot/a.ts', "import { type Clock } from '../core/ports.ts';"],
    ['bot/commands/a.ts', "import { b } from '../embed.ts';"],
    ['core/sources/a.ts', "import { uniform } from 'pure-rand/distribution/uniformFloat64';"],
    ['main.ts', "import { x } from './core/adapters/system.ts';"],
    [
      'core/drift.ts',
      "// import { x } from './ops/index.ts';\nexport const text = \"import './ops/index.ts'\";",
    ],
  ])('have a door from %s for `%s`', (path, text) => {
    expect(wallBreaches(houseOf({ [path]: text }))).toEqual([]);
  });

  it('see a circle, and none in types', () => {
    const circle = {
      'core/a.ts': "import './b.ts';",
      'core/b.ts': "import './c.ts';",
      'core/c.ts': "import './a.ts';",
    };
    expect(circles(houseOf(circle))).toEqual(['core/a.ts -> core/b.ts -> core/c.ts -> core/a.ts']);
    expect(circles(houseOf({ 'core/a.ts': "import './a.ts';" }))).toEqual(['core/a.ts -> core/a.ts']);
    expect(circles(houseOf({ ...circle, 'core/c.ts': "import type { A } from './a.ts';" }))).toEqual([]);
  });

  it('see an entry of a table that knows another entry, or the table', () => {
    const house = {
      'core/sources/index.ts': "import './synthetic.ts';\nimport './observed.ts';\nimport './file.ts';",
      'core/sources/synthetic.ts': "import './shared.ts';",
      'core/sources/observed.ts': "import { x } from './synthetic.ts';",
      'core/sources/file.ts': "import './shared.ts';\nimport './index.ts';",
      'core/sources/shared.ts': '',
    };
    expect(siblingBreaches(houseOf(house), 'core/sources/index.ts')).toEqual([
      'core/sources/observed.ts may not know core/sources/synthetic.ts',
      'core/sources/file.ts may not know core/sources/index.ts',
    ]);
  });

  it('see a dependency that nothing imports', () => {
    const house = houseOf({
      'main.ts': "import x from 'dotenv/config';\nimport y from '@koa/router';\n// from 'left-pad'",
    });
    expect(idlePackages(house, ['dotenv', '@koa/router', 'left-pad'])).toEqual(['left-pad']);
  });
});

describe('the ways', () => {
  it.each([
    ['process.env', 'const a = process.env.HOME;'],
    ['process.env', "const a = process['env'];"],
    ['process.env', "import { env } from 'node:process';"],
    ['the time of this machine', 'const a = Date.now();'],
    ['the time of this machine', 'const a = new Date();'],
    ['the time of this machine', 'const a = new Date;'],
    ['the time of this machine', 'const a = Date();'],
    ['the time of this machine', 'const now = Date.now;'],
    ['the time of this machine', 'const a = performance.now();'],
    ['the time of this machine', 'const a = process.hrtime.bigint();'],
    ['Math.random', 'const a = Math.random();'],
    ['console', "console.log('x');"],
    ['any', 'const a: any = 1;'],
    ['any', 'const a = JSON.parse(b) as any;'],
    ['any', 'const a = new Map<string, any[]>();'],
    ['a default export', 'export default 1;'],
    ['a default export', 'const a = 1; export { a as default };'],
    ['a double assertion', 'const a = b as unknown as string;'],
    ['a non-null assertion', 'const a = b!.c;'],
  ])('find %s in `%s`', (what, text) => {
    expect(wayBreaches(houseOf({ 'core/ops/a.ts': text }))).toEqual([`core/ops/a.ts has ${what}`]);
  });

  it('take no comment, text or other name for a breach', () => {
    const text = [
      '// process.env, Date.now(), new Date(), Math.random(), console, any, export default',
      'const text = `process.env Date.now() console any`; const pattern = /Math.random/;',
      'const a = new Date(0); const b = clock.now(); const c = random.random(); type T = { any: string };',
    ].join('\n');
    expect(wayBreaches(houseOf({ 'core/ops/a.ts': text }))).toEqual([]);
  });

  it('know where each belongs', () => {
    const time = 'export const now = () => Date.now();';
    expect(wayBreaches(houseOf({ 'core/adapters/system.ts': time, 'main.ts': 'run(process.env);' }))).toEqual(
      [],
    );
    expect(
      wayBreaches(houseOf({ 'core/adapters/store/time.ts': time, 'api/a.ts': 'run(process.env);' })),
    ).toHaveLength(2);
  });

  it('find an import without its ending', () => {
    const house = houseOf({
      'core/a.ts': "import './b';\nimport './c.js';\nimport './d.ts';\nimport 'koa';",
    });
    expect(specifierBreaches(house)).toEqual([
      'core/a.ts imports ./b without its ending',
      'core/a.ts imports ./c.js without its ending',
    ]);
  });

  it('count lines', () => {
    const lines = (count: number) => 'x\n'.repeat(count);
    expect(longFiles([{ path: 'a.ts', text: lines(mostLines) }])).toEqual([]);
    expect(longFiles([{ path: 'a.ts', text: lines(mostLines + 1) }])).toEqual([
      `a.ts has ${mostLines + 1} lines`,
    ]);
  });

  it('find words of another place', () => {
    const text = [
      '# see',
      ['', 'work', 'main'].join('/'),
      ['..', 'shared'].join('/'),
      'as in README'.concat(' 4.2'),
      ['drift', 'md'].join('.'),
    ];
    expect(outsideWords([{ path: 'a.yml', text: text.join('\n') }])).toEqual([
      `a.yml:2 says ${['', 'work', ''].join('/')}`,
      `a.yml:3 says ${['..', 'shared'].join('/')}`,
      `a.yml:4 says ${'README'.concat(' 4')}`,
      `a.yml:5 says ${['drift', 'md'].join('.')}`,
    ]);
    expect(outsideWords([{ path: 'a.md', text: 'frameworks, see README.md and homework/' }])).toEqual([]);
  });
});
