// The security checklist: where the service reaches out to, what may make it act, and the trace that leaves.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { csvOf } from '../../core/ops/history-csv.ts';
import { faultsOf } from '../core/reading-config.ts';
import { callerOf, learned, openStage, refusalOf, type Stage, vigie } from '../flows/stage.ts';
import { serveStage } from './real.ts';
import { bearer, operator, post, type serve, tokens } from './running.ts';

const reader = callerOf('viewer');
let stage: Stage;
let api: Awaited<ReturnType<typeof serve>> | null = null;
afterEach(async () => {
  await api?.stop();
  api = null;
  await stage.close();
});

describe('8 [API7] no request and no row makes the service call an address', () => {
  let url = '';
  let called = 0;
  const inner = createServer((_request, response) => {
    called += 1;
    response.end('id,at,x,y,label\n');
  });
  beforeAll(async () => {
    inner.listen(0, '127.0.0.1');
    await once(inner, 'listening');
    const address = inner.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/rows.csv`;
  });
  afterAll(() => void inner.close());

  it('a file is a file: an address as a path is not found', async () => {
    const columns = { time: 'at', id: 'id', label: 'label', labels: null, drop: [] };
    for (const path of [url, `file://${url}`, `//${url.slice('http://'.length)}`]) {
      stage = await openStage({ watch: { source: { kind: 'file', path, ...columns } } });
      expect((await refusalOf(stage.ops.train({}, callerOf('operator')))).message).toMatch(/rows\.csv/);
      await stage.close();
    }
    stage = await openStage();
    expect(called).toBe(0);
  });

  it('a request that holds addresses calls none of them', async () => {
    stage = await learned(300);
    api = await serveStage(stage);
    for (const path of ['/predict', '/labels', '/observations', '/retrain', '/simulate', '/generate']) {
      const body = { url, path: url, source: { path: url }, x: url, webhook: url, callback: url };
      expect([422, 409]).toContain((await post(api.url + path, body)).status);
      const rows = { rows: [{ y: url, id: url, features: { x: url } }] };
      expect([422, 409]).toContain((await post(api.url + path, rows)).status);
    }
    expect(called).toBe(0);
  });

  it('addresses come from the environment alone, and must be of http', () => {
    for (const [name, value] of [
      ['MLFLOW_TRACKING_URI', 'file:///etc/passwd'],
      ['DISCORD_WEBHOOK_URL', 'gopher://127.0.0.1:25/'],
      ['DISCORD_API_BASE_URL', 'ftp://127.0.0.1/'],
    ] as const)
      expect(faultsOf({ [name]: value })).toMatchObject([{ path: name }]);
    const watches = [
      { name: 'a', source: { kind: 'http', url } },
      { name: 'b', source: { kind: 'observed', url } },
    ];
    for (const watch of watches)
      expect(faultsOf({ WATCHES_FILE: 'w.json' }, { 'w.json': JSON.stringify([watch]) })).not.toEqual([]);
  });
});

describe('15 [API6] a retraining is for those who may, one at a time, gated and remembered', () => {
  const retrain = (headers = operator, body = {}) => post(`${api?.url}/retrain`, body, headers);

  it('needs the scope, rows enough and a better model', async () => {
    stage = await openStage();
    api = await serveStage(stage);
    expect((await retrain(bearer(tokens[0].token))).status).toBe(403);
    expect((await retrain()).status).toBeGreaterThanOrEqual(400);
    await api.stop();
    await stage.close();
    stage = await learned(300);
    api = await serveStage(stage);
    const { champion } = await stage.state();
    await retrain();
    // The same rows again prove nothing: the champion stays.
    expect((await stage.state()).champion).toEqual(champion);
  });

  it('runs once at a time, and every asking is in the audit log', async () => {
    stage = await learned(600);
    const asked = await Promise.allSettled([1, 2, 3].map(() => stage.ops.retrain({}, callerOf('operator'))));
    const refused = asked.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(2);
    const { lines } = await stage.ops.history({ kind: 'audit' }, reader);
    expect(lines).toHaveLength(3);
    expect(JSON.stringify(lines)).toContain('watch_busy');
  });
});

describe('16 the audit log says who did what, when, and how it ended', () => {
  const evil = '=HYPERLINK("http://evil"),"x"\r\n@everyone `](http://evil) \u202e';

  it('for what was done and for what was refused, and cannot be written into', async () => {
    stage = await learned(300);
    api = await serveStage(stage);
    await post(`${api.url}/rollback`, { reason: evil });
    stage.clock.advance(1_000);
    await post(`${api.url}/rollback`, { reason: 'x' }, bearer(tokens[0].token));
    stage.clock.advance(1_000);
    await post(`${api.url}/rollback`, { reason: 7 });
    await post(`${api.url}/simulate`, { scenario: 'none' }, {});
    const { lines } = await stage.ops.history({ kind: 'audit' }, reader);
    expect(lines).toMatchObject([
      { by: 'otto', via: 'http', operation: 'rollback', outcome: 'invalid_input' },
      { by: 'vera', via: 'http', operation: 'rollback', outcome: 'forbidden' },
      {
        by: 'otto',
        operation: 'rollback',
        watch: 'shop',
        args: { reason: evil.trim() },
        outcome: 'conflict',
      },
    ]);
    expect(lines).toMatchObject(lines.map(() => ({ at: expect.any(Number), ms: expect.any(Number) })));
    const table = csvOf(await stage.ops.history({ kind: 'audit' }, reader));
    expect(table).not.toMatch(/(^|,)"?=/m);
  });

  it('is appended to: the store knows no way to change or delete an entry', async () => {
    stage = await openStage();
    expect(Object.keys(stage.store.audit).sort()).toEqual(['add', 'list']);
    api = await serveStage(stage);
    for (const method of ['DELETE', 'PUT', 'POST', 'PATCH'])
      expect((await fetch(`${api.url}/audit`, { method, headers: operator })).status).toBe(405);
  });

  it('keeps out what Vigie does by itself and what only looks', async () => {
    stage = await learned(300);
    await stage.ops.check({}, vigie);
    await stage.ops.status({}, reader);
    expect((await refusalOf(stage.ops.train({}, vigie))).code).toBe('champion_exists');
    expect((await stage.ops.history({ kind: 'audit' }, reader)).lines).toEqual([]);
  });
});
