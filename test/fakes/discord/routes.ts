// The REST routes of the fake Discord, with the rules Discord enforces on them.
import { type Reply, refusal } from './faults.ts';
import { bodyOf, create, edit, editAnswer } from './messages.ts';
import type { FakeCommand, FakeInteraction, FakeState } from './state.ts';
import {
  type Check,
  callback,
  commandTable,
  messageEdit,
  newMessage,
  webhookEdit,
  webhookMessage,
} from './validation.ts';

const answerWithinMs = 3_000;
const tokenLivesMs = 15 * 60_000;

export interface Request {
  readonly method: string;
  /** Below /api/v10, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  /** Needs the bot's token in the header; the others carry a token in the path. */
  readonly bot: boolean;
  readonly check?: Check;
  serve(state: FakeState, request: Request, ids: readonly string[]): Reply;
}

const routes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/applications\/(\d+)\/commands$/,
    bot: true,
    serve: (state) => listed(state, 'global'),
  },
  {
    method: 'PUT',
    path: /^\/applications\/(\d+)\/commands$/,
    bot: true,
    check: commandTable,
    serve: (state, { body }) => deployed(state, 'global', body),
  },
  {
    method: 'PUT',
    path: /^\/applications\/(\d+)\/guilds\/(\d+)\/commands$/,
    bot: true,
    check: commandTable,
    serve: (state, { body }, [, guild = '']) =>
      guild === state.guildId ? deployed(state, guild, body) : refusal(403, 50001, 'Missing Access'),
  },
  {
    method: 'POST',
    path: /^\/interactions\/(\d+)\/([^/]+)\/callback$/,
    bot: false,
    check: callback,
    serve: answer,
  },
  {
    method: 'POST',
    path: /^\/channels\/(\d+)\/messages$/,
    bot: true,
    check: newMessage,
    serve: (state, { body }, [channel = '']) =>
      state.channels.has(channel)
        ? create(state, { channel, author: 'bot', interaction: null, hidden: false }, bodyOf(body))
        : refusal(404, 10003, 'Unknown Channel'),
  },
  {
    method: 'PATCH',
    path: /^\/channels\/(\d+)\/messages\/(\d+)$/,
    bot: true,
    check: messageEdit,
    serve: (state, { body }, [channel = '', id = '']) =>
      state.channels.has(channel)
        ? edit(state, id, 'bot', bodyOf(body))
        : refusal(404, 10003, 'Unknown Channel'),
  },
  {
    method: 'POST',
    path: /^\/webhooks\/(\d+)\/([^/]+)$/,
    bot: false,
    check: webhookMessage,
    serve: postByWebhook,
  },
  {
    method: 'PATCH',
    path: /^\/webhooks\/(\d+)\/([^/]+)\/messages\/(@original|\d+)$/,
    bot: false,
    check: webhookEdit,
    serve: (state, request, ids) =>
      ids[0] === state.appId ? editOriginal(state, request, ids) : editByWebhook(state, request, ids),
  },
];

interface Callback {
  readonly type: number;
  readonly data?: { readonly flags?: number; readonly choices?: readonly unknown[] };
}

/** Serves one request; what Discord would refuse for its form is also kept in `violations`. */
export function serve(state: FakeState, request: Request): Reply {
  const { method, path } = request;
  const route = routes.find((candidate) => candidate.method === method && candidate.path.test(path));
  if (route === undefined) return refusal(404, 0, '404: Not Found');
  if (route.bot && request.authorization !== `Bot ${state.token}`)
    return refusal(401, 0, '401: Unauthorized');
  const faults = route.check?.(request.body) ?? [];
  if (faults.length > 0) {
    state.violations.push(...faults.map((fault) => `${method} ${path}: ${fault}`));
    return refusal(400, 50035, `Invalid Form Body\n${faults.join('\n')}`);
  }
  return route.serve(state, request, route.path.exec(path)?.slice(1) ?? []);
}

function listed(state: FakeState, scope: string): Reply {
  return { status: 200, body: state.commands.get(scope) ?? [] };
}

function deployed(state: FakeState, scope: string, body: unknown): Reply {
  const before = state.commands.get(scope) ?? [];
  const sent: readonly Omit<FakeCommand, 'id'>[] = Array.isArray(body) ? body : [];
  const commands = sent.map((command) => ({
    ...command,
    id: before.find(({ name }) => name === command.name)?.id ?? state.id(),
  }));
  state.commands.set(scope, commands);
  state.events.emit('deployed', scope);
  return listed(state, scope);
}

function answer(state: FakeState, { body }: Request, [id = '', token = '']: readonly string[]): Reply {
  const interaction = state.interactions.get(id);
  const late = interaction !== undefined && state.now() - interaction.at > answerWithinMs;
  if (interaction?.token !== token || late) return refusal(404, 10062, 'Unknown interaction');
  if (interaction.answered !== null) return refusal(400, 40060, 'Interaction has already been acknowledged.');
  const { type, data }: Callback = { type: 0, ...bodyOf(body) };
  interaction.answered = type;
  interaction.hidden = ((data?.flags ?? 0) & 64) !== 0;
  if (type === 8) state.events.emit('choices', id, data?.choices ?? []);
  if (type === 5) state.events.emit('deferred', id);
  if (type === 4) editAnswer(state, interaction, bodyOf(data));
  return { status: 204 };
}

function editOriginal(state: FakeState, { body }: Request, [, token = '']: readonly string[]): Reply {
  const interaction = byToken(state, token);
  if (interaction === undefined || interaction.answered === null)
    return refusal(404, 10015, 'Unknown Webhook');
  if (state.now() - interaction.at > tokenLivesMs) return refusal(401, 50027, 'Invalid Webhook Token');
  return editAnswer(state, interaction, bodyOf(body));
}

function byToken(state: FakeState, token: string): FakeInteraction | undefined {
  return [...state.interactions.values()].find((interaction) => interaction.token === token);
}

function postByWebhook(state: FakeState, { body, query }: Request, ids: readonly string[]): Reply {
  const refused = refusedWebhook(state, ids);
  if (refused !== null) return refused;
  const origin = { channel: state.channelId, author: 'webhook', interaction: null, hidden: false } as const;
  const reply = create(state, origin, bodyOf(body));
  return query.get('wait') === 'true' ? reply : { status: 204 };
}

function editByWebhook(state: FakeState, { body }: Request, ids: readonly string[]): Reply {
  return refusedWebhook(state, ids) ?? edit(state, ids[2] ?? '', 'webhook', bodyOf(body));
}

function refusedWebhook({ webhook }: FakeState, [id = '', token = '']: readonly string[]): Reply | null {
  if (id !== webhook.id) return refusal(404, 10015, 'Unknown Webhook');
  return token === webhook.token ? null : refusal(401, 50027, 'Invalid Webhook Token');
}
