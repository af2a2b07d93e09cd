import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

// A trailing backslash continues a line.
const instructions = readFileSync('docker/Dockerfile', 'utf8')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

const named = (word: string) => instructions.filter((line) => line.startsWith(`${word} `));

const ignored = readFileSync('.dockerignore', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

describe('the Dockerfile', () => {
  it('pins every outside base image to one release of Node', () => {
    const bases = named('FROM').map((line) => line.split(' ')[1] ?? '');
    const outside = new Set(bases.filter((base) => base.includes(':')));
    expect([...outside]).toEqual([expect.stringMatching(/^node:24\.\d+\.\d+-bookworm-slim$/)]);
    expect(bases.filter((base) => !base.includes(':'))).toEqual(['base', 'base']);
  });

  it('never runs an install script', () => {
    const installs = named('RUN').filter((line) => line.includes('npm ci'));
    expect(installs).toHaveLength(2);
    expect(installs.filter((line) => !line.includes('--ignore-scripts'))).toEqual([]);
  });

  it('keeps of ONNX Runtime only the machine code of the platform it is built for, and loads it', () => {
    const [install = ''] = named('RUN').filter((line) => line.includes('--omit=dev'));
    expect(install).toContain('! -path "./linux/$(node -p process.arch)" -exec rm -r {} +');
    expect(install).toMatch(/&& node -e "require\('onnxruntime-node'\)"$/);
  });

  it('drops root before the product starts', () => {
    const words = instructions.map((line) => line.split(' ')[0]);
    expect(named('USER')).toEqual(['USER node']);
    expect(words.indexOf('USER')).toBeLessThan(words.lastIndexOf('ENTRYPOINT'));
    expect(named('ENTRYPOINT')).toEqual([
      'ENTRYPOINT ["node", "--v8-pool-size=1", "--initial-old-space-size=256", "dist/bundle/main.js"]',
    ]);
    expect(named('CMD')).toEqual([]);
  });

  it('copies from the project only what .dockerignore lets in, and lets in nothing else', () => {
    const copied = named('COPY')
      .filter((line) => !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    const letIn = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(new Set(copied)).toEqual(new Set(letIn));
  });

  it('copies only what exists', () => {
    const missing = ignored.filter((line) => line.startsWith('!') && !existsSync(line.slice(1)));
    expect(missing).toEqual([]);
  });
});

describe('.dockerignore', () => {
  it('keeps everything out first, then lets names in, then keeps environment files out of those', () => {
    expect(ignored[0]).toBe('*');
    expect(ignored.filter((line) => !line.startsWith('!'))).toEqual(['*', '**/.env*']);
    expect(ignored.at(-1)).toBe('**/.env*');
  });
});

describe('what the build sees', () => {
  // The last pattern that matches a path, or a folder it lies in, decides.
  function copied(path: string): boolean {
    const parts = path.split('/');
    const names = parts.map((_, at) => parts.slice(0, at + 1).join('/'));
    const matches = (pattern: string) => {
      const glob = pattern
        .replace(/[.]/g, '\\.')
        .replace(/\*\*\/|\*/g, (star) => (star === '*' ? '[^/]*' : '(.*/)?'));
      return names.some((name) => new RegExp(`^${glob}$`).test(name));
    };
    const last = ignored.findLast((line) => matches(line.replace(/^!/, '')));
    return last?.startsWith('!') ?? true;
  }

  it.each([
    '.env',
    '.env.local',
    'core/.env',
    'bot/deep/.env.production',
    'data/embedded.log',
    '.git/config',
    'node_modules/koa/package.json',
    'dist/main.js',
    'secrets/discord_token',
    'docker-compose.override.yml',
    'test/house.test.ts',
  ])('is not %s', (path) => {
    expect(copied(path)).toBe(false);
  });

  it.each(['main.ts', 'package-lock.json', '.npmrc', 'core/config.ts', 'bot/commands/index.ts'])(
    'is %s',
    (path) => {
      expect(copied(path)).toBe(true);
    },
  );
});

describe('the health check of the image', () => {
  const written = /CMD (\[.*\])$/.exec(named('HEALTHCHECK')[0] ?? '')?.[1] ?? '[]';
  const [program = '', ...args] = z.array(z.string()).parse(JSON.parse(written));

  async function exitCode(port: number): Promise<unknown> {
    expect(program).toBe('node');
    const child = spawn(process.execPath, args, { env: { PORT: String(port) }, stdio: 'ignore' });
    const [code] = await once(child, 'exit');
    return code;
  }

  async function against(answer: RequestListener): Promise<unknown> {
    const server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const code = await exitCode(port);
    server.close();
    return code;
  }

  it('passes when the live route answers 200', async () => {
    const paths: (string | undefined)[] = [];
    const code = await against((request, response) => {
      paths.push(request.url);
      response.end();
    });
    expect([code, paths]).toEqual([0, ['/health/live']]);
  });

  it('fails when the live route answers 503', async () => {
    const code = await against((_, response) => {
      response.writeHead(503).end();
    });
    expect(code).toBe(1);
  });

  it('fails when nothing listens', async () => {
    expect(await exitCode(1)).toBe(1);
  });
});
