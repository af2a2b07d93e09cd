// The built product as a child process, asked as a user asks it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Vigie {
  readonly url: string;
  /** Everything it wrote so far. */
  output(): string;
  get(path: string): Promise<{ status: number; body: Record<string, unknown> }>;
  /** With the generated admin token. */
  post(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Ends it and resolves to its exit code; null when a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts it and waits until it says where it is. Only `env` is its environment. */
export async function startVigie(env: Record<string, string> & { DATA_DIR: string }): Promise<Vigie> {
  const child = spawn(process.execPath, [entry], {
    env: { ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = gather(child);
  await until(() => {
    if (child.exitCode !== null) throw new Error(`Vigie ended: ${text()}`);
    return /token {4}/.test(text());
  });
  const url = /API +(http:\S+)/.exec(text())?.[1] ?? '';
  const token = (await readFile(join(env.DATA_DIR, 'admin-token'), 'utf8')).trim();
  return {
    url,
    output: text,
    get: async (path) => read(await fetch(url + path)),
    post: async (path, body) =>
      read(
        await fetch(url + path, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}

/** Looks again until `check` holds: another process has no event to wait for. Bounded by the test's own timeout. */
export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await pause(50);
}

function gather(child: ChildProcess): () => string {
  const parts: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => parts.push(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => parts.push(chunk.toString()));
  return () => parts.join('');
}

async function read(response: Response): Promise<{ status: number; body: Record<string, unknown> }> {
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
