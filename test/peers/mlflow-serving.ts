// Processes of MLflow itself: a tracking server that can be stopped and started again, and a model that is served.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { bin, uri } from './mlflow-peer.ts';

interface Serving {
  /** Everything it wrote so far. */
  output(): string;
  /** Ends it and all it has forked. */
  stop(): Promise<void>;
}

/** On loopback. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A tracking server that keeps everything in `folder`, with a log line for each call. */
export const startServer = ({ folder, port }: { folder: string; port: number }): Promise<Serving> =>
  start(
    port,
    [
      ['server', '--workers', '1'],
      ['--backend-store-uri', `sqlite:///${folder}/mlflow.db`],
      ['--artifacts-destination', `${folder}/artifacts`],
    ],
    '/health',
  );

/** `mlflow models serve` until `use` has ended. */
export async function served<T>(model: string, use: (url: string) => Promise<T>): Promise<T> {
  const port = await freePort();
  const serving = await start(port, [['models', 'serve', '-m', model, '--env-manager', 'local']], '/ping');
  try {
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    await serving.stop();
  }
}

/** `mlflow ARGV` on this port, once it answers at `path`. */
async function start(port: number, argv: readonly (readonly string[])[], path: string): Promise<Serving> {
  const env = { ...process.env, MLFLOW_TRACKING_URI: uri, PATH: `${bin}:${process.env['PATH']}` };
  const child = spawn(`${bin}/mlflow`, [...argv.flat(), '--host', '127.0.0.1', '--port', `${port}`], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const parts: string[] = [];
  const output = () => parts.join('');
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => parts.push(chunk.toString()));
  // It forks: what it has forked holds its output open.
  let over = false;
  const ended = once(child, 'close').then(() => {
    over = true;
  });
  const stop = async () => {
    if (child.pid !== undefined && !over) process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  for (let tries = 0; tries < 600; tries++) {
    if (over) break;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null);
    if (answer?.ok === true) return { output, stop };
    await sleep(250);
  }
  await stop();
  throw new Error(`mlflow ${argv.flat().join(' ')} does not answer: ${output()}`);
}
