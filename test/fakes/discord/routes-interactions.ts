// The one answer an interaction takes within 3 s.
import { type Reply, refusal } from './faults.ts';
import { bodyOf, create, edit } from './messages.ts';
import { breach, type Request, type Route } from './route.ts';
import { type FakeInteraction, type FakeModal, type FakeState, messageOf } from './state.ts';
import { callback } from './validation.ts';
import { wire } from './wire.ts';

const answerWithinMs = 3_000;
const types = { message: 4, deferred: 5, deferredUpdate: 6, update: 7, choices: 8, modal: 9 } as const;
const ephemeral = 64;

export const interactionRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: /^\/interactions\/(\d+)\/([^/]+)\/callback$/,
    bot: false,
    check: callback,
    serve: answer,
  },
];

interface Callback {
  readonly type: number;
  readonly data?: {
    readonly flags?: number;
    readonly choices?: readonly unknown[];
    readonly custom_id?: string;
    readonly title?: string;
    readonly components?: FakeModal['components'];
  };
}

function answer(state: FakeState, request: Request, [id = '', token = '']: readonly string[]): Reply {
  const interaction = state.interactions.get(id);
  const late = interaction !== undefined && state.now() - interaction.at > answerWithinMs;
  if (interaction?.token !== token || late || interaction.expired)
    return refusal(404, 10062, 'Unknown interaction');
  if (interaction.answered !== null) return refusal(400, 40060, 'Interaction has already been acknowledged.');
  const { type, data }: Callback = { type: 0, ...bodyOf(request.body) };
  if (!typesFor(interaction).includes(type))
    return breach(state, request, [`type: ${type} is no answer to a ${interaction.kind}`]);
  const refused = take(state, interaction, request);
  if (refused.status >= 400) return refused;
  interaction.answered = type;
  if (type === types.deferred) state.events.emit('deferred', id);
  if (type === types.choices) state.events.emit('choices', { id, choices: data?.choices ?? [] });
  if (request.query.get('with_response') !== 'true') return { status: 204 };
  return { status: 200, body: responseOf(state, interaction, type) };
}

/** Which answers fit; a modal that a button opened may change the message of the button. */
function typesFor({ kind, source }: FakeInteraction): number[] {
  const messages: number[] = [types.message, types.deferred];
  const updates = [types.deferredUpdate, types.update];
  if (kind === 'completion') return [types.choices];
  if (kind === 'command') return [...messages, types.modal];
  if (kind === 'component') return [...messages, ...updates, types.modal];
  return source === null ? messages : [...messages, ...updates];
}

function take(state: FakeState, interaction: FakeInteraction, { body, files }: Request): Reply {
  const { type, data }: Callback = { type: 0, ...bodyOf(body) };
  const sent = { body: bodyOf(data), files };
  if (type === types.message || type === types.deferred)
    interaction.hidden = ((data?.flags ?? 0) & ephemeral) !== 0;
  if (type === types.message) {
    const { channel, hidden } = interaction;
    const made = create(state, { channel, hidden, author: 'bot', interaction: interaction.id }, sent);
    if (made.status < 400) interaction.message = [...state.messages.keys()].at(-1) ?? null;
    return made;
  }
  if (type === types.deferredUpdate || type === types.update) interaction.message = interaction.source;
  if (type === types.update)
    return edit(state, { id: interaction.source ?? '', author: 'bot', via: interaction.id }, sent);
  if (type === types.modal) {
    const { custom_id: customId = '', title = '', components = [] } = data ?? {};
    const modal: FakeModal = { interaction: interaction.id, customId, title, components };
    state.modals.set(interaction.id, modal);
    state.events.emit('modal', modal);
  }
  return { status: 204 };
}

function responseOf(state: FakeState, { id, message, hidden }: FakeInteraction, type: number): object {
  const made = message === null ? null : messageOf(state, message);
  return {
    interaction: { id, type, response_message_ephemeral: hidden },
    resource: { type, ...(made === null ? {} : { message: wire(state, made) }) },
  };
}
