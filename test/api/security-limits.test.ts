// The security checklist: how much may be asked at once, what an answer tells a browser, and what stands open.
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../api/routes.ts';
import { AppError } from '../../core/errors.ts';
import { learned, type Stage } from '../flows/stage.ts';
import { serveStage } from './real.ts';
import { bearer, exchange, metricsToken, operator, post, serve, tokens } from './running.ts';

type Api = Awaited<ReturnType<typeof serve>>;

describe('7 [API4] a request has its bounds', () => {
  let stage: Stage;
  let api: Api;
  beforeAll(async () => {
    stage = await learned(300);
    api = await serveStage(stage, { rateLimit: 60 });
  });
  afterAll(async () => {
    await api.stop();
    await stage.close();
  });
  const json = { ...operator, 'Content-Type': 'application/json' };
  const sent = async (path: string, body: string | Uint8Array, headers = {}) =>
    (await fetch(api.url + path, { method: 'POST', headers: { ...json, ...headers }, body })).status;

  it('64 kB, or a megabyte where rows are sent, uncompressed', async () => {
    expect(await sent('/train', JSON.stringify({ reason: 'x'.repeat(65_536) }))).toBe(413);
    expect(await sent('/predict', JSON.stringify({ rows: [{ x: 'x'.repeat(1_048_576) }] }))).toBe(413);
    expect(await sent('/train', gzipSync('{}'), { 'Content-Encoding': 'gzip' })).toBe(415);
  });

  it('so many rows, and nothing nested', async () => {
    const row = '{"x":1}';
    expect(await sent('/predict', `{"rows":[${Array(10_001).fill(row).join(',')}]}`)).toBe(422);
    expect(await sent('/predict', `{"rows":${'['.repeat(400_000)}${']'.repeat(400_000)}}`)).toBe(422);
    expect(await sent('/train', `{"watch":${'['.repeat(30_000)}${']'.repeat(30_000)}}`)).toBe(422);
  });

  it('one training at a time', async () => {
    const both = await Promise.all([sent('/retrain', '{}'), sent('/retrain', '{}')]);
    expect(both).toContain(409);
  });

  it('so often from one token, whatever it asks', async () => {
    const answers: number[] = [];
    while (answers.length < 61 && answers.at(-1) !== 429) answers.push(await sent('/cancel', '{}'));
    expect(answers.at(-1)).toBe(429);
    expect((await post(`${api.url}/cancel`, {}, bearer(tokens[2].token))).status).not.toBe(429);
  });
});

describe('12 [API8] an answer tells a browser to do nothing with it', () => {
  let api: Api;
  afterEach(() => api.stop());
  const bug = async () => {
    throw new TypeError('at /srv/vigie/core/secret.ts:1');
  };

  it('by the same headers, whatever became of the request', async () => {
    api = await serve({
      rateLimit: 104,
      ops: {
        drift: bug,
        status: async () => {
          throw new AppError('storage_unavailable', 'The store is away.');
        },
      },
    });
    const statuses = [];
    for (const [path, init] of [
      ['/', {}],
      ['/nowhere', {}],
      ['/train', { method: 'POST' }],
      ['/train', { method: 'PUT' }],
      ['/predict', { method: 'OPTIONS', headers: { Origin: 'https://evil.example' } }],
      ['/models', { headers: { Origin: 'https://evil.example', Host: 'evil.example' } }],
      ['/drift-check', {}],
      ['/status', {}],
      ['/predict', { method: 'POST', body: 'x' }],
      ['/models', {}],
    ] as const) {
      const response = await fetch(api.url + path, init);
      statuses.push(response.status);
      const headers = Object.fromEntries(response.headers);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
      const names = Object.keys(headers);
      expect(names.filter((name) => /^(access-control|x-powered-by|server$|set-cookie)/.test(name))).toEqual(
        [],
      );
      const text = await response.text();
      expect(text).not.toMatch(/secret\.ts|TypeError|stack|evil\.example/);
      if (response.status >= 400) expect(headers['content-type']).toBe('application/problem+json');
    }
    expect(statuses).toEqual([200, 404, 401, 405, 204, 200, 500, 503, 415, 429]);
  });

  it('and TRACE is refused like any method that is not allowed, which are named', async () => {
    api = await serve();
    const trace = 'TRACE /status HTTP/1.1\r\nHost: a\r\nCookie: secret\r\nConnection: close\r\n\r\n';
    const answer = await exchange(api.port, trace);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).toMatch(/\r\nAllow: GET, HEAD, OPTIONS\r\n/);
    expect(answer).not.toContain('secret');
  });
});

describe('13 what stands open tells of nobody', () => {
  it('beside health, the list of routes and the page of the API nothing answers without a token where others can come in', async () => {
    const api = await serve({ openReads: false, metricsToken });
    const open = [];
    for (const { method, path } of routes) {
      const response = await fetch(api.url + path, { method });
      if (response.status !== 401) open.push([`${method} ${path}`, await response.text()] as const);
    }
    const page = ['GET /docs', 'GET /docs/:file'];
    const lines = open.map(([line]) => line);
    expect(lines.sort()).toEqual(['GET /', 'GET /health/live', 'GET /health/ready', ...page].sort());
    for (const { name } of tokens) expect(JSON.stringify(open)).not.toContain(`"${name}"`);
    await api.stop();
  });

  it('on loopback what is open is so by a name of this machine, not by that of a page elsewhere', async () => {
    const api = await serve();
    const ask = async (host: string) =>
      (await exchange(api.port, `GET /status HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).slice(
        9,
        12,
      );
    const here = ['localhost', `127.0.0.1:${api.port}`, '[::1]:8000', 'LOCALHOST:8000'];
    const elsewhere = ['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io:8000', 'evil:localhost'];
    expect(await Promise.all(here.map(ask))).toEqual(here.map(() => '200'));
    expect(await Promise.all(elsewhere.map(ask))).toEqual(elsewhere.map(() => '401'));
    await api.stop();
  });

  it('METRICS_TOKEN shuts /metrics, and no page can create or requeue jobs', async () => {
    const api = await serve({ metricsToken });
    expect((await fetch(`${api.url}/metrics`)).status).toBe(401);
    expect((await fetch(`${api.url}/metrics`, { headers: bearer(metricsToken) })).status).toBe(200);
    for (const path of ['/dash', '/agendash', '/agendash/api/jobs/create', '/jobs/create'])
      expect((await fetch(api.url + path, { method: 'POST', headers: operator })).status).not.toBe(200);
    await api.stop();
  });
});
