// The linter is one half of the walls: here it runs as configured, over small planted breaches, and must refuse each.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

const reportSchema = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

/** [file, text, rule that must refuse it]. */
const breaches: readonly [string, string, string][] = [
  ['bot/api.ts', "import '../api/server.ts';", 'noRestrictedImports'],
  ['bot/jobs.ts', "import '../jobs/scheduler.ts';", 'noRestrictedImports'],
  ['bot/adapters.ts', "import '../core/adapters/system.ts';", 'noRestrictedImports'],
  ['bot/package.ts', "import 'mongodb';", 'noRestrictedImports'],
  ['bot/chart/package.ts', "import 'discord.js';", 'noRestrictedImports'],
  ['bot/drawing.ts', "import '@resvg/resvg-js';", 'noRestrictedImports'],
  ['api/bot.ts', "import '../bot/embed.ts';", 'noRestrictedImports'],
  ['api/cards.ts', "import '../core/cards/card.ts';", 'noRestrictedImports'],
  ['api/package.ts', "import 'discord.js';", 'noRestrictedImports'],
  ['api/schema.ts', "import 'zod';", 'noRestrictedImports'],
  ['api/docs/package.ts', "import 'koa';", 'noRestrictedImports'],
  ['api/docs/adapters.ts', "import '../../core/adapters/system.ts';", 'noRestrictedImports'],
  ['jobs/bot.ts', "import '../bot/embed.ts';", 'noRestrictedImports'],
  ['jobs/package.ts', "import 'koa';", 'noRestrictedImports'],
  ['core/doctor/api.ts', "import '../../api/server.ts';", 'noRestrictedImports'],
  ['core/doctor/package.ts', "import 'mongodb';", 'noRestrictedImports'],
  ['bot/examined.ts', "import '../core/doctor/index.ts';", 'noRestrictedImports'],
  ['core/ops/doctor.ts', "import '../doctor/index.ts';", 'noRestrictedImports'],
  ['core/upward.ts', "import './ops/index.ts';", 'noRestrictedImports'],
  ['core/package.ts', "import 'koa';", 'noRestrictedImports'],
  ['core/ops/adapters.ts', "import '../adapters/system.ts';", 'noRestrictedImports'],
  ['core/ops/cards.ts', "import '../cards/card.ts';", 'noRestrictedImports'],
  ['core/ops/main.ts', "import '../../main.ts';", 'noRestrictedImports'],
  ['core/ops/package.ts', "import 'mongodb';", 'noRestrictedImports'],
  ['core/cards/adapters.ts', "import '../adapters/system.ts';", 'noRestrictedImports'],
  ['core/cards/package.ts', "import 'zod';", 'noRestrictedImports'],
  ['core/stats/sources.ts', "import '../sources/file.ts';", 'noRestrictedImports'],
  ['core/evidence/ops.ts', "import '../ops/index.ts';", 'noRestrictedImports'],
  ['core/frame/package.ts', "import 'bson';", 'noRestrictedImports'],
  ['core/retraining/package.ts', "import 'pure-rand';", 'noRestrictedImports'],
  ['core/estimators/evidence.ts', "import '../evidence/check.ts';", 'noRestrictedImports'],
  ['core/estimators/package.ts', "import 'zod';", 'noRestrictedImports'],
  ['core/onnx/adapters.ts', "import '../adapters/mlflow/client.ts';", 'noRestrictedImports'],
  ['core/onnx/package.ts', "import 'zod';", 'noRestrictedImports'],
  ['core/estimators/runtime.ts', "import 'onnxruntime-node';", 'noRestrictedImports'],
  ['core/sources/estimators.ts', "import '../estimators/index.ts';", 'noRestrictedImports'],
  ['core/sources/package.ts', "import 'csv-parse';", 'noRestrictedImports'],
  ['core/compute/ops.ts', "import '../ops/index.ts';", 'noRestrictedImports'],
  ['core/compute/package.ts', "import 'mongodb';", 'noRestrictedImports'],
  ['core/compute/adapters.ts', "import '../adapters/system.ts';", 'noRestrictedImports'],
  ['core/adapters/ops.ts', "import '../ops/index.ts';", 'noRestrictedImports'],
  ['core/adapters/package.ts', "import 'koa';", 'noRestrictedImports'],
  ['core/adapters/embedded/package.ts', "import 'mongodb';", 'noRestrictedImports'],
  ['main.ts', "import 'koa';", 'noRestrictedImports'],

  ['core/circle-a.ts', "import { b } from './circle-b.ts';\n\nexport const a = () => b;", 'noImportCycles'],
  ['core/circle-b.ts', "import { a } from './circle-a.ts';\n\nexport const b = () => a;", 'noImportCycles'],
  ['core/undeclared.ts', "import 'left-pad';", 'noUndeclaredDependencies'],
  ['core/environment.ts', 'export const home = process.env.HOME;', 'noProcessEnv'],
  ['core/console.ts', "console.log('x');", 'noConsole'],
  ['core/any.ts', 'export const x: any = 1;', 'noExplicitAny'],
  ['core/assertion.ts', 'export const x = (y: string | null) => y!.length;', 'noNonNullAssertion'],
  ['core/default.ts', 'export default 1;', 'noDefaultExport'],
  ['core/unused.ts', 'const unused = 1;', 'noUnusedVariables'],
  ['core/floating.ts', 'const later = async () => 1;\nlater();', 'noFloatingPromises'],
  ['core/parameter.ts', 'export function f(x: number) {\n  x = 2;\n  return x;\n}', 'noParameterAssign'],
  ['core/types.ts', "import { T } from './t.ts';\n\nexport const f = (x: T) => x;", 'useImportType'],
  [
    'core/protocol.ts',
    "import { join } from 'path';\n\nexport const x = join('a');",
    'useNodejsImportProtocol',
  ],
  ['test/skipped.test.ts', "import { it } from 'vitest';\n\nit.skip('x', () => {});", 'noSkippedTests'],
  ['test/only.test.ts', "import { it } from 'vitest';\n\nit.only('x', () => {});", 'noFocusedTests'],
];

