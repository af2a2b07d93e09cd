// Messages of the fake Discord: made, edited, and made once for one nonce.
import type { APIEmbed } from 'discord.js';
import { type Reply, refusal } from './faults.ts';
import { type FakeInteraction, type FakeMessage, type FakeState, saveMessage } from './state.ts';

/** Discord says "the past few minutes". */
const nonceWindowMs = 5 * 60_000;

export interface Body {
  readonly content?: string | null;
  readonly embeds?: readonly APIEmbed[] | null;
  readonly nonce?: string | number;
  readonly enforce_nonce?: boolean;
  readonly allowed_mentions?: { readonly users?: readonly string[] };
}

/** A body that the schemas have passed. */
export function bodyOf(body: unknown): Body {
  return typeof body === 'object' && body !== null ? body : {};
}

type Origin = Pick<FakeMessage, 'channel' | 'author' | 'interaction' | 'hidden'>;

export function create(state: FakeState, origin: Origin, body: Body): Reply {
  const nonce = body.nonce === undefined ? null : String(body.nonce);
  const same = nonce !== null && body.enforce_nonce === true ? withNonce(state, origin.channel, nonce) : null;
  if (same !== null) {
    return state.deleted.has(same.id)
      ? refusal(404, 10008, 'Unknown Message')
      : { status: 200, body: wire(same) };
  }
  const message = saveMessage(state, {
    ...origin,
    id: state.id(),
    content: body.content ?? '',
    embeds: body.embeds ?? [],
    nonce,
    pinged: pinged(body),
    at: state.now(),
    edits: 0,
  });
  return { status: 200, body: wire(message) };
}

export function edit(state: FakeState, id: string, author: FakeMessage['author'], body: Body): Reply {
  const message = state.messages.get(id);
  if (message === undefined || state.deleted.has(id)) return refusal(404, 10008, 'Unknown Message');
  if (message.author !== author) return refusal(403, 50005, 'Cannot edit a message authored by another user');
  const edited = saveMessage(state, {
    ...message,
    content: body.content ?? message.content,
    embeds: body.embeds ?? message.embeds,
    edits: message.edits + 1,
  });
  return { status: 200, body: wire(edited) };
}

/** The first content of a deferred answer, or the next one. */
export function editAnswer(state: FakeState, interaction: FakeInteraction, body: Body): Reply {
  if (interaction.message !== null) return edit(state, interaction.message, 'bot', body);
  const { channel, hidden } = interaction;
  const made = create(state, { channel, hidden, author: 'bot', interaction: interaction.id }, body);
  interaction.message = [...state.messages.keys()].at(-1) ?? null;
  return made;
}

function withNonce(state: FakeState, channel: string, nonce: string): FakeMessage | null {
  const fits = (message: FakeMessage) =>
    message.channel === channel && message.nonce === nonce && state.now() - message.at < nonceWindowMs;
  return [...state.messages.values()].find(fits) ?? null;
}

/** Mentions ping only whom `allowed_mentions` names. */
function pinged({ content, allowed_mentions: allowed }: Body): string[] {
  return (allowed?.users ?? []).filter((id) => (content ?? '').includes(`<@${id}>`));
}

function wire(message: FakeMessage): object {
  const { id, channel, content, embeds, nonce, at, edits } = message;
  const moment = new Date(at).toISOString();
  return {
    id,
    channel_id: channel,
    content,
    embeds,
    nonce,
    timestamp: moment,
    edited_timestamp: edits > 0 ? moment : null,
    type: 0,
    attachments: [],
    components: [],
    mentions: [],
    mention_roles: [],
  };
}
