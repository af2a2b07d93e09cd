// Failures as HTTP tells them: one JSON shape for all (RFC 9457), nothing of the inside in it.
import { STATUS_CODES } from 'node:http';
import { type Fault, knownError } from '../core/errors.ts';
import type { Rejection } from '../core/ports.ts';

export const jsonType = 'application/json; charset=utf-8';

/** Refusals only HTTP knows; they complete the table of core/errors.ts. */
export const refusals = {
  method_not_allowed: { status: 405, remedy: 'Use one of the methods named in the Allow header.' },
  unsupported_media_type: {
    status: 415,
    remedy: 'Send uncompressed UTF-8 JSON with the header "Content-Type: application/json".',
  },
  rate_limited: {
    status: 429,
    remedy: 'Wait as many seconds as the header Retry-After says, or have RATE_LIMIT raised.',
  },
  overloaded: { status: 503, remedy: 'Wait as many seconds as the header Retry-After says.' },
} as const;

/** The request was refused by the protocol before any operation saw it. */
export class HttpRefusal extends Error {
  readonly code: keyof typeof refusals;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: keyof typeof refusals, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'HttpRefusal';
    this.code = code;
    this.headers = headers;
  }
}

/**
 * Problem details (RFC 9457). What kind of problem it is, `code` says: a type of its own would be an address nobody serves,
 * and "about:blank" stands for no more than the status (4.2.1).
 */
interface ProblemBody {
  readonly type: 'about:blank';
  /** The name of the status. */
  readonly title: string;
  readonly status: number;
  /** What happened. */
  readonly detail: string;
  readonly code: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly faults: readonly Fault[];
  /** For failures an operator has to look up in the log. */
  readonly requestId?: string;
}

interface Problem {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ProblemBody;
}

/** Why a request was turned away before its operation, by its code: those a rising count of has to be looked at. */
export const rejections: Readonly<Record<string, Rejection | undefined>> = {
  unauthorized: 'auth',
  rate_limited: 'rate',
  overloaded: 'overload',
  too_large: 'size',
};

/** What a client is told of an error. Anything unexpected becomes `internal`: its message may hold anything. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof HttpRefusal) {
    const { code, message, headers } = error;
    return { headers, body: bodyOf({ ...refusals[code], code, message, faults: [] }) };
  }
  const known = knownError(error);
  const body = bodyOf(known);
  return {
    headers: known.code === 'unauthorized' ? { 'WWW-Authenticate': 'Bearer realm="vigie"' } : {},
    body: known.status >= 500 ? { ...body, requestId } : body,
  };
}

type Told = Pick<ProblemBody, 'status' | 'code' | 'remedy' | 'faults'> & { readonly message: string };

function bodyOf({ status, code, message, remedy, faults }: Told): ProblemBody {
  const title = STATUS_CODES[status] ?? 'Error';
  return { type: 'about:blank', title, status, detail: message, code, remedy, faults };
}
