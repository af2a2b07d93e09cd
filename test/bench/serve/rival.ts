// A rival of the product: a process that prints its port and then serves /predict.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { peerEnvironment } from '../python.ts';

export interface Server {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

const startMs = 60_000;

/** @throws Error when it does not print a port within a minute */
export async function startRival(command: string, args: readonly string[]): Promise<Server> {
  const child = spawn(command, args, { env: peerEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] });
  const orphaned = () => child.kill('SIGKILL');
  process.once('exit', orphaned);
  child.once('exit', () => process.off('exit', orphaned));
  const timer = setTimeout(orphaned, startMs);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value, done } = await lines.next().finally(() => clearTimeout(timer));
  const port = Number(value);
  if (done === true || !(port > 0)) throw new Error(`${command} ${args.join(' ')} did not start`);
  return { port, pid: child.pid ?? 0, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
