// What MLflow's silences and refusals mean, and what an operator does about them. Pure.
// Whatever an operator or time can repair is `upstream_unavailable`, which is tried again: a wrong password must not
// cost a run. Only what the same request can never pass is another code.
import { AppError } from '../../errors.ts';
import type { MlflowServer } from './address.ts';
import { jsonOf, textAt } from './json.ts';

const hostCheck = /invalid host header/i;
/** What a server says that was started with --no-serve-artifacts. */
const unserved = /artifact serving is (disabled|not configured)|--serve-artifacts/i;
/** How MLflow words a run or an experiment that somebody deleted; its error code is that of any bad parameter. */
const deleted = /must be in the 'active' state/;
/** How SQLite, PostgreSQL and MySQL say that the same row is there already. */
const doubled = /UNIQUE constraint failed|duplicate key value|Duplicate entry/;
const longestQuote = 200;

/** No answer: network, TLS, name, timeout. */
export function unanswered(server: MlflowServer, cause: unknown): AppError {
  const reason = reasonOf(cause);
  const remedy = /CERT|SELF_SIGNED|ISSUER|LEAF/.test(reason)
    ? 'Name the certificate authority of the server in MLFLOW_TRACKING_SERVER_CERT_PATH, and where it asks for a certificate of ours, that one in MLFLOW_TRACKING_CLIENT_CERT_PATH.'
    : 'Check MLFLOW_TRACKING_URI, and that the server runs.';
  return away(`MLflow does not answer at ${server.base} (${reason}).`, remedy);
}

/** An answer that is no success. `not_found` also stands for deleted, `conflict` for a name that is taken. */
export function refused(server: MlflowServer, status: number, text: string): AppError {
  if (status === 401) return unknownCaller(server);
  if (status === 403) return hostCheck.test(text) ? hostRefused(server) : forbidden(server);
  if (status === 413) return tooLarge(server);
  if (status === 503 && unserved.test(text)) return notServed(server);
  if (status === 408 || status === 429 || status >= 500)
    return away(
      `MLflow at ${server.base} answers with ${status}.`,
      "Look into the MLflow server's log; the call is repeated by itself.",
    );
  const body = jsonOf(text);
  const code = textAt(body, 'error_code');
  if (code === undefined) return notMlflow(server, status);
  const message = textAt(body, 'message') ?? '';
  const quote = `MLflow refuses (${code}): ${firstLine(message)}`;
  if (code === 'RESOURCE_DOES_NOT_EXIST' || deleted.test(message)) return new AppError('not_found', quote);
  if (code === 'RESOURCE_ALREADY_EXISTS' || doubled.test(message)) return new AppError('conflict', quote);
  return new AppError('invalid_input', quote, { remedy: 'Report it: Vigie sent what MLflow cannot take.' });
}

/** Something answered, but not MLflow: a login page, a redirect, a path too short. */
export function notMlflow(server: MlflowServer, status: number): AppError {
  return away(
    `What answers at ${server.base} is no MLflow tracking server (status ${status}).`,
    'Set MLFLOW_TRACKING_URI to the server itself: final scheme and host, and its --static-prefix if it has one.',
  );
}

/** A server before MLflow 3 has no logged models. `seen` = its version, or what it lacks. */
export function tooOld({ base }: MlflowServer, seen: string): AppError {
  return away(
    `MLflow at ${base} is too old: ${seen}.`,
    'Vigie needs MLflow 3: upgrade the server (and its database with "mlflow db upgrade"), or empty MLFLOW_TRACKING_URI.',
  );
}

/** An earlier Retry-After holds. */
export function asksToWait({ base }: MlflowServer, ms: number): AppError {
  return away(
    `MLflow at ${base} asks to be left alone for ${Math.ceil(ms / 1_000)} s more.`,
    'Nothing to do: the call is repeated by itself.',
  );
}

function tooLarge({ base }: MlflowServer): AppError {
  return new AppError('too_large', `What stands at ${base} refuses a file as too large (413).`, {
    remedy: 'Raise the body limit of the proxy in front of MLflow (nginx: client_max_body_size).',
  });
}

function notServed({ base }: MlflowServer): AppError {
  return away(
    `MLflow at ${base} takes no files (503).`,
    'Start it with --serve-artifacts and --artifacts-destination, without --default-artifact-root.',
  );
}

function unknownCaller({ base, credentialsFrom }: MlflowServer): AppError {
  if (credentialsFrom !== null)
    return away(`MLflow at ${base} does not accept the credentials (401).`, `Correct ${credentialsFrom}.`);
  return away(
    `MLflow at ${base} asks for credentials (401).`,
    'Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.',
  );
}

function forbidden({ base, credentialsFrom }: MlflowServer): AppError {
  return away(
    `MLflow at ${base} does not let this user do that (403).`,
    `Grant EDIT on the experiment and on the registered model of the watch to the user of ${credentialsFrom ?? 'MLFLOW_TRACKING_USERNAME'}, or let it create its own.`,
  );
}

function hostRefused({ host, base }: MlflowServer): AppError {
  return away(
    `MLflow at ${base} refuses the host name "${host}" (403).`,
    `Start it with --allowed-hosts "${host},localhost:*,127.0.0.1:*" (or MLFLOW_SERVER_ALLOWED_HOSTS).`,
  );
}

function away(message: string, remedy: string): AppError {
  return new AppError('upstream_unavailable', message, { remedy });
}

/** Messages may go on with SQL or paths of the server: only the first line is quoted. */
function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line.length > longestQuote ? `${line.slice(0, longestQuote)}...` : line;
}

/** A system code such as ECONNREFUSED. Node's own messages may repeat what was sent, so they are not shown. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  if (cause.name === 'TimeoutError') return 'timeout';
  return textAt(cause, 'code') ?? 'the connection broke';
}
