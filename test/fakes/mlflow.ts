// A small MLflow over a real socket: the routes Vigie calls, with the refusals, texts and limits of MLflow 3.17.
// One difference on purpose: where the real server answers 200 and silently drops what protobuf cannot read, this one
// answers 400, so that a test notices.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { createModelRoutes } from './mlflow-models.ts';
import { Refusal } from './mlflow-refusals.ts';
import { createRoutes, type MlflowState } from './mlflow-routes.ts';

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
  readonly location?: string;
  readonly retryAfter?: string;
}

/** The connection breaks before the work or after it, stays silent, or answers this instead. */
type FaultKind = 'drop' | 'lose' | 'hang' | Reply;

interface FakeOptions {
  readonly user?: { readonly name: string; readonly password: string };
  readonly token?: string;
  /** What the Host header must be; without it any host is taken. */
  readonly allowedHost?: string;
  /** As --static-prefix. */
  readonly prefix?: string;
  readonly version?: string;
  /** As --default-artifact-root; by default files go through the server. */
  readonly root?: string;
  /** Speaks HTTPS. */
  readonly tls?: ServerOptions;
  /** Told of every call as it comes in, before any work; a fault planted then with 0 hits it. */
  readonly onCall?: (call: string) => void;
}

export interface FakeMlflow extends MlflowState {
  readonly uri: string;
  /** Method and path of every call that came in, in order; /version is none. */
  readonly requests: string[];
  /** Hits the nth call from now (0 = the one that came last, 1 = the next), and as many as `times` in a row. */
  plant(nth: number, kind: FaultKind, times?: number): void;
  /** Takes all faults away. */
  mend(): void;
  stop(): Promise<void>;
}

export async function startFakeMlflow(options: FakeOptions = {}): Promise<FakeMlflow> {
  const state: MlflowState = {
    root: options.root ?? 'mlflow-artifacts:',
    experiments: new Map(),
    runs: new Map(),
    models: new Map(),
    registered: new Map(),
    files: new Map(),
  };
  const routes: Routes = { ...createRoutes(state), ...createModelRoutes(state) };
  const requests: string[] = [];
  const told = options.onCall ?? (() => {});
  let faults: { from: number; to: number; kind: FaultKind }[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    if (url.pathname === `${options.prefix ?? ''}/version`)
      return send(response, stranger(options, request) ?? plain(200, options.version ?? '3.17.2'));
    const call = `${request.method} ${url.pathname}`;
    const at = requests.push(call);
    told(call);
    const fault = faults.find(({ from, to }) => from <= at && at <= to)?.kind;
    const body = await buffer(request);
    if (fault === 'hang') return;
    if (fault === 'drop') return void request.socket.destroy();
    if (typeof fault === 'object') return send(response, fault);
    const given = { options, request, url, body };
    const reply = gate(options, request) ?? fileReply(state, given) ?? work(routes, given);
    if (fault === 'lose') return void request.socket.destroy();
    send(response, reply);
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => void answer(request, response);
  const server = options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    ...state,
    uri: `http${options.tls === undefined ? '' : 's'}://127.0.0.1:${port}${options.prefix ?? ''}`,
    requests,
    plant(nth, kind, times = 1) {
      const from = requests.length + nth;
      faults = [...faults, { from, to: from + times - 1, kind }];
    },
    mend() {
      faults = [];
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Host and caller are looked at before anything else; the answers are plain text. */
function gate(options: FakeOptions, request: IncomingMessage): Reply | null {
  const { allowedHost } = options;
  if (allowedHost !== undefined && request.headers.host !== allowedHost)
    return plain(403, 'Invalid Host header - possible DNS rebinding attack detected');
  if (request.headers.origin !== undefined) return plain(403, 'Cross-origin request blocked');
  return stranger(options, request);
}

function stranger({ user, token }: FakeOptions, { headers }: IncomingMessage): Reply | null {
  const wanted = [
    ...(user === undefined
      ? []
      : [`Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`]),
    ...(token === undefined ? [] : [`Bearer ${token}`]),
  ];
  if (wanted.length === 0 || wanted.includes(headers.authorization ?? '')) return null;
  return plain(
    401,
    'You are not authenticated. Please see https://www.mlflow.org/docs/latest/auth/index.html',
  );
}

interface Given {
  readonly options: FakeOptions;
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
}

type Routes = Readonly<Record<string, ((body: unknown, id: string) => unknown) | undefined>>;

/** The two routes that take a file; null = another one. */
function fileReply(state: MlflowState, { options, request, url, body }: Given): Reply | null {
  const proxied = `${options.prefix ?? ''}/api/2.0/mlflow-artifacts/artifacts/`;
  if (request.method === 'PUT' && url.pathname.startsWith(proxied)) {
    state.files.set(decodeURIComponent(url.pathname.slice(proxied.length)), body);
    return plain(200, '');
  }
  if (url.pathname !== `${options.prefix ?? ''}/ajax-api/2.0/mlflow/upload-artifact`) return null;
  const run = state.runs.get(url.searchParams.get('run_uuid') ?? '');
  if (run === undefined || body.length === 0) return plain(400, '');
  state.files.set(`${run.experiment}/${run.id}/artifacts/${url.searchParams.get('path')}`, body);
  return json(200, {});
}

function work(routes: Routes, { options, request, url, body }: Given): Reply {
  const prefix = `${options.prefix ?? ''}/api/2.0/mlflow/`;
  const path = url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) : '';
  const [, id = ''] = /^logged-models\/(m-\w+)$/.exec(path) ?? [];
  const route = id === '' ? path : 'logged-models/:id';
  const handle = routes[`${request.method} ${route}`];
  if (handle === undefined)
    return { status: 404, type: 'text/html', body: '<!doctype html><h1>Not Found</h1>' };
  try {
    const asked = request.method === 'GET' ? Object.fromEntries(url.searchParams) : parsed(request, body);
    return json(200, handle(asked, id));
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return json(cause.status, { error_code: cause.code, message: cause.message });
  }
}

function parsed(request: IncomingMessage, body: Buffer): unknown {
  if (request.headers['content-type'] !== 'application/json')
    throw new Refusal('INVALID_PARAMETER_VALUE', "Content-Type must be one of ['application/json'].");
  return JSON.parse(body.toString());
}

function send(response: ServerResponse, reply: Reply): void {
  const { status, body, type = 'text/plain', location, retryAfter } = reply;
  const more = { ...(location && { location }), ...(retryAfter && { 'retry-after': retryAfter }) };
  response.writeHead(status, { 'content-type': type, ...more }).end(body);
}

function plain(status: number, body: string): Reply {
  return { status, body };
}

function json(status: number, body: unknown): Reply {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}
