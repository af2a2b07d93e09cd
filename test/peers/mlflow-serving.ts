// A model served by MLflow itself.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** `mlflow models serve` of the virtual environment `bin` on loopback, until `use` has ended. */
export async function served<T>(
  model: string,
  { bin, uri }: { bin: string; uri: string },
  use: (url: string) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const argv = ['models', 'serve', '-m', model, '-h', '127.0.0.1', '-p', `${port}`, '--env-manager', 'local'];
  const env = { ...process.env, MLFLOW_TRACKING_URI: uri, PATH: `${bin}:${process.env['PATH']}` };
  const child = spawn(`${bin}/mlflow`, argv, { env, detached: true, stdio: 'ignore' });
  try {
    const url = `http://127.0.0.1:${port}`;
    for (let tries = 0; tries < 360; tries++) {
      const up = await fetch(`${url}/ping`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (up) break;
      await sleep(250);
    }
    return await use(url);
  } finally {
    const ended = once(child, 'exit');
    if (child.pid !== undefined && child.exitCode === null) {
      // It forks: its group is what ends.
      process.kill(-child.pid, 'SIGTERM');
      await ended;
    }
  }
}
