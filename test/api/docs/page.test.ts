// The page of the API: what is served under /docs, and that nothing else is.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, exchange, serve, tokens } from '../running.ts';

let api: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  api = await serve();
});
afterAll(() => api.stop());

const ask = (path: string, headers: Record<string, string> = {}) => fetch(api.url + path, { headers });

describe('the page under /docs', () => {
  it('names nothing but files of its own, by paths that hold behind a prefix', async () => {
    const response = await ask('/docs');
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    const html = await response.text();
    const named = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, path = '']) => path);
    expect(named).toHaveLength(4);
    for (const path of named) {
      expect(path).toMatch(/^docs\/[\w.-]+$/);
      expect((await ask(`/${path}`)).status).toBe(200);
    }
    expect(html).not.toMatch(/<script>|style=| on\w+=|https?:/);
  });

  it.each([
    ['init.js', 'text/javascript; charset=utf-8'],
    ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
    ['swagger-ui.css', 'text/css; charset=utf-8'],
    ['favicon-32x32.png', 'image/png'],
  ])('serves %s as %s, under a policy without inline scripts', async (name, type) => {
    const response = await ask(`/docs/${name}`);
    expect(response.headers.get('Content-Type')).toBe(type);
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
  });

  it('sends the script of the package byte for byte', async () => {
    const path = 'node_modules/swagger-ui-dist/swagger-ui-bundle.js';
    const sent = Buffer.from(await (await ask('/docs/swagger-ui-bundle.js')).arrayBuffer());
    expect(sent.equals(await readFile(path))).toBe(true);
  });

  it('asks no service elsewhere whether the document is valid', async () => {
    expect(await (await ask('/docs/init.js')).text()).toContain('validatorUrl: null');
  });

  it.each(['/docs/swagger-ui.css', '/docs', '/openapi.json'])(
    'sends %s again only when it changed',
    async (path) => {
      const first = await ask(path);
      const tag = first.headers.get('ETag') ?? '';
      expect(tag).toMatch(/^"[\w-]{22}"$/);
      expect(first.headers.get('Cache-Control')).toBe('private, no-cache');
      // Left to itself, fetch would add "no-cache".
      const again = { 'If-None-Match': tag, 'Cache-Control': 'max-age=0' };
      const second = await ask(path, again);
      expect([second.status, second.statusText]).toEqual([304, 'Not Modified']);
      expect(await second.text()).toBe('');
      expect((await ask(path, { ...again, 'If-None-Match': '"other"' })).status).toBe(200);
    },
  );

  it('answers what has no tag in full, whatever is asked for', async () => {
    expect((await ask('/status', { 'If-None-Match': '*', 'Cache-Control': 'max-age=0' })).status).toBe(200);
  });

  it.each([
    '/docs/package.json',
    '/docs/..%2fpackage.json',
    '/docs/..%2f..%2f..%2fetc%2fpasswd',
    '/docs/%2e%2e%2fpackage.json',
    '/docs/%2fetc%2fpasswd',
    '/docs/init.js%00.css',
    '/docs/%00',
    '/docs/..%5cpackage.json',
    '/docs/C:%5cwindows%5cwin.ini',
    '/docs/swagger-ui.css%2f..%2fpackage.json',
    '/docs/../../package.json',
    '/docs/toString',
    '/docs/__proto__',
    '/docs/%zz',
    '/docs/',
    '/docs//etc/passwd',
  ])('has nothing at %s', async (path) => {
    // As it is: fetch would tidy the path up first.
    const answer = await exchange(api.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 (404|400) /);
    expect(answer).toContain('application/problem+json');
  });
});

describe('where reads want a token', () => {
  it('the page and its files are open, since they hold nothing; the document wants the token', async () => {
    const guarded = await serve({ openReads: false });
    try {
      for (const path of ['/docs', '/docs/init.js'])
        expect((await fetch(guarded.url + path)).status).toBe(200);
      expect((await fetch(`${guarded.url}/openapi.json`)).status).toBe(401);
      const headers = bearer(tokens[0].token);
      expect((await fetch(`${guarded.url}/openapi.json`, { headers })).status).toBe(200);
    } finally {
      await guarded.stop();
    }
  });
});
