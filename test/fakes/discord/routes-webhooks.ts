// Webhooks: those of interactions, under the id of the application, and one of a channel.
import { type Reply, refusal } from './faults.ts';
import { bodyOf, create, edit } from './messages.ts';
import { breach, type Request, type Route, sent } from './route.ts';
import { type FakeInteraction, type FakeMessage, type FakeState, messageOf } from './state.ts';
import { plainWebhook, webhookEdit, webhookMessage } from './validation.ts';
import { wire } from './wire.ts';

const tokenLivesMs = 15 * 60_000;
const hookPath = /^\/webhooks\/(\d+)\/([^/]+)$/;
const messagePath = /^\/webhooks\/(\d+)\/([^/]+)\/messages\/(@original|\d+)$/;
const deferred = 5;
const ephemeral = 64;
const invalidToken = refusal(401, 50027, 'Invalid Webhook Token');
const unknownWebhook = refusal(404, 10015, 'Unknown Webhook');

type Ids = readonly string[];

export const webhookRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: hookPath,
    bot: false,
    serve: (state, request, ids) =>
      refusedWebhook(state, { ...request, body: {} }, ids) ?? {
        status: 200,
        body: { id: state.webhook.id, type: 1, name: 'Captain Hook', channel_id: state.channelId },
      },
  },
  {
    method: 'POST',
    path: hookPath,
    bot: false,
    check: webhookMessage,
    serve: (state, request, ids) =>
      ids[0] === state.appId
        ? byInteraction(state, ids, (asked) => followUp(state, request, asked))
        : (refusedWebhook(state, request, ids) ?? postByWebhook(state, request)),
  },
  {
    method: 'GET',
    path: messagePath,
    bot: false,
    serve: reached((state, message) => ({ status: 200, body: wire(state, message) })),
  },
  { method: 'PATCH', path: messagePath, bot: false, check: webhookEdit, serve: editMessage },
  {
    method: 'DELETE',
    path: messagePath,
    bot: false,
    serve: reached((state, { id }) => {
      state.deleted.add(id);
      return { status: 204 };
    }),
  },
];

function reached(serve: (state: FakeState, message: FakeMessage) => Reply): Route['serve'] {
  return (state, request, ids) => {
    if (ids[0] !== state.appId) {
      const message = messageOf(state, ids[2] ?? '');
      return (
        refusedWebhook(state, request, ids) ??
        (message?.author === 'webhook' ? serve(state, message) : refusal(404, 10008, 'Unknown Message'))
      );
    }
    return byInteraction(state, ids, (asked) => {
      if (request.method === 'DELETE' && ids[2] === '@original' && awaited(asked)) {
        // A deferred answer stands there as "is thinking" and can be deleted before it says anything.
        asked.message = state.id();
        return { status: 204 };
      }
      const message = messageOf(state, idOf(asked, ids));
      return message === null ? refusal(404, 10008, 'Unknown Message') : serve(state, message);
    });
  };
}

function editMessage(state: FakeState, request: Request, ids: Ids): Reply {
  if (ids[0] !== state.appId) {
    return (
      refusedWebhook(state, request, ids) ??
      edit(state, { id: ids[2] ?? '', author: 'webhook', via: null }, sent(request))
    );
  }
  return byInteraction(state, ids, (asked) =>
    ids[2] === '@original' && awaited(asked)
      ? fill(state, request, asked)
      : edit(state, { id: idOf(asked, ids), author: 'bot', via: asked.id }, sent(request)),
  );
}

/** The answers an interaction may still be given through its token. */
function byInteraction(
  state: FakeState,
  [, token = '']: Ids,
  serve: (interaction: FakeInteraction) => Reply,
): Reply {
  const asked = [...state.interactions.values()].find((one) => one.token === token);
  if (asked === undefined || asked.answered === null) return unknownWebhook;
  return asked.expired || state.now() - asked.at > tokenLivesMs ? invalidToken : serve(asked);
}

const awaited = ({ answered, message }: FakeInteraction) => answered === deferred && message === null;

const idOf = ({ message }: FakeInteraction, [, , id = '']: Ids) =>
  id === '@original' ? (message ?? '') : id;

/** The first content of a deferred answer, whose visibility is settled. */
function fill(state: FakeState, request: Request, asked: FakeInteraction): Reply {
  const { channel, hidden, id } = asked;
  const made = create(state, { channel, hidden, author: 'bot', interaction: id }, sent(request));
  if (made.status < 400) asked.message = [...state.messages.keys()].at(-1) ?? null;
  return made;
}

/** The first one after a deferral takes the place of the deferred answer. */
function followUp(state: FakeState, request: Request, asked: FakeInteraction): Reply {
  if (awaited(asked)) return fill(state, request, asked);
  const hidden = ((bodyOf(request.body).flags ?? 0) & ephemeral) !== 0;
  const origin = { channel: asked.channel, author: 'bot', interaction: asked.id, hidden } as const;
  return create(state, origin, sent(request));
}

function postByWebhook(state: FakeState, request: Request): Reply {
  const { query, body } = request;
  const thread = query.get('thread_id');
  const channel = state.channels.get(thread ?? state.channelId);
  if (channel === undefined || channel.deleted) return refusal(404, 10003, 'Unknown Channel');
  if (channel.archived) return refusal(400, 50083, 'Thread is archived');
  const origin = { channel: channel.id, author: 'webhook', interaction: null, hidden: false } as const;
  const { username = null } = bodyOf(body);
  const reply = create(state, { ...origin, username }, shown(state, request));
  return reply.status >= 400 || query.get('wait') === 'true' ? reply : { status: 204 };
}

/** A webhook of no application has to ask for components, or they are left out. */
function shown(state: FakeState, request: Request) {
  const { body, files } = sent(request);
  const asked = request.query.get('with_components') === 'true' || state.webhook.applicationOwned;
  return { body: asked ? body : { ...body, components: [] }, files };
}

function refusedWebhook(state: FakeState, request: Request, [id = '', token = '']: Ids): Reply | null {
  const { webhook } = state;
  if (id !== webhook.id || state.channels.get(state.channelId)?.deleted !== false) return unknownWebhook;
  if (token !== webhook.token) return invalidToken;
  const faults = webhook.applicationOwned ? [] : plainWebhook(request.body);
  return faults.length > 0 ? breach(state, request, faults) : null;
}
