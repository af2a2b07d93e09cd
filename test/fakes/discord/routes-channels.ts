// Channels, their messages and their threads, as the bot reaches them.
import { type Reply, refusal } from './faults.ts';
import { create, edit } from './messages.ts';
import { type Request, type Route, sent } from './route.ts';
import { type FakeChannel, type FakeState, messageOf, newChannel, type Permission } from './state.ts';
import { messageEdit, newMessage, newThread, threadEdit } from './validation.ts';
import { channel as channelWire, wire } from './wire.ts';

const channelPath = /^\/channels\/(\d+)$/;
const messagesPath = /^\/channels\/(\d+)\/messages$/;
const messagePath = /^\/channels\/(\d+)\/messages\/(\d+)$/;

type Ids = readonly string[];

export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: channelPath,
    bot: true,
    serve: (state, _, [id = '']) =>
      within(state, id, (channel) => ({ status: 200, body: channelWire(state, channel) })),
  },
  { method: 'PATCH', path: channelPath, bot: true, check: threadEdit, serve: editThread },
  {
    method: 'GET',
    path: messagesPath,
    bot: true,
    serve: (state, { query }, [id = '']) =>
      within(state, id, () => ({ status: 200, body: newest(state, id, Number(query.get('limit') ?? 50)) })),
  },
  { method: 'POST', path: messagesPath, bot: true, check: newMessage, serve: post },
  {
    method: 'GET',
    path: messagePath,
    bot: true,
    serve: (state, _, ids) =>
      withMessage(state, ids, (message) => ({ status: 200, body: wire(state, message) })),
  },
  {
    method: 'PATCH',
    path: messagePath,
    bot: true,
    check: messageEdit,
    serve: (state, request, ids) =>
      withMessage(
        state,
        ids,
        ({ id, channel }) =>
          refusedFiles(state, channel, request) ??
          edit(state, { id, author: 'bot', via: null }, sent(request)),
      ),
  },
  {
    method: 'DELETE',
    path: messagePath,
    bot: true,
    serve: (state, _, ids) =>
      withMessage(state, ids, ({ id, author }) => {
        if (author !== 'bot') return refusal(403, 50013, 'Missing Permissions');
        state.deleted.add(id);
        return { status: 204 };
      }),
  },
  {
    method: 'POST',
    path: /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/,
    bot: true,
    check: newThread,
    serve: startThread,
  },
];

/** Channels that are there and that the bot may see. */
function within(state: FakeState, id: string, serve: (channel: FakeChannel) => Reply): Reply {
  const channel = state.channels.get(id);
  if (channel === undefined || channel.deleted) return refusal(404, 10003, 'Unknown Channel');
  return denied(state, channel, 'ViewChannel') ? refusal(403, 50001, 'Missing Access') : serve(channel);
}

/** Messages one can come by without being asked: an ephemeral one is nobody's but who asked. */
function withMessage(
  state: FakeState,
  [channel = '', id = '']: Ids,
  serve: (message: NonNullable<ReturnType<typeof messageOf>>) => Reply,
): Reply {
  return within(state, channel, () => {
    const message = messageOf(state, id);
    return message === null || message.channel !== channel || message.hidden
      ? refusal(404, 10008, 'Unknown Message')
      : serve(message);
  });
}

function post(state: FakeState, request: Request, [id = '']: Ids): Reply {
  return within(state, id, (channel) => {
    const lacking = refusedPost(state, channel, request);
    if (lacking !== null) return lacking;
    const origin = { channel: id, author: 'bot', interaction: null, hidden: false } as const;
    return create(state, origin, sent(request));
  });
}

function refusedPost(state: FakeState, channel: FakeChannel, request: Request): Reply | null {
  const { embeds } = sent(request).body;
  const lacks =
    // In a thread Send Messages has no say: https://discord.com/developers/docs/topics/threads#permissions
    denied(state, channel, channel.parent === null ? 'SendMessages' : 'SendMessagesInThreads') ||
    ((embeds ?? []).length > 0 && denied(state, channel, 'EmbedLinks'));
  if (lacks) return refusal(403, 50013, 'Missing Permissions');
  if (channel.archived) return refusal(400, 50083, 'Thread is archived');
  return refusedFiles(state, channel.id, request);
}

function refusedFiles(state: FakeState, id: string, { files }: Request): Reply | null {
  const channel = state.channels.get(id);
  return channel !== undefined && files.length > 0 && denied(state, channel, 'AttachFiles')
    ? refusal(403, 50013, 'Missing Permissions')
    : null;
}

/** What is denied in a channel is denied in its threads. */
function denied(state: FakeState, { denied: own, parent }: FakeChannel, permission: Permission): boolean {
  return (
    own.has(permission) || (parent !== null && state.channels.get(parent)?.denied.has(permission) === true)
  );
}

function startThread(state: FakeState, request: Request, ids: Ids): Reply {
  return withMessage(state, ids, ({ id, channel }) => {
    const parent = state.channels.get(channel);
    if (parent === undefined || denied(state, parent, 'CreatePublicThreads'))
      return refusal(403, 50013, 'Missing Permissions');
    if (parent.parent !== null) return refusal(400, 50024, 'Cannot execute action on this channel type');
    if (state.channels.has(id))
      return refusal(400, 160004, 'A thread has already been created for this message');
    const { name } = { name: '', ...Object(request.body) };
    const thread = newChannel(id, String(name), channel);
    state.channels.set(id, thread);
    state.events.emit('thread', thread);
    return { status: 201, body: channelWire(state, thread) };
  });
}

function editThread(state: FakeState, { body }: Request, [id = '']: Ids): Reply {
  return within(state, id, (channel) => {
    if (channel.parent === null) return refusal(403, 50013, 'Missing Permissions');
    const { archived = channel.archived, name = channel.name } = Object(body);
    if (channel.archived && archived === true) return refusal(400, 50083, 'Thread is archived');
    channel.archived = archived === true;
    channel.name = String(name);
    return { status: 200, body: channelWire(state, channel) };
  });
}

function newest(state: FakeState, channel: string, limit: number): object[] {
  return [...state.messages.values()]
    .filter((message) => message.channel === channel && !message.hidden && !state.deleted.has(message.id))
    .slice(-limit)
    .reverse()
    .map((message) => wire(state, message));
}
