// A Python process that answers one JSON line to each: it lives as long as its case, so no import is ever timed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { peerEnvironment, peersScript } from './python.ts';

export interface Peer {
  /** Runs a command of peers.py. @throws Error with Python's own words when it fails, or after ten minutes */
  ask<T>(command: string, facts: Readonly<Record<string, unknown>>, answer: z.ZodType<T>): Promise<T>;
  stop(): Promise<void>;
}

const answerMs = 10 * 60_000;
const failed = z.object({ error: z.string() });

export function startPeer(python: string): Peer {
  const child = spawn(python, [peersScript], { env: peerEnvironment(), stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const closed = once(child, 'close');
  return {
    async ask(command, facts, answer) {
      child.stdin.write(`${JSON.stringify({ ...facts, command })}\n`);
      const timer = setTimeout(() => child.kill('SIGKILL'), answerMs);
      const line = await lines.next().finally(() => clearTimeout(timer));
      if (line.done === true) throw new Error(`the Python peer ended, or took too long, at "${command}"`);
      const value: unknown = JSON.parse(line.value);
      const refusal = failed.safeParse(value);
      if (refusal.success) throw new Error(`the Python peer failed at "${command}": ${refusal.data.error}`);
      return answer.parse(value);
    },
    async stop() {
      child.stdin.end();
      await closed;
    },
  };
}
