// A small MLflow over a real socket: the routes Vigie calls, with the refusals, texts and limits of MLflow 3.17.
// One difference on purpose: where the real server answers 200 and silently drops what protobuf cannot read, this one
// answers 400, so that a test notices.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { text } from 'node:stream/consumers';
import { createRoutes, type MlflowState, Refusal } from './mlflow-routes.ts';

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
  /** Speaks HTTPS. */
  readonly tls?: ServerOptions;
}

export interface FakeMlflow extends MlflowState {
  readonly uri: string;
  /** Method and path of every call that came in, in order; /version is none. */
  readonly requests: string[];
  /** Hits the nth call from now (1 = the next), and as many as `times` in a row. */
  plant(nth: number, kind: FaultKind, times?: number): void;
  stop(): Promise<void>;
}

export async function startFakeMlflow(options: FakeOptions = {}): Promise<FakeMlflow> {
  const state: MlflowState = { experiments: new Map(), runs: new Map() };
  const routes = createRoutes(state);
  const requests: string[] = [];
  let faults: { from: number; to: number; kind: FaultKind }[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    if (url.pathname === `${options.prefix ?? ''}/version`)
      return send(response, stranger(options, request) ?? plain(200, options.version ?? '3.17.2'));
    requests.push(`${request.method} ${url.pathname}`);
    const at = requests.length;
    const fault = faults.find(({ from, to }) => from <= at && at <= to)?.kind;
    const body = await text(request);
    if (fault === 'hang') return;
    if (fault === 'drop') return void request.socket.destroy();
    if (typeof fault === 'object') return send(response, fault);
    const reply = gate(options, request) ?? work(routes, { options, request, url, body });
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

function work(
  routes: ReturnType<typeof createRoutes>,
  given: { options: FakeOptions; request: IncomingMessage; url: URL; body: string },
): Reply {
  const { options, request, url, body } = given;
  const prefix = `${options.prefix ?? ''}/api/2.0/mlflow/`;
  const route = url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) : '';
  const handle = routes[`${request.method} ${route}`];
  if (handle === undefined)
    return { status: 404, type: 'text/html', body: '<!doctype html><h1>Not Found</h1>' };
  try {
    return json(
      200,
      handle(request.method === 'GET' ? Object.fromEntries(url.searchParams) : parsed(request, body)),
    );
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return json(cause.status, { error_code: cause.code, message: cause.message });
  }
}

function parsed(request: IncomingMessage, body: string): unknown {
  if (request.headers['content-type'] !== 'application/json')
    throw new Refusal('INVALID_PARAMETER_VALUE', "Content-Type must be one of ['application/json'].");
  return JSON.parse(body);
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
