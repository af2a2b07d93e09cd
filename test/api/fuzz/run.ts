// Asks a running API what its own document says it answers, and holds every answer against that document.
import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { type Document, operationsOf } from '../docs/reading.ts';
import { type Answered, oracleOf, type Scopes } from './oracle.ts';
import { type Asked, requestsOf } from './requests.ts';
import type { Known } from './values.ts';

export interface Target {
  readonly url: string;
  /** Tokens by name, and the scopes of those that are known. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly scopes: Scopes;
  readonly known: Known;
  /** Before each request. */
  readonly before?: () => Promise<void>;
}

interface Fuzzed {
  /** The smallest request that shows a fault, and the fault; null = none was found. */
  readonly fault: string | null;
  readonly requests: number;
  /** How often each route answered with each status: "GET /status 200". */
  readonly seen: ReadonlyMap<string, number>;
}

interface Round {
  readonly requests: number;
  readonly seed: number;
  /** Path of the only routes that are asked; absent = all of them. */
  readonly only?: string;
}

/** Sends so many requests, the same ones for the same seed. */
export async function fuzz(target: Target, { requests, seed, only }: Round): Promise<Fuzzed> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const admin = Object.keys(target.tokens)[0] ?? null;
  const ask = (asked: Asked) => send(target, asked, agent);
  const first = { method: 'GET', path: '/openapi.json' } as Asked['op'];
  const served = await ask({ op: first, target: first.path, body: undefined, token: admin, right: true });
  const document = JSON.parse(served.body) as Document;
  const judge = oracleOf(document, target.scopes);
  const seen = new Map<string, number>();
  let sent = 0;
  const names = [...Object.keys(target.tokens), null];
  const ops = operationsOf(document).filter(({ path }) => only === undefined || path === only);
  const asking = requestsOf(document, ops, { tokens: names, known: target.known });
  const property = fc.asyncProperty(asking, async (asked) => {
    await target.before?.();
    const answered = await ask(asked);
    sent++;
    const key = `${asked.op.method} ${asked.op.path} ${answered.status}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    const fault = judge(asked, answered);
    if (fault !== null) throw new Error(fault);
  });
  try {
    const result = await fc.check(property, { numRuns: requests, seed });
    return { fault: result.failed ? told(result) : null, requests: sent, seen };
  } finally {
    agent.destroy();
  }
}

function told({
  counterexample,
  errorInstance,
}: {
  counterexample: [Asked] | null;
  errorInstance: unknown;
}): string {
  const [asked] = counterexample ?? [];
  const what = `${asked?.op.method} ${asked?.target} by ${asked?.token} ${asked?.body ?? ''}`;
  return `${what.slice(0, 600)}: ${errorInstance instanceof Error ? errorInstance.message : 'failed'}`;
}

/** Node's own client sends a target as it is, where fetch would tidy it up first. */
function send({ url, tokens }: Target, { op, target, body, token }: Asked, agent: Agent): Promise<Answered> {
  const { port } = new URL(url);
  const headers = {
    ...(body === undefined
      ? {}
      : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
    ...(token === null ? {} : { Authorization: `Bearer ${tokens[token]}` }),
  };
  return new Promise((resolve, reject) => {
    const asking = request(
      { host: '127.0.0.1', port, agent, method: op.method, path: target, headers },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            body: Buffer.concat(parts).toString(),
          }),
        );
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}
