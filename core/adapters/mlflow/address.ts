// Where MLflow is, who calls it, and where a person's browser finds a run. Pure.
import querystring from 'node:querystring';
import { AppError } from '../../errors.ts';
import type { RunLink } from '../../model.ts';

/** As the Python client names them; an empty text is absent. User name and password win over the token. */
export interface MlflowAuth {
  readonly username: string;
  readonly password: string;
  readonly token: string;
}

export interface MlflowServer {
  /** Scheme, host, port and path prefix, without a slash at the end and without credentials: fit to be shown. */
  readonly base: string;
  /** What the Host header carries, as `--allowed-hosts` wants it. */
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The settings the credentials come from; null = none are sent. */
  readonly credentialsFrom: string | null;
}

/**
 * Splits MLFLOW_TRACKING_URI into an address fit to be shown and the headers of every call.
 * @throws AppError `invalid_config` naming the setting, never its value
 */
export function readServer(trackingUri: string, auth: MlflowAuth): MlflowServer {
  const uri = parseAddress('MLFLOW_TRACKING_URI', trackingUri);
  return { base: baseOf(uri), host: uri.host, ...credentials(uri, auth) };
}

/** The pages of MLflow's own interface; `publicBase` null = nobody's browser can open them. */
export function linkOf(
  publicBase: string | null,
  ids: { experimentId: string; runId: string; modelVersion: string },
  { watch, against }: { watch: string; against: RunLink | null },
): RunLink {
  const { experimentId, runId, modelVersion: version } = ids;
  const page = (path: string) => (publicBase === null ? null : `${publicBase}/#/${path}`);
  const compared = against === null ? null : page(comparison(experimentId, [runId, against.runId]));
  const url = page(`models/${encodeURIComponent(watch)}/versions/${version}`);
  return {
    runId,
    url: page(`experiments/${experimentId}/runs/${runId}`),
    ...(version === '' ? {} : { registered: { name: watch, version, url } }),
    ...(compared === null ? {} : { compareUrl: compared }),
  };
}

/** Quotes and brackets are encoded: chats take them for the end of a link. */
function comparison(experimentId: string, runs: readonly string[]): string {
  const list = (ids: readonly string[]) => encodeURIComponent(JSON.stringify(ids));
  return `compare-runs?runs=${list(runs)}&experiments=${list([experimentId])}`;
}

/** MLFLOW_PUBLIC_URL as the start of a link: no credentials, no slash at the end; null when it is empty. */
export function readPublicBase(publicUrl: string): string | null {
  return publicUrl === '' ? null : baseOf(parseAddress('MLFLOW_PUBLIC_URL', publicUrl));
}

function parseAddress(setting: string, text: string): URL {
  if (/^https?:/i.test(text) && URL.canParse(text)) return new URL(text);
  throw new AppError('invalid_config', `${setting} is no address: use http://HOST:PORT or https://HOST.`);
}

function baseOf(uri: URL): string {
  return `${uri.origin}${uri.pathname}`.replace(/\/+$/, '');
}

function credentials(uri: URL, auth: MlflowAuth): Pick<MlflowServer, 'headers' | 'credentialsFrom'> {
  if (auth.username !== '' && auth.password !== '')
    return {
      headers: basic(auth.username, auth.password),
      credentialsFrom: 'MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD',
    };
  if (auth.token !== '') return { headers: bearer(auth.token), credentialsFrom: 'MLFLOW_TRACKING_TOKEN' };
  if (uri.username !== '' || uri.password !== '')
    return {
      // Unlike decodeURIComponent it takes a stray % as it is.
      headers: basic(querystring.unescape(uri.username), querystring.unescape(uri.password)),
      credentialsFrom: 'MLFLOW_TRACKING_URI',
    };
  return { headers: {}, credentialsFrom: null };
}

function basic(username: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

/** Checked here because fetch refuses a bad header with a message that repeats it. */
function bearer(token: string): Record<string, string> {
  if (/^[\x21-\x7e]+$/.test(token)) return { authorization: `Bearer ${token}` };
  throw new AppError('invalid_config', 'MLFLOW_TRACKING_TOKEN holds a character no header may carry.');
}
