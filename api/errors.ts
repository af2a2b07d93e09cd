// Failures as HTTP tells them: one JSON shape for all, nothing of the inside in it.
import { AppError, type Fault } from '../core/errors.ts';

/** Refusals only HTTP knows; they complete the table of core/errors.ts. */
const refusals = {
  method_not_allowed: { status: 405, remedy: 'Use one of the methods named in the Allow header.' },
  unsupported_media_type: {
    status: 415,
    remedy: 'Send uncompressed UTF-8 JSON with the header "Content-Type: application/json".',
  },
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

interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly faults: readonly Fault[];
  /** The request's id, for failures an operator has to look up in the log. */
  readonly id?: string;
}

interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly error: ErrorBody };
}

/** What a client is told of an error. Anything unexpected becomes `internal`: its message may hold anything. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof HttpRefusal) {
    const { code, message, headers } = error;
    const { status, remedy } = refusals[code];
    return { status, headers, body: { error: { code, message, remedy, faults: [] } } };
  }
  const known =
    error instanceof AppError ? error : new AppError('internal', 'Something went wrong inside Vigie.');
  const { status, code, message, remedy, faults } = known;
  const told = { code, message, remedy, faults };
  return {
    status,
    headers: code === 'unauthorized' ? { 'WWW-Authenticate': 'Bearer realm="vigie"' } : {},
    body: { error: status >= 500 ? { ...told, id: requestId } : told },
  };
}
