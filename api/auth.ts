// Who asks, and whether there is room: a bearer token becomes a caller. What a caller may do, the operations decide.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AppError } from '../core/errors.ts';
import { type Caller, requireScope, type Scope } from '../core/ops/operation.ts';
import type { Clock } from '../core/ports.ts';
import { HttpRefusal } from './errors.ts';
import { createRate, sourceOf } from './rate.ts';

interface Token {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly token: string;
}

/**
 * What a route asks of its caller: `open` nothing, `read` a token unless reads are open, `token` always one,
 * `metrics` one once a metrics token is configured. `open` and `metrics` answer under any load.
 */
export type Access = 'open' | 'read' | 'token' | 'metrics';

export interface Doors {
  readonly tokens: readonly Token[];
  /** Reads and predictions by a name of this machine need no token (the server is bound to loopback). */
  readonly openReads: boolean;
  /** When given, /metrics asks for it; any named token that reads will do as well. */
  readonly metricsToken: string | null;
  /** Requests a minute from one token, or from one address without; 0 = no limit, null = as the doors are. */
  readonly rateLimit: number | null;
  /** How many requests are being answered, this one among them. */
  readonly running: () => number;
  readonly clock: Clock;
}

const anonymous: Caller = { name: 'anonymous', via: 'http', role: 'viewer' };
/** Where others can come in; on loopback whoever could be held off owns the machine. */
const usualRate = 6_000;
/** As many requests as a refused token counts: whoever tries tokens may go on slowly. */
const costOfFailure = 100;
/** Bodies of a megabyte, this many at a time, are what a process can hold. */
const mostRunning = 256;

/**
 * @returns what lets a request in. It throws AppError `unauthorized` for a missing token, and for a wrong one on any door
 * that looks; HttpRefusal `rate_limited` and `overloaded`
 */
export function createGate(doors: Doors): (access: Access, request: IncomingMessage) => Caller {
  const identify = identifier(doors.tokens);
  const { metricsToken } = doors;
  const scraper: Token | null =
    metricsToken === null ? null : { name: 'metrics', scopes: ['read'], token: metricsToken };
  const identifyScraper = scraper === null ? null : identifier([scraper, ...doors.tokens]);
  const spend = spender(doors);
  return (access, request) => {
    if (access === 'open') return anonymous;
    if (access === 'metrics') {
      if (identifyScraper === null) return anonymous;
      const caller = orSpend(spend, request, () => required(identifyScraper(request)));
      requireScope(caller, 'read', 'this route');
      return caller;
    }
    refuseCrowd(doors.running());
    const caller = orSpend(spend, request, () => {
      const known = identify(request);
      const isFree = access === 'read' && doors.openReads && isOfHere(request.headers.host);
      return isFree ? (known ?? anonymous) : required(known);
    });
    // A token is counted wherever it comes from, and what others at its address do is not held against it.
    spend(caller === anonymous ? sourceOf(request.socket.remoteAddress) : `token ${caller.name}`);
    return caller;
  };
}

/**
 * Whether the name a caller knows us by is one of this machine. A page of another site can make a browser take its own name
 * for our address (DNS rebinding), and would read what is open here.
 */
function isOfHere(host = ''): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
}

type Spend = (key: string, cost?: number) => void;

/** @returns what throws HttpRefusal `rate_limited` once there is nothing left to spend */
function spender({ rateLimit, openReads, clock }: Doors): Spend {
  const perMinute = rateLimit ?? (openReads ? 0 : usualRate);
  if (perMinute === 0) return () => {};
  const rate = createRate(perMinute);
  return (key, cost) => {
    const wait = rate(key, clock.now(), cost);
    if (wait === 0) return;
    const headers = { 'Retry-After': String(wait) };
    throw new HttpRefusal('rate_limited', `more than ${perMinute} requests a minute`, headers);
  };
}

/** Who tries tokens pays for it; a right one is never refused for that, or anybody could lock everybody out. */
function orSpend(spend: Spend, request: IncomingMessage, identify: () => Caller): Caller {
  try {
    return identify();
  } catch (cause) {
    spend(sourceOf(request.socket.remoteAddress), costOfFailure);
    throw cause;
  }
}

function refuseCrowd(running: number): void {
  if (running <= mostRunning) return;
  const message = `more than ${mostRunning} requests are being answered`;
  throw new HttpRefusal('overloaded', message, { 'Retry-After': '1' });
}

function required(caller: Caller | null): Caller {
  if (caller === null) throw new AppError('unauthorized', 'this route needs a token');
  return caller;
}

/** Digests make all comparisons equally long, and every token is compared, so that time tells nothing. */
function identifier(tokens: readonly Token[]): (request: IncomingMessage) => Caller | null {
  const known = tokens.map(({ name, scopes, token }) => ({
    caller: { name, scopes, via: 'http' } satisfies Caller,
    digest: digestOf(Buffer.from(token, 'utf8')),
  }));
  return (request) => {
    const presented = bearerOf(request);
    if (presented === null) return null;
    const digest = digestOf(presented);
    let found: Caller | null = null;
    for (const each of known) {
      if (timingSafeEqual(each.digest, digest)) found = each.caller;
    }
    if (found === null) throw new AppError('unauthorized', 'the token is not known');
    return found;
  };
}

function digestOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function bearerOf(request: IncomingMessage): Buffer | null {
  if (request.headers.authorization === undefined) return null;
  // Node keeps the first of several: a proxy in front may have looked at another one.
  const { authorization = [] } = request.headersDistinct;
  const [header = '', ...others] = authorization;
  const token = /^bearer +(\S+)$/i.exec(header)?.[1];
  if (token === undefined || others.length > 0) {
    throw new AppError('unauthorized', 'the Authorization header must be one "Bearer TOKEN"');
  }
  // Node decodes headers as latin1; this gives back the bytes that were sent.
  return Buffer.from(token, 'latin1');
}
