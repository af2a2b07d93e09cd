// The security checklist: what a request may hold. Every route, in front of the real operations.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../api/routes.ts';
import { faultsOf } from '../core/reading-config.ts';
import { learned, type Stage } from '../flows/stage.ts';
import { filled, serveStage } from './real.ts';
import { bearer, type ProblemJson, type serve, tokens } from './running.ts';

const admin = bearer(tokens[2].token);
let stage: Stage;
let api: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  stage = await learned(300);
  api = await serveStage(stage);
});
afterAll(async () => {
  await api.stop();
  await stage.close();
});

async function send(line: string, query: string, body: string | null) {
  const [method = '', path = ''] = line.split(' ');
  const headers = { ...admin, 'Content-Type': 'application/json' };
  const init = { method, headers, body: method === 'POST' || method === 'PUT' ? body : null };
  const response = await fetch(api.url + filled(path) + query, init);
  const problem: ProblemJson = JSON.parse(await response.text());
  return { status: response.status, ...problem };
}

const asking = routes.filter(({ operation }) => operation !== null);
const lines = asking.map(({ method, path }) => `${method} ${path}`);
const sending = lines.filter((line) => /^(POST|PUT)/.test(line));
/** What the store holds of the watch, to be the same after every refusal. */
const held = async () => JSON.stringify([await stage.state(), await stage.store.settings.list()]);

describe('4 [API3, API8] an unknown key or a value out of bounds is a 422', () => {
  it.each(lines)('%s', async (line) => {
    const { status, code, detail } = await send(line, '?unexpected=1', '{}');
    expect([status, code]).toEqual([422, 'invalid_input']);
    expect(detail).toMatch(/"unexpected"|:/);
  });

  it.each([
    ['POST /predict', { rows: Array.from({ length: 10_001 }, () => ({ x: 1 })) }],
    ['POST /predict', { rows: [{ x: 1, y: 'one' }] }],
    ['POST /labels', { labels: [{ id: 'x'.repeat(5_000), label: 'yes' }] }],
    ['POST /labels', { labels: [] }],
    ['POST /generate', { n_samples: 1e9 }],
    ['POST /generate', { n_samples: 1.5 }],
    ['PUT /threshold', { value: 2 }],
    ['POST /rollback', { reason: 'x'.repeat(5_000) }],
    ['POST /simulate', { scenario: 'covariate', strength: 1e9 }],
  ])('%s %j', async (line, body) => {
    expect(await send(line, '', JSON.stringify(body))).toMatchObject({ status: 422 });
  });
});

describe('5 a value that is no plain value reaches no query of the store', () => {
  const values = ['{"$gt":""}', '{"$where":"sleep(1e4)"}', '["shop"]', '{"$ne":null}', 'null'];
  const keys = ['watch', 'reason', 'note', 'id', 'label', 'value', 'scenario', 'for'];

  it.each(sending.filter((line) => line !== 'POST /predict'))('%s', async (line) => {
    const before = await held();
    for (const value of values) {
      for (const body of [keys, ['watch']].map((each) => each.map((key) => `"${key}":${value}`).join(',')))
        expect(await send(line, '', `{${body}}`)).toMatchObject({ status: 422, code: 'invalid_input' });
    }
    expect(await send(line, '', '{"$where":"1","watch.name":"shop"}')).toMatchObject({ status: 422 });
    expect(await held()).toBe(before);
  });

  it('a row is no query either', async () => {
    for (const value of values.slice(0, 4))
      expect(await send('POST /predict', '', `{"rows":[{"x":${value}}]}`)).toMatchObject({ status: 422 });
    expect(await send('POST /predict', '', '{"rows":[{"$where":"1"}]}')).toMatchObject({ status: 422 });
  });

  it('what comes as text in a path or a query is looked for as that text', async () => {
    expect(await send('GET /watches/:watch', '?watch[$ne]=x', null)).toMatchObject({ status: 422 });
    expect(await send('GET /status', `?watch=${encodeURIComponent('{"$ne":null}')}`, null)).toMatchObject({
      status: 404,
      code: 'unknown_watch',
    });
  });
});

describe('6 no request changes a prototype', () => {
  it.each(sending)('%s', async (line) => {
    const own = await send(line, '', '{"__proto__":{"polluted":1}}');
    expect(own).toMatchObject({ status: 400, code: 'malformed_body' });
    const far = await send(line, '', '{"constructor":{"prototype":{"polluted":1}}}');
    expect(far.status).toBe(422);
    expect((await send(line, '?__proto__=1&constructor=1', '{}')).status).toBe(422);
    expect('polluted' in {}).toBe(false);
  });

  it.each(['__proto__', 'toString', 'constructor', 'hasOwnProperty', 'valueOf'])(
    'a name every object knows is no feature, no watch, no setting: %s',
    async (name) => {
      const row = await send('POST /predict', '', `{"rows":[{"${name}":1}]}`);
      expect(row.status).toBe(name === '__proto__' ? 400 : 422);
      expect(await send('GET /status', `?watch=${name}`, null)).toMatchObject({ status: 404 });
      const setting = await fetch(`${api.url}/config/${name}`, { method: 'DELETE', headers: admin });
      expect(setting.status).toBe(422);
    },
  );
});

describe('9 no name leads out of its folder', () => {
  const ways = [
    ...['../../etc/passwd', '..%2f..%2fetc%2fpasswd', '%2e%2e%2f%2e%2e%2fetc%2fpasswd', '/etc/passwd'],
    ...['..\\..\\boot.ini', 'C:%5cboot.ini', 'shop%00', 'shop%00.json', '....//....//etc/passwd'],
  ];

  it.each(ways)('%s', async (way) => {
    const paths = ['watches/', 'models/', 'docs/', 'status?watch=', 'models?watch=', 'drift/report?watch='];
    for (const path of paths) {
      const response = await fetch(`${api.url}/${path}${way}`, { headers: admin });
      expect([400, 404, 422]).toContain(response.status);
      expect(await response.text()).not.toMatch(/root:|\[boot loader\]/);
    }
  });

  it('a watch has a name that is a folder, or the start is refused', () => {
    const named = (name: string) => ({ name, source: { kind: 'observed' } });
    for (const name of ['..', '../x', '/etc', 'a/b', 'a\\b', 'a\u0000', 'C:', '.hidden', '']) {
      const files = { 'w.json': JSON.stringify([named(name)]) };
      expect(faultsOf({ WATCHES_FILE: 'w.json' }, files)).not.toEqual([]);
    }
  });
});
