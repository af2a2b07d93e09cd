// The security checklist: who is let in, and to what.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../api/routes.ts';
import type { Scope } from '../../core/ops/operation.ts';
import { faultsOf } from '../core/reading-config.ts';
import { openStage, type Stage } from '../flows/stage.ts';
import { filled, serveStage } from './real.ts';
import { type Right, rights, scopes } from './rights.ts';
import { bearer, exchange, metricsToken, serve, tokens } from './running.ts';

const wrong = 'wrong-token-0123456789-0123456789-01';
const operator = tokens[1].token;

/** One token for every set of scopes. */
const sets = Array.from({ length: 15 }, (_, bits) => scopes.filter((_scope, at) => ((bits + 1) >> at) & 1));
const holders = sets.map((held) => {
  const name = held.join('+');
  return { name, scopes: held, token: `${name}-0123456789-0123456789-0123456789` };
});
const lines = [...rights.keys()];
const changing = lines.filter((line) => ['operate', 'admin'].includes(rights.get(line) ?? ''));

let stage: Stage;
let loopback: Awaited<ReturnType<typeof serve>>;
let exposed: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  stage = await openStage();
  loopback = await serveStage(stage, { tokens: [...tokens, ...holders] });
  exposed = await serveStage(stage, { tokens: [...tokens, ...holders], openReads: false, metricsToken });
});
afterAll(async () => {
  await Promise.all([loopback.stop(), exposed.stop()]);
  await stage.close();
});

async function statusOf(url: string, line: string, token: string | null): Promise<number> {
  const [method = '', path = ''] = line.split(' ');
  const json = { 'Content-Type': 'application/json' };
  const headers = token === null ? json : { ...json, ...bearer(token) };
  const body = method === 'POST' || method === 'PUT' ? '{}' : null;
  const response = await fetch(url + filled(path), { method, headers, body });
  await response.arrayBuffer();
  const asked = response.headers.get('www-authenticate');
  expect(asked).toBe(response.status === 401 ? 'Bearer realm="vigie"' : null);
  return response.status;
}

/** Past the door: what the operation then makes of an empty request is another matter. */
const kindOf = (status: number) => (status === 401 || status === 403 ? status : 'in');

describe('1 [API2] every mutating route needs one valid Bearer token', () => {
  it.each(changing)('%s', async (line) => {
    for (const { url } of [loopback, exposed]) {
      expect(await statusOf(url, line, null)).toBe(401);
      expect(await statusOf(url, line, wrong)).toBe(401);
      expect(await statusOf(url, line, metricsToken)).toBe(401);
    }
  });

  describe('in one well-formed header', () => {
    const ask = (...sent: string[]) =>
      exchange(
        loopback.port,
        ['POST /train HTTP/1.1', 'Host: a', 'Connection: close', 'Content-Length: 0', ...sent, '', ''].join(
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
    ])('is refused when it is %s', async (_what, sent) => {
      const answer = await ask(...sent);
      expect(answer).toMatch(/^HTTP\/1\.1 401 /);
      expect(answer).toContain('"code":"unauthorized"');
    });

    it('names its scheme in any case (RFC 9110, 11.1)', async () => {
      expect(await ask(`authorization: bearer ${operator}`)).not.toMatch(/^HTTP\/1\.1 40[13] /);
      expect(await ask(`AUTHORIZATION: BEARER   ${operator}`)).not.toMatch(/^HTTP\/1\.1 40[13] /);
    });

    it('may carry a token beyond ASCII as UTF-8', async () => {
      const token = 'clé-0123456789-0123456789-0123456789';
      const api = await serve({ tokens: [{ name: 'rené', scopes: ['operate'], token }] });
      const bytes = Buffer.from(token, 'utf8').toString('latin1');
      const answer = await exchange(
        api.port,
        `POST /train HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer ${bytes}\r\n\r\n`,
      );
      expect(answer).not.toMatch(/^HTTP\/1\.1 40[13] /);
      expect(api.calls[0]?.caller.name).toBe('rené');
      await api.stop();
    });
  });

  it('at the start, a token that is short or an example is refused', () => {
    for (const token of ['', 'short-0123456789-0123456789-012', 'x'.repeat(64), `change-me-${operator}`])
      expect(faultsOf({ API_TOKENS: `ci:operate:${token}` })).toMatchObject([{ path: 'API_TOKENS' }]);
    expect(faultsOf({ METRICS_TOKEN: 'scrape' })).toMatchObject([{ path: 'METRICS_TOKEN' }]);
  });
});

describe('2 [API5] a token opens what its scopes say and nothing else', () => {
  const allowed = (right: Right, held: readonly Scope[]) =>
    right === 'open' || held.includes(right === 'metrics' ? 'read' : right);

  it('the table of rights names every route', () => {
    expect([...rights.keys()].sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it.each([...rights])('%s: %s, for nobody, a wrong token and every set of scopes', async (line, right) => {
    const expected = holders.map(({ scopes: held }) => (allowed(right, held) ? 'in' : 403));
    const got = async (url: string, token: string | null) => kindOf(await statusOf(url, line, token));
    const all = (url: string) => Promise.all(holders.map(({ token }) => got(url, token)));
    expect(await all(exposed.url)).toEqual(expected);
    expect([await got(exposed.url, null), await got(exposed.url, wrong)]).toEqual(
      right === 'open' ? ['in', 'in'] : [401, 401],
    );
    const looks = right === 'metrics' ? holders.map(() => 'in') : expected;
    expect(await all(loopback.url)).toEqual(looks);
    const free = !changing.includes(line);
    expect(await got(loopback.url, null)).toBe(free ? 'in' : 401);
  });

  it('a refusal names the scope that is missing', async () => {
    const { token } = holders.find(({ name }) => name === 'predict') ?? holders[0] ?? { token: '' };
    const response = await fetch(`${loopback.url}/train`, { method: 'POST', headers: bearer(token) });
    expect(await response.json()).toMatchObject({
      status: 403,
      code: 'forbidden',
      detail: 'train needs the scope operate; predict has predict.',
    });
  });

  it('the token of /metrics opens no other door', async () => {
    expect(await statusOf(exposed.url, 'GET /metrics', metricsToken)).toBe(200);
    expect(await statusOf(exposed.url, 'GET /status', metricsToken)).toBe(401);
  });
});

it('no token is ever logged', () => {
  const logged = JSON.stringify([...loopback.lines, ...exposed.lines]);
  expect(logged).toContain('/train');
  for (const token of [wrong, metricsToken, ...tokens.map(({ token }) => token)]) {
    expect(logged).not.toContain(token);
  }
});
