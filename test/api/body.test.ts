import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { exchange, operator, type ProblemJson, serve, tokens } from './running.ts';

let api: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  api = await serve();
});
afterAll(() => api.stop());
beforeEach(() => {
  api.calls.length = 0;
});

function send(body: string | Uint8Array, headers: Record<string, string> = {}, path = '/train') {
  const all = { 'Content-Type': 'application/json', ...operator, ...headers };
  return fetch(api.url + path, { method: 'POST', headers: all, body });
}

async function errorOf(response: Response) {
  const { code, detail }: ProblemJson = JSON.parse(await response.text());
  return { status: response.status, code, detail };
}

it.each([
  ['cut short', '{"watch": "demo"', 'not valid JSON'],
  ['not JSON at all', 'watch=demo', 'not valid JSON'],
  ['an array', '[1]', 'must be a JSON object, not an array'],
  ['null', 'null', 'must be a JSON object, not null'],
  ['a text', '"demo"', 'must be a JSON object, not a string'],
  ['a number', '7', 'must be a JSON object, not a number'],
  ['with a __proto__ key', '{"a": [{"__proto__": {"role": "admin"}}]}', 'the key "__proto__" is refused'],
  ['with an escaped __proto__ key', '{"\\u005f_proto__": 1}', 'the key "__proto__" is refused'],
])('a body that is %s is a 400 that says so', async (_what, body, message) => {
  const error = await errorOf(await send(body));
  expect(error).toMatchObject({ status: 400, code: 'malformed_body' });
  expect(error.detail).toContain(message);
  expect(api.calls).toEqual([]);
});

it('bytes that are not UTF-8 are a 400', async () => {
  const error = await errorOf(await send(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])));
  expect(error).toEqual({ status: 400, code: 'malformed_body', detail: 'the body is not valid UTF-8' });
});

it('names what is wrong in malformed JSON, at most 200 characters of it', async () => {
  const { detail } = await errorOf(await send('{"watch": demo}'));
  expect(detail).toMatch(/not valid JSON: .*d/);
  const long = await errorOf(await send(`{"watch": ${'x'.repeat(5000)}`));
  expect(long.detail.length).toBeLessThan(250);
});

it.each([
  ['no content type', { 'Content-Type': '' }],
  ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
  ['text', { 'Content-Type': 'text/plain' }],
  ['another charset', { 'Content-Type': 'application/json; charset=utf-16' }],
])('%s is a 415', async (_what, headers) => {
  const error = await errorOf(await send('{}', headers));
  expect(error).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  expect(api.calls).toEqual([]);
});

it('a compressed body is a 415', async () => {
  const error = await errorOf(await send(gzipSync('{}'), { 'Content-Encoding': 'gzip' }));
  expect(error).toEqual({
    status: 415,
    code: 'unsupported_media_type',
    detail: 'compressed bodies are refused',
  });
});

it.each(['application/json', 'Application/JSON; charset=UTF-8', 'application/json;charset="utf-8"'])(
  'the content type %s is taken',
  async (type) => {
    expect((await send('{"watch": "demo"}', { 'Content-Type': type })).status).toBe(200);
    expect(api.calls[0]?.input).toEqual({ watch: 'demo' });
  },
);

const objectOf = (bytes: number) => JSON.stringify({ reason: 'x'.repeat(bytes - '{"reason":""}'.length) });

it('64 kB pass and one byte more is a 413', async () => {
  expect((await send(objectOf(65_536))).status).toBe(200);
  const error = await errorOf(await send(objectOf(65_537)));
  expect(error).toEqual({ status: 413, code: 'too_large', detail: 'the body is larger than 65536 bytes' });
});

it('a length that is declared too large is refused before the body is sent', async () => {
  const answer = await exchange(
    api.port,
    [
      'POST /predict HTTP/1.1',
      'Host: localhost',
      'Connection: close',
      'Content-Type: application/json',
      'Content-Length: 1048577',
      '',
      '',
    ].join('\r\n'),
  );
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

it('batches of rows and labels may have one megabyte and not one byte more', async () => {
  for (const path of ['/predict', '/labels']) {
    expect((await send(objectOf(1_048_576), {}, path)).status).toBe(200);
    expect((await send(objectOf(1_048_577), {}, path)).status).toBe(413);
  }
});

it('a body of undeclared length is cut at the same limit', async () => {
  const stream = new ReadableStream({
    start(controller) {
      for (let part = 0; part < 8; part += 1) controller.enqueue(new Uint8Array(16_384).fill(0x20));
      controller.close();
    },
  });
  const response = await fetch(`${api.url}/train`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...operator },
    body: stream,
    duplex: 'half',
  });
  expect(response.status).toBe(413);
});

it('the connection serves the next request after a body that was refused', async () => {
  const authorization = `Authorization: Bearer ${tokens[1].token}`;
  const large = 'x'.repeat(70_000);
  const answer = await exchange(
    api.port,
    [
      `POST /train HTTP/1.1\r\nHost: a\r\n${authorization}\r\nContent-Type: application/json\r\nContent-Length: 70000\r\n\r\n${large}`,
      'GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    ].join(''),
  );
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
});

it('a body in many pieces is put together, characters that span pieces included', async () => {
  const text = Buffer.from(JSON.stringify({ watch: 'é€😀' }));
  const stream = new ReadableStream({
    start(controller) {
      for (const byte of text) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  const headers = { 'Content-Type': 'application/json', ...operator };
  await fetch(`${api.url}/train`, { method: 'POST', headers, body: stream, duplex: 'half' });
  expect(api.calls[0]?.input).toEqual({ watch: 'é€😀' });
});

it('an empty body of any type is no body', async () => {
  const response = await send('', { 'Content-Type': 'text/plain' });
  expect(response.status).toBe(200);
  expect(api.calls[0]?.input).toEqual({});
});

it('brackets nested deeper than any stack are an answer, not a crash', async () => {
  const depth = 200_000;
  const body = `{"u": "\\u0041", "rows": ${'['.repeat(depth)}${']'.repeat(depth)}}`;
  expect((await send(body, {}, '/predict')).status).toBe(200);
});

it('the body is not read before the caller is known', async () => {
  const response = await fetch(`${api.url}/train`, { method: 'POST', body: 'not json' });
  expect(response.status).toBe(401);
});
