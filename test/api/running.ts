// A running API in front of hand-made operations that record how they were called.
import { connect } from 'node:net';
import { startApi } from '../../api/server.ts';
import type { Ops } from '../../core/ops/index.ts';
import { roles } from '../../core/ops/operation.ts';
import type { Clock, Logger } from '../../core/ports.ts';
import { type Called, handMadeOps } from './hand-made-ops.ts';

export const tokens = [
  { name: 'vera', scopes: roles.viewer, token: 'viewer-token-0123456789-0123456789' },
  { name: 'otto', scopes: roles.operator, token: 'operator-token-0123456789-01234567' },
  { name: 'ada', scopes: roles.admin, token: 'admin-token-0123456789-0123456789-' },
  { name: 'rita', scopes: ['read'], token: 'reader-token-0123456789-0123456789' },
  { name: 'pete', scopes: ['predict'], token: 'predictor-token-0123456789-0123456' },
] as const;
export const metricsToken = 'metrics-token-0123456789-012345678';

/** A clock that stands still, whose sleepers wake when told to or when their signal aborts. */
export function stillClock() {
  const sleepers: (() => void)[] = [];
  const clock: Clock = {
    now: () => 1_800_000_000_000,
    sleep: (_ms, signal) =>
      new Promise((resolve) => {
        sleepers.push(resolve);
        signal?.addEventListener('abort', () => resolve());
      }),
  };
  return { clock, wake: () => sleepers.forEach((resolve) => void resolve()) };
}

export interface Ended {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

export type Options = Parameters<typeof startApi>[0];

/** Starts the API on a free port of loopback. */
export async function serve({
  ops,
  ...changes
}: Partial<Omit<Options, 'ops'>> & { ops?: Partial<Ops> } = {}) {
  const calls: Called[] = [];
  const lines: { level: string; message: string; facts: unknown }[] = [];
  const ended: Ended[] = [];
  const rejected: string[] = [];
  const waiting: ((request: Ended) => void)[] = [];
  const write = (level: string) => (message: string, facts?: unknown) => {
    lines.push({ level, message, facts });
  };
  const log: Logger = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
  let requests = 0;
  const api = await startApi({
    host: '127.0.0.1',
    port: 0,
    tokens,
    openReads: true,
    version: '1.2.3',
    metricsToken: null,
    rateLimit: 0,
    ready: async () => ({ ok: true, checks: { storage: 'ok' } }),
    clock: stillClock().clock,
    random: { id: () => `id-${++requests}` },
    log,
    metrics: {
      render: async () => ({ body: 'up 1\n', contentType: 'text/plain; version=0.0.4; charset=utf-8' }),
      requestBegan: () => {},
      requestRejected: (reason) => rejected.push(reason),
      requestEnded: (request) => {
        ended.push(request);
        for (const resolve of waiting.splice(0)) resolve(request);
      },
    },
    ops: { ...handMadeOps(calls), ...ops },
    ...changes,
  });
  const nextEnded = () => new Promise<Ended>((resolve) => waiting.push(resolve));
  return { ...api, calls, lines, ended, rejected, nextEnded };
}

/** Whoever comes without a token where reads are open. */
export const anonymous = { name: 'anonymous', via: 'http', role: 'viewer' } as const;

export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
export const operator = bearer(tokens[1].token);

/** A POST of JSON by the operator. */
export function post(url: string, body: unknown, headers: Record<string, string> = operator) {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

export interface ProblemJson {
  readonly code: string;
  readonly detail: string;
  readonly requestId?: string;
}

/** Sends bytes as they are and returns everything that came back before the connection ended. */
export function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
    socket
      .setEncoding('latin1')
      .on('data', (chunk) => {
        answer += chunk;
      })
      .on('end', () => resolve(answer))
      .on('error', reject);
  });
}
