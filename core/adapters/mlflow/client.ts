// Calls of MLflow's REST API: bounded in time, repeated once where that is safe, strict about what comes back, never a
// secret in an error.
import type { AppError } from '../../errors.ts';
import type { Clock, Random } from '../../ports.ts';
import type { MlflowServer } from './address.ts';
import { asksToWait, notMlflow, refused, tooOld, unanswered } from './failures.ts';
import { jsonOf } from './json.ts';
import { jitteredMs, retryAfterMs } from './patience.ts';
import type { Incoming, Send } from './transport.ts';

interface Call<T> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below /api/2.0/mlflow/. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** It makes something new each time it arrives: an unclear end must be looked into before it is sent again. */
  readonly once?: boolean;
  /** Takes what is needed from the answer; undefined = no answer of MLflow's. Empty lists and unset fields are absent. */
  readonly read: (answer: unknown) => T | undefined;
}

export interface MlflowClient {
  /**
   * @throws AppError `upstream_unavailable` (may pass later: no answer, 5xx, 408, 429, 401, 403, not MLflow at all),
   * `not_found` (absent or deleted), `conflict` (exists already), `invalid_input` (never passes)
   */
  request<T>(call: Call<T>): Promise<T>;
  /**
   * Sends a file as it is: PUT below /api/2.0/mlflow-artifacts/artifacts/, or with `run` POST to the route by which the
   * server itself writes it into that run's folder. Segments of `path` are encoded. @throws as `request`
   */
  upload(file: { path: string; bytes: Uint8Array; run?: string }): Promise<void>;
  /** @throws AppError `upstream_unavailable` for a server before MLflow 3, and as `request` */
  refuseOld(): Promise<void>;
}

interface ClientOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly send: Send;
  /** Bound of each call with its repetition. */
  readonly timeoutMs: number;
}

interface Exchange {
  readonly method: string;
  /** Below the base. */
  readonly target: string;
  readonly type: string;
  readonly body: Uint8Array | string | null;
  readonly once: boolean;
  readonly timeoutMs: number;
}

const uploadMs = 30_000;

export function createClient(server: MlflowServer, options: ClientOptions): MlflowClient {
  const exchange = createExchange(server, options);
  let recent = false;
  return {
    async request({ method, path, query, body, once = false, read }) {
      const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
      const { status, body: answered } = await exchange({
        method,
        target: `api/2.0/mlflow/${path}${search}`,
        type: 'application/json',
        body: body === undefined ? null : JSON.stringify(body),
        once,
        timeoutMs: options.timeoutMs,
      });
      const answer = read(jsonOf(answered.toString()));
      if (answer === undefined) throw notMlflow(server, status);
      return answer;
    },
    async upload({ path, bytes, run }) {
      const encoded = path.split('/').map(encodeURIComponent).join('/');
      const [method, target] =
        run === undefined
          ? (['PUT', `api/2.0/mlflow-artifacts/artifacts/${encoded}`] as const)
          : (['POST', `ajax-api/2.0/mlflow/upload-artifact?run_uuid=${run}&path=${encoded}`] as const);
      const file = { body: bytes, type: 'application/octet-stream', once: false };
      // Empty from some releases, {} from others.
      await exchange({ method, target, ...file, timeoutMs: Math.max(uploadMs, options.timeoutMs) });
    },
    async refuseOld() {
      if (recent) return;
      const about = { method: 'GET', target: 'version', type: 'application/json', body: null, once: false };
      const { body } = await exchange({ ...about, timeoutMs: options.timeoutMs });
      const version = /^(\d+)\.[\w.]+$/.exec(body.toString().trim());
      // A proxy in front may know nothing of this page: then the first call that is missing tells.
      if (version !== null && Number(version[1]) < 3) throw tooOld(server, version[0]);
      recent = true;
    },
  };
}

/** What one try came to; `again` = it may pass if it is repeated, after at least `waitMs`. */
type Outcome =
  | { readonly answer: Incoming }
  | { readonly answer: null; readonly failure: AppError; readonly again: boolean; readonly waitMs: number };

/** Those the Python client repeats. */
const passing = [408, 429, 500, 502, 503, 504];

/** Two tries within the time of one call. Only answers of success come back. */
function createExchange(server: MlflowServer, { clock, random, send }: ClientOptions) {
  let quietUntil = 0;

  async function attempt(wanted: Exchange, timeoutMs: number): Promise<Outcome> {
    const { method, target, type, body, once } = wanted;
    const headers = { ...server.headers, 'content-type': type };
    try {
      const answer = await send({ method, url: `${server.base}/${target}`, headers, body, timeoutMs });
      return answer.status >= 200 && answer.status < 300 ? { answer } : refusal(answer, once);
    } catch (cause) {
      return { answer: null, failure: unanswered(server, cause), again: !once, waitMs: 0 };
    }
  }

  function refusal({ status, retryAfter, body }: Incoming, once: boolean): Outcome {
    const failure = refused(server, status, body.toString());
    const waitMs = retryAfterMs(retryAfter, clock.now());
    quietUntil = clock.now() + waitMs;
    // 429 is said before anything was done.
    return { answer: null, failure, again: passing.includes(status) && (!once || status === 429), waitMs };
  }

  return async (wanted: Exchange): Promise<Incoming> => {
    const now = clock.now();
    if (now < quietUntil) throw asksToWait(server, quietUntil - now);
    const first = await attempt(wanted, wanted.timeoutMs);
    if (first.answer !== null) return first.answer;
    const waitMs = Math.max(first.waitMs, jitteredMs(random.id()));
    const leftMs = now + wanted.timeoutMs - clock.now() - waitMs;
    if (!first.again || leftMs <= 0) throw first.failure;
    await clock.sleep(waitMs);
    const second = await attempt(wanted, leftMs);
    if (second.answer !== null) return second.answer;
    throw second.failure;
  };
}
