// The HTTP server under the application: it cannot be held open by a slow client, and it ends in order.
import { setMaxListeners } from 'node:events';
import { createServer, type Server } from 'node:http';
import { AppError } from '../core/errors.ts';
import { type AppOptions, createApp } from './app.ts';

interface ApiOptions extends Omit<AppOptions, 'running' | 'closing'> {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
}

interface RunningApi {
  readonly url: string;
  readonly port: number;
  /** Takes no new requests, waits `patience` milliseconds for those that run, then cuts them. Twice is once. */
  stop(patience?: number): Promise<void>;
}

/**
 * Listens on `host` and `port`.
 * @throws AppError `invalid_config` naming HOST or PORT when the address cannot be had
 */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const { host, clock, log } = options;
  const server = createHttpServer();
  const running = countRequests(server);
  const closing = new AbortController();
  // As many listen to it as wait for work.
  setMaxListeners(0, closing.signal);
  const application = { ...options, running, closing: closing.signal };
  server.on('request', createApp(application).callback());
  const port = await listen(server, options);
  // Node tells of connections it could not accept (no file descriptors left) in this way; serving goes on.
  server.on('error', (err) => log.error('connection not accepted', { err }));
  let stopped: Promise<void> | null = null;
  return {
    url: `http://${reachable(host)}:${port}`,
    port,
    stop(patience = 10_000) {
      closing.abort();
      stopped ??= drain(server, (signal) => clock.sleep(patience, signal));
      return stopped;
    },
  };
}

/** A server that no slow client can hold; all times in milliseconds. */
export function createHttpServer(): Server {
  return createServer({
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    // How often the two are looked at: with Node's own 30 s a slow client would stay for 40.
    connectionsCheckingInterval: 2_000,
  });
}

/**
 * How many have come whose answers have not gone. A set of them would be kept alive by its own past: each of the tables it
 * has grown out of leads to the next, and one of them that has become old holds all the answers since.
 */
function countRequests(server: Server): () => number {
  let running = 0;
  const end = () => {
    running--;
  };
  server.on('request', (_request, response) => {
    running++;
    response.once('close', end);
  });
  return () => running;
}

function listen(server: Server, { host, port }: ApiOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(refused(cause, host, port)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function refused(cause: NodeJS.ErrnoException, host: string, port: number): AppError {
  const busy = cause.code === 'EADDRINUSE';
  const path = busy || cause.code === 'EACCES' ? 'PORT' : 'HOST';
  const message = busy
    ? `port ${port} of ${host} is in use`
    : `cannot listen on ${host}, port ${port} (${cause.code ?? cause.message})`;
  const remedy = `Set ${path} to another one${busy ? ', or end the process that holds it' : ''}.`;
  return new AppError('invalid_config', `${path}: ${message}`, {
    remedy,
    faults: [{ path, message }],
    cause,
  });
}

/** A wildcard is no address a browser can open. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function drain(server: Server, sleep: (signal: AbortSignal) => Promise<void>): Promise<void> {
  // Node ends idle connections here by itself; on the others each gets its last answer.
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const done = new AbortController();
  const patience = sleep(done.signal).then(() => server.closeAllConnections());
  await closed;
  done.abort();
  await patience;
}
