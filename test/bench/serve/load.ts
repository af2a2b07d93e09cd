// Sends requests to a server from a process of its own and says what came of it.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Orders {
  readonly port: number;
  readonly connections: number;
  /** File with a JSON list of bodies, sent in turn. */
  readonly bodies: string;
  readonly seconds: number;
  /** Milliseconds from one request of a connection to the next at least; 0 = as soon as it was answered. */
  readonly apart: number;
}

export interface Figures {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds each took, or of an even choice among them. */
  readonly times: readonly number[];
}

const client = fileURLToPath(new URL('./client.js', import.meta.url));

/** @throws Error when an answer is not 200 or the client ends early */
export function load(orders: Orders): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const child = fork(client, { timeout: (orders.seconds + 120) * 1000 });
    let figures: Figures | null = null;
    child.once('message', (message: Figures) => {
      figures = message;
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      figures === null ? reject(new Error(`the client ended with ${code}`)) : resolve(figures),
    );
    child.send(orders);
  });
}
