import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../api/routes.ts';
import { bearer, exchange, metricsToken, serve, tokens } from './running.ts';

const wrong = 'wrong-token-0123456789-0123456789-01';
const [viewer, operator, admin] = tokens.map(({ token }) => token);
const bodies: Record<string, unknown> = { '/predict': { a: 1 }, '/labels': { id: 'a', label: 'b' } };

/** [none, wrong, viewer, operator, admin], per kind of route; the hand-made rollback wants an admin. */
const open = [200, 200, 200, 200, 200];
const freely = [200, 401, 200, 200, 200];
const named = [401, 401, 200, 200, 200];
const operating = [401, 401, 403, 200, 200];
const administrating = [401, 401, 403, 403, 200];
type Line = [route: string, onLoopback: number[], whenExposed: number[]];
const reading = (path: string): Line => [`GET ${path}`, freely, named];
const matrix: readonly Line[] = [
  ['GET /', open, open],
  ['GET /health/live', open, open],
  ['GET /health/ready', open, open],
  ['GET /status', freely, named],
  ['GET /jobs', freely, named],
  ['GET /drift-check', freely, named],
  ['GET /drift/report', freely, named],
  ['GET /generate', freely, named],
  ['POST /generate', freely, named],
  ['POST /predict', freely, named],
  ['GET /metrics', open, named],
  ['POST /labels', operating, operating],
  ['POST /observations', operating, operating],
  ['DELETE /observations/:id', administrating, administrating],
  ['GET /config', administrating, administrating],
  ['PUT /config/:setting', administrating, administrating],
  ['DELETE /config/:setting', administrating, administrating],
  ['PUT /digest', operating, operating],
  ['DELETE /digest', operating, operating],
  ['POST /train', operating, operating],
  ['POST /retrain', operating, operating],
  ['POST /drift-check', operating, operating],
  ['POST /simulate', operating, operating],
  ['POST /rollback', administrating, administrating],
  ...[
    '/watches',
    '/watches/:watch',
    '/watches/:watch/checks',
    '/history',
    '/audit',
    '/digest',
    '/models',
  ].map(reading),
  ...['/models/:version', '/incidents'].map(reading),
  ['POST /models/:version/promote', administrating, administrating],
  ...['ack', 'expected', 'snooze', 'unsnooze', 'resolve'].map((act): Line => {
    return [`POST /incidents/:incident/${act}`, operating, operating];
  }),
  ['POST /cancel', operating, operating],
  ['PUT /threshold', operating, operating],
  ['DELETE /threshold', operating, operating],
  ['POST /test-card', operating, operating],
];

let loopback: Awaited<ReturnType<typeof serve>>;
let exposed: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  loopback = await serve();
  exposed = await serve({ openReads: false, metricsToken });
});
afterAll(() => Promise.all([loopback.stop(), exposed.stop()]));

async function statuses(url: string, line: string): Promise<number[]> {
  const [method = '', path = ''] = line.split(' ');
  const got: number[] = [];
  for (const token of [undefined, wrong, viewer, operator, admin]) {
    const headers = { 'Content-Type': 'application/json', ...(token ? bearer(token) : {}) };
    const body = method === 'POST' ? JSON.stringify(bodies[path] ?? {}) : null;
    const response = await fetch(url + path.replace(/:(version|incident)/, '3'), { method, headers, body });
    const asked = response.headers.get('www-authenticate');
    expect(asked).toBe(response.status === 401 ? 'Bearer realm="vigie"' : null);
    got.push(response.status);
  }
  return got;
}

describe('who may what: none, wrong, viewer, operator, admin', () => {
  it('the table names every route', () => {
    expect(matrix.map(([line]) => line).sort()).toEqual(
      routes.map(({ method, path }) => `${method} ${path}`).sort(),
    );
  });

  it.each(matrix)('%s', async (line, onLoopback, whenExposed) => {
    expect(await statuses(loopback.url, line)).toEqual(onLoopback);
    expect(await statuses(exposed.url, line)).toEqual(whenExposed);
  });

  it('nobody was let in to an operation by a refusal', () => {
    const mutating = [
      ...['train', 'retrain', 'check', 'label', 'observe'],
      ...['forget', 'rollback', 'expected', 'simulate'],
    ];
    const callers = [...loopback.calls, ...exposed.calls]
      .filter(({ operation }) => mutating.includes(operation))
      .map(({ caller }) => caller.name);
    expect(new Set(callers)).toEqual(new Set(['otto', 'ada']));
  });
});

describe('the Authorization header', () => {
  const ask = (...lines: string[]) =>
    exchange(
      loopback.port,
      ['POST /train HTTP/1.1', 'Host: a', 'Connection: close', 'Content-Length: 0', ...lines, '', ''].join(
        '\r\n',
      ),
    );
  const good = `Bearer ${operator}`;

  it.each([
    ['empty', ['Authorization:']],
    ['a scheme without a token', ['Authorization: Bearer ']],
    ['Basic', [`Authorization: Basic ${operator}`]],
    ['the token alone', [`Authorization: ${operator}`]],
    ['two words', [`Authorization: ${good} ${operator}`]],
    ['a part of the token', [`Authorization: ${good.slice(0, -1)}`]],
    ['the token and more', [`Authorization: ${good}x`]],
    ['huge', [`Authorization: Bearer ${'x'.repeat(8000)}`]],
    ['not ASCII', ['Authorization: Bearer \u00ff\u00fe']],
    ['given twice', [`Authorization: ${good}`, `Authorization: ${good}`]],
    ['given twice, the second one wrong', [`Authorization: ${good}`, `Authorization: Bearer ${wrong}`]],
  ])('is refused when it is %s', async (_what, lines) => {
    const answer = await ask(...lines);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toContain('"code":"unauthorized"');
  });

  it('names its scheme in any case (RFC 9110, 11.1)', async () => {
    expect(await ask(`authorization: bearer ${operator}`)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await ask(`AUTHORIZATION: BEARER   ${operator}`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('may carry a token beyond ASCII as UTF-8', async () => {
    const token = 'clé-0123456789-0123456789-0123456789';
    const api = await serve({ tokens: [{ name: 'rené', scopes: ['operate'], token }] });
    const bytes = Buffer.from(token, 'utf8').toString('latin1');
    const answer = await exchange(
      api.port,
      `POST /train HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer ${bytes}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(api.calls[0]?.caller.name).toBe('rené');
    await api.stop();
  });
});

describe('/metrics', () => {
  it('takes its own token, which opens no other door', async () => {
    const headers = bearer(metricsToken);
    expect((await fetch(`${exposed.url}/metrics`, { headers })).status).toBe(200);
    expect((await fetch(`${exposed.url}/status`, { headers })).status).toBe(401);
    expect((await fetch(`${exposed.url}/train`, { method: 'POST', headers })).status).toBe(401);
  });
});

it('no token is ever logged', () => {
  const logged = JSON.stringify([...loopback.lines, ...exposed.lines]);
  expect(logged).toContain('/train');
  for (const token of [wrong, metricsToken, ...tokens.map(({ token }) => token)]) {
    expect(logged).not.toContain(token);
  }
});
