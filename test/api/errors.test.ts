import { describe, expect, it } from 'vitest';
import { problemOf } from '../../api/errors.ts';
import { AppError, errorCodes } from '../../core/errors.ts';
import { exchange, type ProblemJson, post, serve } from './running.ts';

describe('a failure of an operation', () => {
  it.each(Object.entries(errorCodes))('%s has the status of its code', (code, { status, remedy }) => {
    const known = Object.keys(errorCodes).find((each): each is keyof typeof errorCodes => each === code);
    const problem = problemOf(new AppError(known ?? 'internal', 'so it is'), 'id-9');
    expect(problem.body).toEqual({
      type: 'about:blank',
      title: expect.stringMatching(/^[A-Z][A-Za-z ]+$/),
      status,
      detail: 'so it is',
      code,
      remedy,
      faults: [],
      ...(status >= 500 ? { requestId: 'id-9' } : {}),
    });
  });

  it('is told with its remedy and all its faults', async () => {
    const faults = [{ path: 'rows.0.age', message: 'must be a number' }];
    const api = await serve({
      ops: {
        predict: async () => {
          throw new AppError('invalid_input', 'rows.0.age: must be a number', {
            faults,
            remedy: 'Send a number.',
          });
        },
      },
    });
    const response = await post(`${api.url}/predict`, { age: 'x' });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Unprocessable Entity',
      status: 422,
      detail: 'rows.0.age: must be a number',
      code: 'invalid_input',
      remedy: 'Send a number.',
      faults,
    });
    await api.stop();
  });
});

describe('a bug', () => {
  it('is an internal error under the request id, its cause only in the log', async () => {
    const secret = new TypeError('mongodb://user:secret@host refused');
    const api = await serve({
      ops: {
        status: async () => {
          throw secret;
        },
      },
    });
    const response = await fetch(`${api.url}/status`);
    const text = await response.text();
    const problem: ProblemJson = JSON.parse(text);
    expect(response.status).toBe(500);
    expect(problem).toMatchObject({ code: 'internal', detail: 'Something went wrong inside Vigie.' });
    expect(problem.requestId).toBe(response.headers.get('x-request-id'));
    expect(text).not.toMatch(/secret|TypeError| at /);
    const bug = api.lines.find(({ level }) => level === 'error');
    expect(bug).toEqual({
      level: 'error',
      message: 'bug',
      facts: { errorId: problem.requestId, err: secret },
    });
    await api.stop();
  });

  it('in a result that JSON cannot hold is an internal error, too', async () => {
    const ring: { ok: boolean; checks: { self?: unknown } } = { ok: true, checks: {} };
    ring.checks.self = ring;
    const api = await serve({ ready: async () => ring });
    const response = await fetch(`${api.url}/health/ready`);
    expect(response.status).toBe(500);
    expect((await response.json()) as ProblemJson).toMatchObject({ code: 'internal' });
    await api.stop();
  });
});

describe('what no route answers', () => {
  it('is a 404 for an unknown path, near misses included', async () => {
    const api = await serve();
    for (const path of [
      '/nowhere',
      '/status/',
      '/STATUS',
      '/predict/x',
      '/constructor',
      '/%2e%2e/etc/passwd',
    ]) {
      const response = await fetch(api.url + path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: 'not_found' });
    }
    expect(new Set(api.ended.map(({ route }) => route))).toEqual(new Set(['unmatched']));
    await api.stop();
  });

  it.each([
    ['GET', '/predict', 'POST, OPTIONS'],
    ['DELETE', '/status', 'GET, HEAD, OPTIONS'],
    ['PUT', '/drift-check', 'GET, POST, HEAD, OPTIONS'],
    ['PATCH', '/', 'GET, HEAD, OPTIONS'],
  ])('%s %s is a 405 that names what is allowed', async (method, path, allow) => {
    const api = await serve();
    const response = await fetch(api.url + path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(await response.json()).toMatchObject({
      ...{ code: 'method_not_allowed', detail: `${method} is not allowed here` },
    });
    expect(api.ended[0]).toMatchObject({ method, route: path, status: 405 });
    await api.stop();
  });

  it('TRACE is refused, OPTIONS tells the methods', async () => {
    const api = await serve();
    const trace = 'TRACE /status HTTP/1.1\r\nHost: a\r\nX-Secret: 1\r\nConnection: close\r\n\r\n';
    const answer = await exchange(api.port, trace);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).not.toContain('X-Secret');
    const options = await fetch(`${api.url}/predict`, { method: 'OPTIONS' });
    expect(options.status).toBe(204);
    expect(options.headers.get('allow')).toBe('POST, OPTIONS');
    await api.stop();
  });

  it.each(['GET http://[ HTTP/1.1', 'GET // HTTP/1.1', 'GET /status?%ff=%zz HTTP/1.1', 'GET * HTTP/1.1'])(
    'the odd request line "%s" is the client\'s fault',
    async (line) => {
      const api = await serve();
      const answer = await exchange(api.port, `${line}\r\nHost: a\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 (200|4\d\d) /);
      expect(api.lines.filter(({ level }) => level === 'error')).toEqual([]);
      await api.stop();
    },
  );
});
