// The built product as a child process, asked as a user asks it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Tests and demonstrations run from the root. */
const entry = resolve('dist/bundle/main.js');
const children = new Set<ChildProcess>();

export type Settings = Readonly<Record<string, string>> & { readonly DATA_DIR: string };

export interface Running {
  readonly pid: number;
  /** Everything it wrote so far. */
  output(): string;
  /** Its exit code once it has ended; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Ends it and resolves to its exit code; null when a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface Vigie extends Running {
  /** Empty in a process without the API. */
  readonly url: string;
  /** With the generated admin token, if there is one, as JSON; `init` wins. */
  request(path: string, init?: RequestInit): Promise<Answer>;
  get(path: string): Promise<Answer>;
  /** Long work is waited for, unless the path says otherwise. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** What takes longer than the product waits by itself where other tests keep the machine busy. */
const lasting = ['/train', '/retrain', '/drift-check'];
const patiently = (path: string) => (lasting.includes(path) ? `${path}?wait=60` : path);

/** Starts `vigie ARGV`. Only `settings` are its environment, and no .env is near. */
export function launch(settings: Settings, argv: readonly string[] = []): Running {
  const child = spawn(process.execPath, [entry, ...argv], {
    cwd: '/',
    env: { PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const parts: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => parts.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => parts.push(chunk.toString()));
  // 'close' comes after the last output, 'exit' may come before it.
  const ended = once(child, 'close').then(() => {
    children.delete(child);
    return child.exitCode;
  });
  return {
    // None where the program could not be started, which `ended` tells.
    pid: child.pid ?? 0,
    output: () => parts.join(''),
    ended,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** `vigie ARGV` to its end: exit code and everything it wrote. */
export async function run(settings: Settings, argv: readonly string[] = []) {
  const vigie = launch(settings, argv);
  return { code: await vigie.ended, text: vigie.output() };
}

/** Starts the long-running process and waits until it says where everything is. */
export async function startVigie(settings: Settings): Promise<Vigie> {
  await mkdir(dirname(settings.DATA_DIR), { recursive: true });
  const vigie = launch(settings);
  let over = false;
  void vigie.ended.then(() => {
    over = true;
  });
  await until(() => {
    if (over) throw new Error(`Vigie ended: ${vigie.output()}`);
    return / {2}MLflow .*\n/.test(vigie.output());
  });
  const url = /API +(http:\S+)/.exec(vigie.output())?.[1] ?? '';
  // There is none where API_TOKENS says who may.
  const token = await readFile(join(settings.DATA_DIR, 'admin-token'), 'utf8').catch(() => '');
  const usual = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const request = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(url + path, { headers: usual, ...init });
    const { status, headers } = response;
    return { status, headers, body: (await response.json()) as Record<string, unknown> };
  };
  return {
    ...vigie,
    url,
    request,
    get: (path) => request(path),
    post: (path, body, headers = {}) =>
      request(patiently(path), {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { ...usual, ...headers },
      }),
  };
}

/** Kills what a failed test left running. */
export async function endAll(): Promise<void> {
  const left = [...children];
  for (const child of left) child.kill('SIGKILL');
  await Promise.all(left.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
}

/**
 * Looks again until `check` holds: another process has no event to wait for. Bounded by the test's own timeout. The longer a
 * look takes the rarer it is: a question that makes the product check its rows would else keep a processor from other tests.
 */
export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  for (;;) {
    const begun = performance.now();
    if (await check()) return;
    await pause(Math.max(50, 2 * (performance.now() - begun)));
  }
}
