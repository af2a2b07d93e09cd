// One exchange over HTTP or HTTPS: bounded in time, body included. Redirects are not followed: that turns POST into GET.
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { bounded } from '../../bounded.ts';
import type { Clock, Metrics } from '../../ports.ts';
import type { TlsMaterial } from './tls.ts';

interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | null;
  readonly timeoutMs: number;
}

export interface Incoming {
  readonly status: number;
  /** As the header says it. */
  readonly retryAfter: string | null;
  readonly body: Buffer;
}

/** Without metrics nobody counts. */
export interface Meter {
  readonly clock: Clock;
  readonly metrics?: Pick<Metrics, 'asked'>;
  /** Ends what is under way, for a process that is about to end. */
  readonly over?: AbortSignal;
}

/** Rejects with what Node or the time limit says, never with an AppError. */
export type Send = (request: Outgoing) => Promise<Incoming>;

/**
 * Not fetch: it takes no certificate of a caller's own without a further package. A connection for each call, since a
 * kept one may be closed by the server in the moment it is used again, and then nobody knows what arrived.
 */
export function createTransport(tls: TlsMaterial, over?: AbortSignal): Send {
  return (request) =>
    bounded(request.timeoutMs, over, async (signal) => {
      try {
        return await exchange(request, tls, signal);
      } catch (cause) {
        throw signal.aborted ? signal.reason : cause;
      }
    });
}

function exchange(
  { method, url, headers, body }: Outgoing,
  tls: TlsMaterial,
  signal: AbortSignal,
): Promise<Incoming> {
  return new Promise<Incoming>((resolve, reject) => {
    const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...headers, ...length }, signal, agent: false };
    const call = url.startsWith('https:')
      ? tlsRequest(url, { ...options, ...tls })
      : plainRequest(url, options);
    call.on('error', reject);
    call.on('response', (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      const retryAfter = answered['retry-after'] ?? null;
      buffer(response).then((whole) => resolve({ status, retryAfter, body: whole }), reject);
    });
    call.end(body ?? undefined);
  });
}

/** Tells how long each exchange took, and whether there was an answer. */
export function metered(send: Send, { clock, metrics }: Meter): Send {
  if (metrics === undefined) return send;
  return async (request) => {
    const begun = clock.now();
    const ended = (up: boolean) => metrics.asked('mlflow', up, (clock.now() - begun) / 1000);
    try {
      const answer = await send(request);
      ended(answer.status < 500);
      return answer;
    } catch (cause) {
      ended(false);
      throw cause;
    }
  };
}
