import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { routes } from '../../api/routes.ts';
import { status } from './hand-made-ops.ts';
import { anonymous, bearer, operator, post, serve, tokens } from './running.ts';

let api: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  api = await serve();
});
afterAll(() => api.stop());
beforeEach(() => {
  api.calls.length = 0;
});

const otto = { name: 'otto', via: 'http', scopes: ['read', 'predict', 'operate'] };

describe('operations', () => {
  it.each([
    ['train', '/train', { watch: 'demo', force: true }, { watch: 'demo', force: true }],
    ['retrain', '/retrain', { reason: 'season' }, { reason: 'season', trigger: 'api' }],
    ['retrain', '/retrain', { trigger: 'drift' }, { trigger: 'api' }],
    ['check', '/drift-check', { watch: 'demo' }, { watch: 'demo' }],
    ['label', '/labels', { labels: [{ id: 'a', label: 'yes' }] }, { labels: [{ id: 'a', label: 'yes' }] }],
    [
      'label',
      '/labels',
      { watch: 'w', id: 'a', label: 'yes' },
      { watch: 'w', labels: [{ id: 'a', label: 'yes' }] },
    ],
    ['expected', '/incidents/4/expected', { reason: 'sale' }, { incident: 4, reason: 'sale' }],
    ['acknowledge', '/incidents/4/ack', { incident: 9, note: 'mine' }, { incident: 4, note: 'mine' }],
    ['snooze', '/incidents/4/snooze', { for: '6h' }, { incident: 4, for: '6h' }],
    ['unsnooze', '/incidents/4/unsnooze', {}, { incident: 4 }],
    ['resolve', '/incidents/none/resolve', {}, { incident: 'none' }],
    ['cancel', '/cancel', { watch: 'demo' }, { watch: 'demo' }],
    ['testCard', '/test-card', {}, {}],
    ['generate', '/generate', { n_samples: 3 }, { n_samples: 3 }],
    ['simulate', '/simulate', { scenario: 'covariate', strength: 2 }, { scenario: 'covariate', strength: 2 }],
  ])('%s answers POST %s', async (operation, path, body, input) => {
    const response = await post(`${api.url}${path}`, body);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toBeTypeOf('object');
    expect(api.calls).toEqual([{ operation, input, caller: otto }]);
  });

  it.each([
    ['a batch', { watch: 'w', rows: [{ id: 'a' }] }, { watch: 'w', rows: [{ id: 'a' }] }],
    [
      'one row',
      { watch: 'w', id: 'a', features: { x: 1 } },
      { watch: 'w', rows: [{ id: 'a', features: { x: 1 } }] },
    ],
    ['one bare row', { id: 'a' }, { rows: [{ id: 'a' }] }],
  ])('observe answers POST /observations of %s', async (_form, body, input) => {
    const response = await post(`${api.url}/observations`, body);
    expect(await response.json()).toEqual({ watch: 'demo', stored: 1, known: 0, labels: 0 });
    expect(api.calls).toEqual([{ operation: 'observe', input, caller: otto }]);
  });

  it.each([
    ['a', '/observations/a', { id: 'a' }],
    ['a/b c', '/observations/a%2Fb%20c?watch=demo', { id: 'a/b c', watch: 'demo' }],
  ])('forget answers DELETE of the observation %s', async (_id, path, input) => {
    const init = { method: 'DELETE', headers: bearer(tokens[2].token) };
    const response = await fetch(api.url + path, init);
    expect(response.status).toBe(200);
    expect(api.calls[0]).toMatchObject({ operation: 'forget', input });
  });

  it('says under the route, not under the id, that another method is refused', async () => {
    const ended = api.nextEnded();
    const response = await fetch(`${api.url}/observations/a`, { headers: operator });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'DELETE, OPTIONS']);
    expect(await ended).toMatchObject({ route: '/observations/:id', status: 405 });
  });

  it('rollback answers POST /rollback', async () => {
    const response = await post(`${api.url}/rollback`, { reason: 'worse' }, bearer(tokens[2].token));
    expect(await response.json()).toEqual({ watch: 'demo', from: 2, to: 1 });
    expect(api.calls[0]?.input).toEqual({ reason: 'worse' });
  });

  it.each([
    ['drift', '/drift-check?watch=demo', { watch: 'demo' }],
    ['report', '/drift/report?watch=demo', { watch: 'demo' }],
    ['generate', '/generate?n_samples=12&seed=7', { n_samples: 12, seed: 7 }],
    ['generate', '/generate?n_samples=many', { n_samples: 'many' }],
    ['status', '/status', {}],
    ['work', '/jobs/a1?wait=3', { id: 'a1', wait: 3 }],
    ['status', '/watches', {}],
    ['status', '/watches/demo', { watch: 'demo' }],
    ['history', '/watches/demo/checks?before=9', { watch: 'demo', kind: 'checks', before: '9' }],
    ['championAt', '/watches/demo/champion?at=2026-11-24', { watch: 'demo', at: '2026-11-24' }],
    ['history', '/history?kind=retrains&all=true', { kind: 'retrains', all: true }],
    ['history', '/audit', { kind: 'audit' }],
    ['digest', '/digest?period=7d', { period: '7d' }],
    ['models', '/models?watch=demo', { watch: 'demo' }],
    ['models', '/models/3', {}],
    ['incidents', '/incidents', {}],
  ])('%s answers GET %s', async (operation, path, input) => {
    const response = await fetch(api.url + path);
    expect(response.status).toBe(200);
    expect(api.calls).toEqual([{ operation, input, caller: anonymous }]);
  });

  it('runs without a body where nothing has to be said', async () => {
    const response = await fetch(`${api.url}/retrain`, { method: 'POST', headers: operator });
    expect(response.status).toBe(200);
    expect(api.calls[0]?.input).toEqual({ trigger: 'api' });
  });

  it('takes parameters of a POST from the query as well', async () => {
    const response = await fetch(`${api.url}/train?force=true&watch=demo`, {
      method: 'POST',
      headers: operator,
    });
    expect(response.status).toBe(200);
    expect(api.calls[0]?.input).toEqual({ force: true, watch: 'demo' });
  });

  it('lets query and body say the same', async () => {
    await post(`${api.url}/train?watch=demo`, { watch: 'demo' });
    expect(api.calls[0]?.input).toEqual({ watch: 'demo' });
  });

  it.each([
    ['twice in the query', '/train?watch=a&watch=b', {}],
    ['differently in query and body', '/train?watch=a', { watch: 'b' }],
  ])('refuses a parameter given %s', async (_how, path, body) => {
    const response = await post(api.url + path, body);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      code: 'invalid_input',
      detail: 'watch: given twice',
      remedy: 'Correct the named field and send it again.',
      faults: [{ path: 'watch', message: 'given twice' }],
    });
    expect(api.calls).toEqual([]);
  });

  it('promote answers POST /models/{version}/promote', async () => {
    const response = await post(`${api.url}/models/2/promote`, { reason: 'why' }, bearer(tokens[2].token));
    expect(await response.json()).toEqual({ watch: 'demo', from: 1, to: 2 });
    expect(api.calls[0]?.input).toEqual({ version: 2, reason: 'why' });
  });

  it('approve and reject answer POST of /models/{version}/approve and /reject', async () => {
    for (const act of ['approve', 'reject'])
      await post(`${api.url}/models/2/${act}`, { reason: 'why' }, bearer(tokens[2].token));
    expect(api.calls.map(({ operation, input }) => [operation, input])).toEqual([
      ['approve', { version: 2, reason: 'why' }],
      ['reject', { version: 2, reason: 'why' }],
    ]);
  });

  it('threshold answers PUT and DELETE of /threshold', async () => {
    const init = { headers: { ...operator, 'Content-Type': 'application/json' } };
    await fetch(`${api.url}/threshold`, { ...init, method: 'PUT', body: '{"value":0.4}' });
    await fetch(`${api.url}/threshold?reason=enough`, { ...init, method: 'DELETE' });
    expect(api.calls.map(({ input }) => input)).toEqual([
      { value: 0.4 },
      { value: 'reset', reason: 'enough' },
    ]);
  });

  it('one version is the one that is named; another is not found', async () => {
    const found = await fetch(`${api.url}/models/3`);
    expect(await found.json()).toMatchObject({ watch: 'demo', version: 3, serves: 'now' });
    expect((await fetch(`${api.url}/models/4`)).status).toBe(404);
    expect((await fetch(`${api.url}/models/three`)).status).toBe(404);
  });

  it('history comes as JSON or, where that is asked for, as CSV', async () => {
    const csv = await fetch(`${api.url}/history?kind=checks&format=csv`);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await csv.text()).toMatch(/^check,rows_until,version,/);
    expect((await fetch(`${api.url}/history?kind=checks&format=xls`)).status).toBe(422);
  });

  it('sends the result of the operation as it is', async () => {
    expect(await (await fetch(`${api.url}/status`)).json()).toEqual(status);
    expect(await (await fetch(`${api.url}/jobs`)).json()).toEqual({ jobs: status.jobs, work: [] });
  });
});

describe('service routes', () => {
  it('GET /metrics is the text of the metrics port', async () => {
    const response = await fetch(`${api.url}/metrics`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toBe('up 1\n');
  });

  it('GET /health/live answers as long as the process does', async () => {
    expect(await (await fetch(`${api.url}/health/live`)).json()).toEqual({ status: 'ok' });
  });

  it('GET /health/ready is 200 when ready and 503 when not', async () => {
    const ready = await fetch(`${api.url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ status: 'ok', checks: { storage: 'ok' } });
    const down = await serve({ ready: async () => ({ ok: false, checks: { storage: 'down' } }) });
    const response = await fetch(`${down.url}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'unavailable', checks: { storage: 'down' } });
    await down.stop();
  });

  it('GET / lists every route', async () => {
    const index: { routes: { method: string; path: string }[] } = JSON.parse(
      await (await fetch(api.url)).text(),
    );
    const lines = index.routes.map(({ method, path }) => `${method} ${path}`);
    expect(lines).toEqual(routes.map(({ method, path }) => `${method} ${path}`));
  });
});
