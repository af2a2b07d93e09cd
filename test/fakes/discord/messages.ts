// Messages of the fake Discord: made, edited, and made once for one nonce.
import type { APIEmbed } from 'discord.js';
import { attachmentsAfter, type Listed, tooLarge, type Upload } from './attachments.ts';
import type { Component } from './components.ts';
import { type Reply, refusal } from './faults.ts';
import { type FakeMessage, type FakeState, messageOf, saveMessage } from './state.ts';
import { wire } from './wire.ts';

/** Discord says "the past few minutes". */
const nonceWindowMs = 5 * 60_000;
const oldMs = 60 * 60_000;

export interface Body {
  readonly content?: string | null;
  readonly embeds?: readonly APIEmbed[] | null;
  readonly components?: readonly Component[] | null;
  readonly attachments?: readonly Listed[] | null;
  readonly flags?: number | null;
  readonly nonce?: string | number;
  readonly enforce_nonce?: boolean;
  readonly username?: string;
  readonly message_reference?: { readonly message_id?: string; readonly fail_if_not_exists?: boolean };
  readonly allowed_mentions?: Mentions | null;
}

interface Mentions {
  readonly parse?: readonly string[];
  readonly users?: readonly string[];
  readonly roles?: readonly string[];
}

/** A body that the schemas have passed. */
export function bodyOf(body: unknown): Body {
  return typeof body === 'object' && body !== null ? body : {};
}

export interface Origin extends Pick<FakeMessage, 'channel' | 'author' | 'interaction' | 'hidden'> {
  readonly username?: string | null;
}

/** What a client sends: a body and its files. */
export interface Sent {
  readonly body: Body;
  readonly files: readonly Upload[];
}

export function create(state: FakeState, origin: Origin, { body, files }: Sent): Reply {
  const large = tooLarge(files);
  if (large !== null) return large;
  const nonce = body.nonce === undefined ? null : String(body.nonce);
  const same = nonce !== null && body.enforce_nonce === true ? withNonce(state, origin.channel, nonce) : null;
  if (same !== null) {
    return state.deleted.has(same.id)
      ? refusal(404, 10008, 'Unknown Message')
      : { status: 200, body: wire(state, same) };
  }
  const replyTo = body.message_reference?.message_id ?? null;
  if (repliesToNothing(state, origin.channel, body))
    return refusal(400, 50035, 'Invalid Form Body\nmessage_reference: Unknown message');
  const message = saveMessage(state, {
    ...origin,
    id: state.id(),
    content: body.content ?? '',
    embeds: body.embeds ?? [],
    components: body.components ?? [],
    attachments: attachmentsAfter(state, body.attachments, { had: [], files }),
    username: origin.username ?? null,
    nonce,
    via: origin.interaction,
    replyTo,
    ...pings(body),
    flags: body.flags ?? 0,
    at: state.now(),
    edits: 0,
    lateEdits: 0,
  });
  return { status: 200, body: wire(state, message) };
}

function repliesToNothing(state: FakeState, channel: string, { message_reference: to }: Body): boolean {
  if (to?.message_id === undefined || to.fail_if_not_exists === false) return false;
  return messageOf(state, to.message_id)?.channel !== channel;
}

/** Who edits: the interaction through which, if it is one. */
export interface Editor {
  readonly author: FakeMessage['author'];
  readonly via: string | null;
}

export function edit(
  state: FakeState,
  { id, author, via }: Editor & { readonly id: string },
  { body, files }: Sent,
): Reply {
  const message = messageOf(state, id);
  if (message === null) return refusal(404, 10008, 'Unknown Message');
  if (message.author !== author) return refusal(403, 50005, 'Cannot edit a message authored by another user');
  if (state.channels.get(message.channel)?.archived === true)
    return refusal(400, 50083, 'Thread is archived');
  const large = tooLarge(files);
  if (large !== null) return large;
  const late = state.now() - message.at > oldMs;
  if (late && message.lateEdits >= state.lateEdits)
    return refusal(400, 30046, 'Maximum number of edits to messages older than 1 hour reached');
  const given = <T>(value: T | null | undefined, before: T, empty: T): T =>
    value === undefined ? before : (value ?? empty);
  const edited = saveMessage(state, {
    ...message,
    content: given(body.content, message.content, ''),
    embeds: given(body.embeds, message.embeds, []),
    components: given(body.components, message.components, []),
    attachments: attachmentsAfter(state, body.attachments, { had: message.attachments, files }),
    flags: given(body.flags, message.flags, 0),
    via,
    edits: message.edits + 1,
    lateEdits: message.lateEdits + (late ? 1 : 0),
  });
  return { status: 200, body: wire(state, edited) };
}

function withNonce(state: FakeState, channel: string, nonce: string): FakeMessage | null {
  const fits = (message: FakeMessage) =>
    message.channel === channel && message.nonce === nonce && state.now() - message.at < nonceWindowMs;
  return [...state.messages.values()].find(fits) ?? null;
}

/** Whom the content pings: without `allowed_mentions` all it names, else those that they name as well. */
function pings({
  content,
  allowed_mentions: allowed,
}: Body): Pick<FakeMessage, 'pinged' | 'pingedRoles' | 'pingedEveryone'> {
  const text = content ?? '';
  const parsed = (kind: string) =>
    allowed?.parse?.includes(kind) ?? (allowed === undefined || allowed === null);
  const named = (pattern: RegExp, kind: 'users' | 'roles') => {
    const ids = [...text.matchAll(pattern)].flatMap(([, id]) => id ?? []);
    return [...new Set(ids)].filter((id) => parsed(kind) || allowed?.[kind]?.includes(id) === true);
  };
  return {
    pinged: named(/<@!?(\d+)>/g, 'users'),
    pingedRoles: named(/<@&(\d+)>/g, 'roles'),
    pingedEveryone: parsed('everyone') && /@(everyone|here)\b/.test(text),
  };
}