const sound: readonly [string, string][] = [
  [
    'core/sound.ts',
    "import { AppError } from './errors.ts';\n\nexport const fault = () => new AppError('internal', 'x');\n",
  ],
  ['core/errors.ts', 'export class AppError extends Error {}\n'],
  ['core/t.ts', 'export interface T {\n  x: 1;\n}\n'],
  ['bot/sound.ts', "import '../core/ops/index.ts';\nimport 'discord.js';\n"],
  ['core/compute/sound.ts', "import '../adapters/onnx/answer.ts';\n"],
];

describe('biome', () => {
  let folder = '';
  let found: { path: string; rule: string }[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vigie-walls-'));
    for (const name of ['biome.json', 'package.json']) await copyFile(name, join(folder, name));
    for (const [path, text] of [...breaches, ...sound]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    found = await lint(folder);
  }, 60_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(breaches)('refuses %s: `%s` by %s', (path, _, rule) => {
    expect(found.filter((each) => each.path === path).map((each) => each.rule)).toContain(rule);
  });

  it.each(sound)('has nothing against %s', (path) => {
    expect(found.filter((each) => each.path === path)).toEqual([]);
  });
});

async function lint(folder: string): Promise<{ path: string; rule: string }[]> {
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const run = promisify(execFile)(resolve('node_modules/.bin/biome'), args, {
    cwd: folder,
    timeout: 50_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  // It ends with 1, because there is something to refuse: the report is on the error then.
  const { stdout } = await run.catch((cause: unknown) => z.object({ stdout: z.string() }).parse(cause));
  return reportSchema.parse(JSON.parse(stdout)).diagnostics.map(({ category, location }) => ({
    path: location.path,
    rule: category.split('/').at(-1) ?? '',
  }));
}
