// The lines of the README that ask the API, run by a shell as they are written: only where the service is differs.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '../../../api/routes.ts';
import { endAll, startVigie, until, type Vigie } from '../../flows/vigie.ts';

let folder: string;
let vigie: Vigie;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-readme-'));
  const watches = [
    { name: 'demo', policy: 'manual', source: { kind: 'synthetic', rowsPerCheck: 5_000 } },
    { name: 'live', champion: 'external', source: { kind: 'observed' } },
  ];
  await writeFile(join(folder, 'watches.json'), JSON.stringify(watches));
  // Says after every answer which request it was of, and its status.
  await writeFile(
    join(folder, '.curlrc'),
    String.raw`write-out = "\n@ %{method} %{url_effective} %{http_code}\n"`,
  );
  vigie = await startVigie({
    DATA_DIR: join(folder, 'data'),
    WATCHES_FILE: join(folder, 'watches.json'),
    LOG_LEVEL: 'warn',
  });
});

afterAll(async () => {
  await endAll();
  await rm(folder, { recursive: true, force: true });
});

/** The block that begins by naming the service, without that line. */
async function script(): Promise<string> {
  const readme = await readFile('README.md', 'utf8');
  const [, block = ''] = /```sh\nVIGIE=\S+\n([^`]*)```/.exec(readme) ?? [];
  return block;
}

interface Asked {
  readonly route: string;
  readonly status: number;
}

function askedIn(output: string): Asked[] {
  return [...output.matchAll(/^@ (\S+) (\S+) (\d+)$/gm)].map(([, method, url = '', status]) => {
    const path = new URL(url).pathname;
    const found = routes.find((route) => route.method === method && leadsTo(route.path, path));
    return { route: `${method} ${found?.path ?? path}`, status: Number(status) };
  });
}

function leadsTo(template: string, path: string): boolean {
  const pattern = template.replaceAll(/:\w+/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(path);
}

/** Where nothing runs, and nothing waits for a person's word. */
const otherwise: Readonly<Record<string, number>> = {
  'POST /cancel': 409,
  'POST /models/:version/approve': 409,
  'POST /models/:version/reject': 409,
  'POST /quarantine/:number/release': 404,
  'POST /quarantine/:number/discard': 404,
};

test('the README asks every route once, and is answered', { timeout: 240_000 }, async () => {
  await until(async () =>
    JSON.stringify((await vigie.get('/models?watch=demo')).body).includes('"version":1'),
  );
  await vigie.post('/simulate', { watch: 'demo', scenario: 'concept', strength: 2 });
  await until(async () => {
    await vigie.post('/drift-check', { watch: 'demo' });
    return JSON.stringify((await vigie.get('/incidents')).body).includes('"phase":"firing"');
  });

  const run = promisify(execFile);
  const env = { PATH: process.env['PATH'] ?? '', CURL_HOME: folder, VIGIE: vigie.url };
  const { stdout } = await run('bash', ['-c', await script()], { cwd: folder, env, maxBuffer: 2 ** 26 });
  const asked = askedIn(stdout);
  const unlike = asked.filter(({ route, status }) => status !== (otherwise[route] ?? 200));
  expect(unlike, stdout.slice(0, 20_000)).toEqual([]);
  // That request shows where its job is told of instead of how it was answered; files of the page are asked for by the page.
  const missed = routes.map(({ method, path }) => `${method} ${path}`);
  const named = new Set(asked.map(({ route }) => route));
  expect(missed.filter((route) => !named.has(route))).toEqual(['POST /retrain', 'GET /docs/:file']);
});
