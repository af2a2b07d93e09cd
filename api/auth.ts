// Who asks: a bearer token becomes a caller. What the caller may do is decided by the operations, not here.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AppError } from '../core/errors.ts';
import { type Caller, requireScope, type Scope } from '../core/ops/operation.ts';

interface Token {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly token: string;
}

/**
 * What a route asks of its caller: `open` nothing, `read` a token unless reads are open, `token` always one,
 * `metrics` one once a metrics token is configured.
 */
export type Access = 'open' | 'read' | 'token' | 'metrics';

export interface Doors {
  readonly tokens: readonly Token[];
  /** Reads and predictions need no token (the server is bound to loopback). */
  readonly openReads: boolean;
  /** When given, /metrics asks for it; any named token that reads will do as well. */
  readonly metricsToken: string | null;
}

const anonymous: Caller = { name: 'anonymous', via: 'http', role: 'viewer' };

/** @returns the caller of a request. @throws AppError `unauthorized` for a missing token, and for a wrong one on any door that looks */
export function createGate(doors: Doors): (access: Access, request: IncomingMessage) => Caller {
  const identify = identifier(doors.tokens);
  const { metricsToken } = doors;
  const scraper: Token | null =
    metricsToken === null ? null : { name: 'metrics', scopes: ['read'], token: metricsToken };
  const identifyScraper = scraper === null ? null : identifier([scraper, ...doors.tokens]);
  return (access, request) => {
    if (access === 'open') return anonymous;
    if (access === 'metrics') {
      if (identifyScraper === null) return anonymous;
      const caller = required(identifyScraper(request));
      requireScope(caller, 'read', 'this route');
      return caller;
    }
    const caller = identify(request);
    return access === 'read' && doors.openReads ? (caller ?? anonymous) : required(caller);
  };
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
