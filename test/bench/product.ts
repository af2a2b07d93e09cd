// The built product as a process of its own, in a folder of its own, without the bot.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../bundle/main.js', import.meta.url));
const startMs = 30_000;
const stopMs = 30_000;

export interface Product {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** Milliseconds from the start of the process to its first answer. */
  readonly listening: number;
  stop(): Promise<void>;
}

/** Starts it and waits until it answers. @throws Error with what it said when it does not within 30 seconds */
export async function startProduct(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Product> {
  const port = await freePort();
  const { PATH = '', HOME = '' } = process.env;
  const begun = performance.now();
  // As `npm start` and the image do.
  const child = spawn(process.execPath, ['--v8-pool-size=1', '--initial-old-space-size=256', entry], {
    // Nobody's .env is near.
    cwd: '/',
    env: { PATH, HOME, ROLES: 'api,jobs', DATA_DIR: dataDir, PORT: String(port), ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // A bench that is stopped leaves nothing behind.
  const orphaned = () => child.kill('SIGKILL');
  process.once('exit', orphaned);
  child.once('exit', () => process.off('exit', orphaned));
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(`${url}/health/live`))) {
    if (child.exitCode !== null || performance.now() - begun > startMs) {
      child.kill('SIGKILL');
      throw new Error(`Vigie did not start: ${said.join('').slice(-500)}`);
    }
    await pause(2);
  }
  const listening = performance.now() - begun;
  return { url, dataDir, pid: child.pid ?? 0, listening, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
  child.kill('SIGTERM');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  clearTimeout(timer);
}

/** A plain request: fetch would load a client of its own into the first measurement. */
function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: 1_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  /** Milliseconds for the answer; a minute. */
  readonly within?: number;
}

/** What an administrator asks of it, as JSON. @throws Error for any answer but 200 */
export async function ask(
  { url, dataDir }: Product,
  { method, path, body = {}, within = 60_000 }: Request,
): Promise<unknown> {
  const token = (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim();
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(within),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}
