import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../api/server.ts';
import { status } from './hand-made-ops.ts';
import { exchange, operator, serve, stillClock } from './running.ts';

type Api = Awaited<ReturnType<typeof serve>>;

/** A GET /status that has begun and ends when told to. */
function heldStatus() {
  let begin = () => {};
  let release = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const ops = {
    status: async () => {
      begin();
      await released;
      return status;
    },
  };
  return { ops, begun, release };
}

describe('a running server', () => {
  let api: Api;
  beforeEach(async () => {
    api = await serve();
  });
  afterEach(() => api.stop());

  it('tells nothing of what it is made of, and forbids browsers to guess', async () => {
    for (const path of ['/', '/nowhere', '/status', '/metrics']) {
      const { headers } = await fetch(api.url + path);
      expect(headers.get('x-powered-by')).toBe(null);
      expect(headers.get('server')).toBe(null);
      expect(headers.get('access-control-allow-origin')).toBe(null);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    }
  });

  it('never repeats the Host header', async () => {
    const answer = await exchange(
      api.port,
      'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).not.toContain('evil.example');
  });

  it('gives every request an id of its own', async () => {
    const first = await fetch(`${api.url}/status`, { headers: { 'X-Request-Id': 'mine' } });
    const second = await fetch(`${api.url}/nowhere`);
    expect([first, second].map(({ headers }) => headers.get('x-request-id'))).toEqual(['id-1', 'id-2']);
  });

  it('counts and logs each request once, under its route and without its contents', async () => {
    await fetch(`${api.url}/train?watch=secret-watch`, { method: 'POST', headers: operator });
    await fetch(`${api.url}/secret-path`);
    expect(api.ended).toEqual([
      { method: 'POST', route: '/train', status: 200, seconds: 0 },
      { method: 'GET', route: 'unmatched', status: 404, seconds: 0 },
    ]);
    const facts = { id: 'id-1', method: 'POST', route: '/train', status: 200, ms: 0, by: 'otto' };
    expect(api.lines[0]).toEqual({ level: 'debug', message: 'request', facts });
    expect(api.lines).toHaveLength(2);
    expect(JSON.stringify(api.lines)).not.toContain('secret');
  });

  it('answers HEAD with the headers of GET alone', async () => {
    const response = await fetch(`${api.url}/health/live`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe(String('{"status":"ok"}'.length));
    expect(await response.text()).toBe('');
  });

  it('serves several requests on one connection', async () => {
    const request = 'GET /health/live HTTP/1.1\r\nHost: a\r\n';
    const answer = await exchange(api.port, `${request}\r\n${request}Connection: close\r\n\r\n`);
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  });

  it('survives a client that leaves in the middle of its body', async () => {
    const ended = api.nextEnded();
    const socket = connect(api.port, '127.0.0.1');
    const head = `POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n`;
    const asked = `${head}{"a"`;
    await new Promise((resolve) => socket.write(asked, resolve));
    socket.destroy();
    expect(await ended).toMatchObject({ route: '/predict', status: 499 });
    expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
    expect(api.calls).toEqual([]);
    expect(api.lines.filter(({ level }) => level !== 'debug')).toEqual([]);
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['a header of 20 kB', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
  ])('refuses %s', async (_what, bytes, expected) => {
    expect(await exchange(api.port, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${expected} `));
  });
});

describe('start', () => {
  it('gives a client 10 s for its headers and 30 s for its request', () => {
    const server = createHttpServer();
    expect(server.headersTimeout).toBe(10_000);
    expect(server.requestTimeout).toBe(30_000);
  });

  it('names PORT when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(serve({ port })).rejects.toMatchObject({
      code: 'invalid_config',
      message: `PORT: port ${port} of 127.0.0.1 is in use`,
      remedy: 'Set PORT to another one, or end the process that holds it.',
      faults: [{ path: 'PORT' }],
    });
    other.close();
  });

  it('names HOST when the address is not of this machine', async () => {
    // 192.0.2.0/24 is reserved for documentation (RFC 5737).
    await expect(serve({ host: '192.0.2.1' })).rejects.toMatchObject({
      code: 'invalid_config',
      faults: [{ path: 'HOST' }],
    });
  });

  it.each([
    ['0.0.0.0', /^http:\/\/127\.0\.0\.1:\d+$/],
    ['127.0.0.1', /^http:\/\/127\.0\.0\.1:\d+$/],
  ])('on %s tells an address that can be opened', async (host, url) => {
    const api = await serve({ host });
    expect(api.url).toMatch(url);
    expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
    await api.stop();
  });
});

describe('stop', () => {
  it('lets a request in flight end, takes no new one, and twice is once', async () => {
    const held = heldStatus();
    const api = await serve({ ops: held.ops });
    const inFlight = fetch(`${api.url}/status`);
    await held.begun;
    const first = api.stop();
    expect(api.stop()).toBe(first);
    await expect(fetch(`${api.url}/health/live`)).rejects.toThrow();
    held.release();
    const response = await inFlight;
    expect(response.status).toBe(200);
    expect(response.headers.get('connection')).toBe('close');
    expect(await response.json()).toEqual(status);
    await first;
  });

  it('ends connections that are idle at once', async () => {
    const api = await serve();
    const socket: Socket = connect(api.port, '127.0.0.1');
    socket.write('GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'data');
    const closed = once(socket, 'close');
    socket.resume();
    await api.stop();
    await closed;
  });

  it('cuts what still runs when patience ends', async () => {
    const held = heldStatus();
    const { clock, wake } = stillClock();
    const api = await serve({ ops: held.ops, clock });
    const cut = expect(fetch(`${api.url}/status`)).rejects.toThrow();
    await held.begun;
    const stopped = api.stop();
    wake();
    await stopped;
    await cut;
    const ended = api.nextEnded();
    held.release();
    expect(await ended).toMatchObject({ route: '/status', status: 499 });
  });
});
