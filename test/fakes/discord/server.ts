// A Discord on loopback: real HTTP and WebSocket, Discord's own schemas and rules, faults on demand.
//
// What a test has of it (FakeDiscord, below):
//   people      command, autocomplete, press, select, submit wait for the answer; play does any of them and gives
//               `answer()`, `modal()`, `again()`; interaction builds an event that `dispatch` sends. (asking.ts, acts.ts)
//   what is     messages, history, seenBy, channel, commands, requests, violations, next, events. A message tells its
//               components, attachments with bytes, who was really pinged, and the interaction behind this version.
//   happenings  addChannel, addThread, deleteMessage, deleteChannel, archive, deny, allow, expireTokens,
//               allowLateEdits (30046), ownWebhook. (happenings.ts)
//   faults      fail with a reply, rateLimited(...), 'drop', 'lose', 'hang' (faults.ts); kick(code), reconnect (op 7),
//               invalidSession (op 9), deafen (zombie), heartbeatEvery, refuseLogin(4004 or 4014). (gateway.ts)
//   rules       a body that Discord refuses for its form is answered 400 and kept in `violations`.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { systemClock } from '../../../core/adapters/system.ts';
import { type Asking, createAsking } from './asking.ts';
import { readBody } from './attachments.ts';
import { createFaults, type Fault, type Reply } from './faults.ts';
import { createGateway, type FakeGateway } from './gateway.ts';
import { type Happenings, happenings } from './happenings.ts';
import { look } from './page/look.ts';
import { channelPage } from './page/page.ts';
import type { Request } from './route.ts';
import { serve } from './routes.ts';
import { createState, type FakeCommand, type FakeMessage, type FakeState, nextMessage } from './state.ts';

export interface FakeDiscord
  extends Asking,
    Happenings,
    Pick<
      FakeGateway,
      | 'dispatch'
      | 'kick'
      | 'reconnect'
      | 'invalidSession'
      | 'deafen'
      | 'heartbeatEvery'
      | 'refuseLogin'
      | 'connected'
      | 'clients'
    > {
  /** For DISCORD_API_BASE_URL. */
  readonly url: string;
  /** Where the gateway listens. */
  readonly socketUrl: string;
  readonly token: string;
  readonly appId: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly webhookUrl: string;
  /** See FakeState.events. */
  readonly events: FakeState['events'];
  /** Messages that stand, as they read now, oldest first. */
  messages(): FakeMessage[];
  /** How often messages were edited, all together. */
  edits(): number;
  /** Commands by scope: 'global' or the guild's id. */
  commands(scope: string): readonly FakeCommand[];
  /** Requests that were served: "POST /channels/1/messages". */
  requests(): readonly string[];
  /** Their queries, where they had one. */
  queries(): readonly string[];
  /** What Discord would have refused for its form. */
  violations(): readonly string[];
  /** The next post or edit that fits. */
  next(fits: (message: FakeMessage) => boolean): Promise<FakeMessage>;
  fail(fault: Fault): void;
  /** Sends clients somewhere else for their RESUME. */
  misdirect(url: string | null): void;
  /** Where people look at the channel as Discord would show it. */
  readonly pageUrl: string;
  /** The channel, or one message of it, as a page of its own. */
  page(message?: string): string;
  stop(): Promise<void>;
}

/** `now` rules the 3 s, the 15 min and the nonce window. */
export async function startFakeDiscord(now: () => number = systemClock.now): Promise<FakeDiscord> {
  const state = createState(now);
  const faults = createFaults();
  const served: string[] = [];
  const queries: string[] = [];
  let port = 0;
  const socketUrl = () => `ws://127.0.0.1:${port}`;

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    if (look(state, incoming, response)) return;
    const request = await read(incoming);
    served.push(`${request.method} ${request.path}`);
    if (request.query.size > 0) queries.push(request.query.toString());
    state.events.emit('request', request);
    const fault = faults.take(request.method, request.path);
    if (fault === 'hang') return;
    if (fault === 'drop') return void incoming.socket.destroy();
    if (fault !== null && fault !== 'lose') return send(response, fault);
    const reply =
      request.path === '/gateway/bot' ? gatewayBot(state, request, socketUrl()) : serve(state, request);
    if (fault === 'lose') return void incoming.socket.destroy();
    send(response, reply);
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((cause: unknown) =>
      send(response, { status: 500, body: { message: String(cause) } }),
    );
  });
  const gateway = createGateway(state, server, socketUrl);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}/api`;
  const { token, appId, guildId, channelId, webhook, events } = state;

  return {
    ...gateway,
    ...createAsking(state, gateway),
    url,
    socketUrl: socketUrl(),
    pageUrl: `http://127.0.0.1:${port}/`,
    page: (message) => channelPage(state, channelId, { live: false, only: message ?? null }) ?? '',
    token,
    appId,
    guildId,
    channelId,
    events,
    webhookUrl: `${url}/webhooks/${webhook.id}/${webhook.token}`,
    messages: () => [...state.messages.values()].filter(({ id }) => !state.deleted.has(id)),
    edits: () => [...state.messages.values()].reduce((sum, { edits }) => sum + edits, 0),
    commands: (scope) => state.commands.get(scope) ?? [],
    requests: () => served,
    queries: () => queries,
    violations: () => state.violations,
    next: (fits) => nextMessage(state, fits),
    ...happenings(state, gateway),
    fail: faults.plant,
    misdirect: (to) => {
      state.resumeUrl = to;
    },
    stop: async () => {
      gateway.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const url = new URL(incoming.url ?? '/', 'http://fake');
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const { body, files } = await readBody(Buffer.concat(chunks), incoming.headers['content-type']);
  return {
    method: incoming.method ?? 'GET',
    path: decodeURIComponent(url.pathname).replace(/^\/api(\/v\d+)?/, ''),
    query: url.searchParams,
    authorization: incoming.headers.authorization,
    body,
    files,
  };
}

function gatewayBot(state: FakeState, request: Request, url: string): Reply {
  if (request.authorization !== `Bot ${state.token}`) {
    return { status: 401, body: { code: 0, message: '401: Unauthorized' } };
  }
  const limit = { total: 1000, remaining: 999, reset_after: 1, max_concurrency: 1 };
  return { status: 200, body: { url, shards: 1, session_start_limit: limit } };
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  // A body-less answer that claims to be JSON breaks clients.
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const limits = { 'x-ratelimit-limit': '50', 'x-ratelimit-remaining': '49', 'x-ratelimit-reset-after': '1' };
  response.writeHead(status, { ...type, ...limits, ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
