// The product from its start: where its token is, how it is tried, and what holds callers off where others can come in.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { endAll, run, startVigie } from '../../flows/vigie.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-guarded-'));
});
afterEach(async () => {
  await endAll();
  await rm(folder, { recursive: true, force: true });
});

it('without a token one is made for its owner alone, and the line that is shown runs as it stands', async () => {
  const path = join(folder, 'data', 'admin-token');
  const vigie = await startVigie({ DATA_DIR: join(folder, 'data') });
  const line = /curl -X POST .*/.exec(vigie.output())?.[0] ?? '';
  expect(line).toContain(`$(cat '${path}')`);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const { stdout } = await promisify(execFile)('sh', ['-c', `${line} -s -o /dev/null -w '%{http_code}'`]);
  expect(stdout).not.toMatch(/^40/);
  expect(await vigie.end('SIGTERM')).toBe(0);
  expect(vigie.output()).not.toContain((await readFile(path, 'utf8')).trim());
});

it('on an address of others reads want a token, every caller has a rate, and what was turned away is counted', async () => {
  const token = 'kP3vX9qLw2RtZ8nB5mC7hJ4fD6gS1aYe';
  const vigie = await startVigie({
    DATA_DIR: join(folder, 'data'),
    HOST: '0.0.0.0',
    API_TOKENS: `app:predict:${token},ops:read:${token}2`,
    RATE_LIMIT: '3',
  });
  expect(vigie.output()).toContain('token    one of API_TOKENS');
  const ask = async (bearer: string) =>
    (await fetch(`${vigie.url}/status`, { headers: { authorization: `Bearer ${bearer}` } })).status;
  expect((await vigie.request('/status', { headers: {} })).status).toBe(401);
  expect((await vigie.request('/status', { headers: {} })).status).toBe(429);
  expect(await ask(token)).toBe(403);
  const ops = `${token}2`;
  expect([await ask(ops), await ask(ops), await ask(ops), await ask(ops)]).toEqual([200, 200, 200, 429]);
  const metrics = await (await fetch(`${vigie.url}/metrics`)).text();
  expect(metrics).toContain('http_rejected_total{reason="auth"} 1\n');
  expect(metrics).toContain('http_rejected_total{reason="rate"} 2\n');
});

it('a token that can be guessed ends the start by its name, without being shown', async () => {
  const { code, text } = await run({ DATA_DIR: join(folder, 'data'), API_TOKENS: 'ci:operate:tooshort' });
  expect(code).toBe(1);
  expect(text).toContain('API_TOKENS: a token has 32 characters or more: make one with');
  expect(text).not.toContain('tooshort');
});
