// One call of MLflow's REST API: bounded in time, strict about what comes back, never a secret in an error.
import type { MlflowServer } from './address.ts';
import { notMlflow, refused, unanswered } from './failures.ts';
import { jsonOf } from './json.ts';

interface Call<T> {
  readonly method: 'GET' | 'POST';
  /** Below /api/2.0/mlflow/. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Takes what is needed from the answer; undefined = no answer of MLflow's. Empty lists and unset fields are absent. */
  readonly read: (answer: unknown) => T | undefined;
}

export interface MlflowClient {
  /**
   * @throws AppError `upstream_unavailable` (may pass later: no answer, 5xx, 408, 429, 401, 403, not MLflow at all),
   * `not_found` (absent or deleted), `conflict` (exists already), `invalid_input` (never passes)
   */
  request<T>(call: Call<T>): Promise<T>;
}

/** `timeoutMs` bounds each call, body included. */
export function createClient(server: MlflowServer, timeoutMs: number): MlflowClient {
  return {
    async request(call) {
      const { status, text } = await send(server, call, timeoutMs);
      if (status < 200 || status >= 300) throw refused(server, status, text);
      const answer = call.read(jsonOf(text));
      if (answer === undefined) throw notMlflow(server, status);
      return answer;
    },
  };
}

async function send<T>(
  server: MlflowServer,
  { method, path, query, body }: Call<T>,
  timeoutMs: number,
): Promise<{ status: number; text: string }> {
  const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
  try {
    const response = await fetch(`${server.base}/api/2.0/mlflow/${path}${search}`, {
      method,
      headers: { ...server.headers, 'content-type': 'application/json' },
      // A followed redirect turns POST into GET.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    throw unanswered(server, cause);
  }
}
