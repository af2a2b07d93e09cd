// Faults a test plants on the way between a client and the fake Discord.

export interface Fault {
  /** Matched against the path below /api/v10. */
  readonly path: RegExp;
  readonly method?: string;
  /** How many requests it hits; once by default. */
  readonly times?: number;
  /**
   * An answer instead of the work; 'drop' = the socket closes before the work, 'lose' = after it: the work is done
   * and nobody hears of it; 'hang' = nothing happens at all.
   */
  readonly with: 'drop' | 'lose' | 'hang' | Reply;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Faults {
  plant(fault: Fault): void;
  /** The fault that hits this request, used up by it. */
  take(method: string, path: string): Fault['with'] | null;
}

export function createFaults(): Faults {
  const planted: { fault: Fault; left: number }[] = [];
  return {
    plant: (fault) => void planted.push({ fault, left: fault.times ?? 1 }),
    take(method, path) {
      const hit = planted.find(
        ({ fault, left }) => left > 0 && fault.path.test(path) && (fault.method ?? method) === method,
      );
      if (hit === undefined) return null;
      hit.left -= 1;
      return hit.fault.with;
    },
  };
}

/** An error as Discord words it. */
export function refusal(status: number, code: number, message: string): Reply {
  return { status, body: { code, message } };
}

/** Too many requests, and for how many seconds: of this route (`user`), of a shared resource, or of everything. */
export function rateLimited(seconds: number, scope: 'user' | 'shared' | 'global' = 'user'): Reply {
  const global = scope === 'global';
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: seconds, global },
    headers: {
      'retry-after': String(seconds),
      'x-ratelimit-scope': scope,
      ...(global
        ? { 'x-ratelimit-global': 'true' }
        : { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': String(seconds) }),
    },
  };
}
