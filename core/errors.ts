// The one error class of expected failures and the table of their codes. Pure.
// Anything thrown that is not an AppError is a bug: surfaces show it as `internal` and log its cause.

interface CodeFacts {
  /** HTTP status the API answers with. */
  status: number;
  /** What a person reads when the thrower gave no remedy of its own. */
  remedy: string;
}

/** Every expected failure of the product. Surfaces translate codes, never messages. */
export const errorCodes = {
  invalid_input: { status: 422, remedy: 'Correct the named field and send it again.' },
  malformed_body: { status: 400, remedy: 'Send a JSON object with content type application/json.' },
  invalid_config: { status: 500, remedy: 'Correct the named settings (see .env.example) and start again.' },
  unauthorized: { status: 401, remedy: 'Send a valid token: "Authorization: Bearer TOKEN".' },
  forbidden: { status: 403, remedy: 'Ask for a token of that role or, in Discord, for that role itself.' },
  not_found: { status: 404, remedy: 'Check the name or the id.' },
  unknown_watch: { status: 404, remedy: 'Name one of the configured watches (see /status).' },
  no_champion: { status: 409, remedy: 'Train the first model with /train.' },
  champion_exists: { status: 409, remedy: 'Use /retrain, which only promotes a better model.' },
  watch_busy: { status: 409, remedy: 'Wait until the running operation ends (see /status).' },
  cancelled: { status: 409, remedy: 'Nothing was changed. Start it again when it is wanted.' },
  idempotency_key_reused: {
    status: 422,
    remedy: 'Send a new Idempotency-Key for another request, or the first request again as it was.',
  },
  conflict: { status: 409, remedy: 'Read the current state and try again.' },
  not_enough_data: { status: 422, remedy: 'Wait for more rows or labels.' },
  bad_data: { status: 422, remedy: 'Correct the row and the column that are named.' },
  too_large: { status: 413, remedy: 'Send less at once.' },
  unsupported: { status: 409, remedy: 'Use what the message names instead.' },
  storage_unavailable: {
    status: 503,
    remedy: 'Check MONGODB_URI and that the database runs, or DATA_DIR and its disk.',
  },
  upstream_unavailable: { status: 503, remedy: 'Check that the named service runs and can be reached.' },
  internal: { status: 500, remedy: 'Look for the error id in the log and report it.' },
} as const satisfies Record<string, CodeFacts>;

export type ErrorCode = keyof typeof errorCodes;

/** Where a fault lies: a field of a request, a row and column of a file, a setting. */
export interface Fault {
  path: string;
  message: string;
}

interface AppErrorOptions {
  remedy?: string;
  faults?: readonly Fault[];
  by?: string;
  cause?: unknown;
}

/**
 * An expected failure: says what happened (`message`, fit for a stranger's eyes: never a secret, never a stack),
 * what to do (`remedy`) and, where several things are wrong, all of them (`faults`).
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly faults: readonly Fault[];
  /** Whose doing it is, where somebody wanted it so. */
  readonly by: string | null;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.remedy = options.remedy ?? errorCodes[code].remedy;
    this.faults = options.faults ?? [];
    this.by = options.by ?? null;
  }

  get status(): number {
    return errorCodes[this.code].status;
  }
}

/** The error itself where it is an expected one; else `internal`, which tells a stranger nothing of its cause. */
export function knownError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  return new AppError('internal', 'Something went wrong inside Vigie.', { cause });
}

/** What ends when the process does. */
export function cutShort(cause?: unknown): AppError {
  return new AppError('cancelled', 'Vigie stopped before this was done.', { cause });
}

/** Nobody wanted it stopped: the process ended, and another one may begin it again. */
export function isCutShort(cause: unknown): boolean {
  return cause instanceof AppError && cause.code === 'cancelled' && cause.by === null;
}
