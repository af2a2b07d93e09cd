// How an answer leaves: its headers in one list, past Koa and the setters of Node, which look at each of them anew and cost
// more than all else that is done for a small answer; and the answers of one moment together.
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Clock } from '../core/ports.ts';
import { jsonType } from './errors.ts';
import type { Answer } from './route.ts';

/** An answer as it is sent. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly headers: Answer['headers'];
  readonly body: string | Buffer;
}

/** @throws TypeError for a value that JSON cannot hold */
export function replyOf({ status = 200, type, headers, value }: Answer): Reply {
  if (type === undefined) return { status, type: jsonType, headers, body: JSON.stringify(value ?? null) };
  return { status, type, headers, body: value };
}

/** Answers are data for programs: a browser may show them, and neither run, frame, guess nor keep them. */
const usual = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
const usualList = Object.entries(usual).flat();

/** Those without a body (RFC 9110, 15.3.5 and 15.4.5). */
const bodiless = new Set([204, 304]);

function writeHead(
  response: ServerResponse,
  id: string,
  { status, type, headers, body }: Reply,
  isClosing: boolean,
): void {
  const list = headers === undefined ? [...usualList] : Object.entries({ ...usual, ...headers }).flat();
  list.push('X-Request-Id', id);
  // A connection that is kept would outlive its last answer.
  if (isClosing) list.push('Connection', 'close');
  if (!bodiless.has(status))
    list.push('Content-Type', type, 'Content-Length', String(Buffer.byteLength(body)));
  // By name: Koa's question whether an answer is known has left another one.
  response.writeHead(status, STATUS_CODES[status], list);
}

interface House {
  readonly clock: Clock;
  /** Aborted once the server takes no new requests. */
  readonly closing: AbortSignal;
}

/** Milliseconds the first of several answers waits for the others at most. */
const mostMs = 1;

/**
 * @returns what sends replies. While requests come faster than they are answered, each write would wake the client, which is
 * half of what the kernel does for a request: those that Node finds waiting in one look are answered by writes that follow
 * one another.
 */
export function replier({
  clock: { now },
  closing,
}: House): (response: ServerResponse, id: string, reply: Reply) => void {
  let waiting: (readonly [ServerResponse, Reply['body']])[] = [];
  let since = 0;
  const flush = () => {
    const due = waiting;
    waiting = [];
    for (const [response, body] of due) response.end(body);
  };
  return (response, id, reply) => {
    // At once, because this is what could throw.
    writeHead(response, id, reply, closing.aborted);
    waiting.push([response, reply.body]);
    if (waiting.length === 1) {
      since = now();
      setImmediate(flush);
    } else if (now() - since >= mostMs) flush();
  };
}
