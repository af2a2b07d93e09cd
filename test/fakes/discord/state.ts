// What the fake Discord remembers: channels, messages, interactions, commands, and who waits for what.
import { EventEmitter } from 'node:events';
import type { APIEmbed } from 'discord.js';
import type { Component } from './components.ts';

export interface FakeAttachment {
  readonly id: string;
  readonly filename: string;
  /** Its alt text. */
  readonly description: string | null;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface FakeMessage {
  readonly id: string;
  readonly channel: string;
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly Component[];
  readonly attachments: readonly FakeAttachment[];
  readonly nonce: string | null;
  /** Ephemeral: only who asked sees it. */
  readonly hidden: boolean;
  readonly author: 'bot' | 'webhook';
  /** The name a webhook message was posted under; null = the name of its author. */
  readonly username: string | null;
  /** The interaction it answers. */
  readonly interaction: string | null;
  /** The interaction that made this version of it. */
  readonly via: string | null;
  /** The message it replies to. */
  readonly replyTo: string | null;
  /** Who was really pinged when it was posted: users, roles, everyone. */
  readonly pinged: readonly string[];
  readonly pingedRoles: readonly string[];
  readonly pingedEveryone: boolean;
  readonly flags: number;
  readonly at: number;
  /** How often it was edited after its first content. */
  readonly edits: number;
  /** Edits it took when it was older than an hour. */
  readonly lateEdits: number;
}

/** A person who asks; what is left out is an ordinary member. */
export interface Asker {
  readonly roles?: readonly string[];
  readonly permissions?: bigint;
  readonly user?: string;
  readonly name?: string;
  readonly channel?: string;
  /** The language of the person's Discord; en-US. */
  readonly locale?: string;
}

export interface FakeInteraction {
  readonly id: string;
  readonly token: string;
  readonly kind: 'command' | 'completion' | 'component' | 'modal';
  /** What the person did, in a few words: "/drift run:now". */
  readonly label: string;
  readonly channel: string;
  readonly user: string;
  readonly by: Asker;
  readonly at: number;
  /** The message whose button, menu or modal was used. */
  readonly source: string | null;
  /** Type of the callback; null = not answered yet. */
  answered: number | null;
  hidden: boolean;
  /** What @original means. */
  message: string | null;
  expired: boolean;
}

export interface FakeModal {
  /** The interaction that it answered. */
  readonly interaction: string;
  readonly customId: string;
  readonly title: string;
  readonly components: readonly Component[];
}

export interface FakeOption {
  readonly name: string;
  readonly type: number;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
  readonly min_value?: number;
  readonly max_value?: number;
  readonly options?: readonly FakeOption[];
}

export interface FakeCommand {
  readonly id: string;
  readonly name: string;
  /** 1 = typed with a slash (also when left out), 3 = in the menu of a message. */
  readonly type?: number;
  readonly default_member_permissions?: string | null;
  readonly options?: readonly FakeOption[];
}

export interface FakeChannel {
  readonly id: string;
  name: string;
  /** The channel a thread hangs in, under the message of the same id. */
  readonly parent: string | null;
  archived: boolean;
  deleted: boolean;
  /** What the bot may not do here. */
  readonly denied: Set<Permission>;
}

export type Permission =
  | 'ViewChannel'
  | 'SendMessages'
  | 'EmbedLinks'
  | 'AttachFiles'
  | 'CreatePublicThreads'
  | 'SendMessagesInThreads';

export interface FakeState {
  readonly now: () => number;
  readonly token: string;
  readonly appId: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly webhook: { readonly id: string; readonly token: string; applicationOwned: boolean };
  readonly channels: Map<string, FakeChannel>;
  readonly messages: Map<string, FakeMessage>;
  /** Every version of every message, oldest first. */
  readonly history: FakeMessage[];
  readonly deleted: Set<string>;
  /** Roles that somebody held so far. */
  readonly roles: Set<string>;
  readonly interactions: Map<string, FakeInteraction>;
  readonly modals: Map<string, FakeModal>;
  /** Commands by scope: 'global' or a guild's id. */
  readonly commands: Map<string, readonly FakeCommand[]>;
  /** What Discord would have refused: empty in a good test. */
  readonly violations: string[];
  /**
   * 'request' (a Request that is about to be served: a fault planted now still hits it), 'asked' (a FakeInteraction),
   * 'message' (a message was posted or edited), 'choices' (an Offer), 'deferred' (interaction id),
   * 'modal' (a FakeModal), 'thread' (a FakeChannel), 'ready' and 'resumed' (the gateway), 'deployed' (scope).
   */
  readonly events: EventEmitter;
  /** Given to clients instead of the gateway's own address for RESUME. */
  resumeUrl: string | null;
  /** How many edits a message takes once it is older than an hour. */
  lateEdits: number;
  id(): string;
}

export function createState(now: () => number): FakeState {
  let last = 1_300_000_000_000_000_000n;
  const id = () => {
    last += 1n;
    return String(last);
  };
  const channelId = id();
  return {
    now,
    token: 'ZmFrZQ.fake-bot-token.with-a-secret-in-it',
    appId: id(),
    guildId: id(),
    channelId,
    channels: new Map([[channelId, newChannel(channelId, 'model-alerts', null)]]),
    webhook: { id: id(), token: 'fake-webhook-token-that-nobody-may-see', applicationOwned: false },
    messages: new Map(),
    history: [],
    deleted: new Set(),
    roles: new Set<string>(),
    interactions: new Map(),
    modals: new Map(),
    commands: new Map(),
    violations: [],
    events: new EventEmitter().setMaxListeners(0),
    resumeUrl: null,
    lateEdits: Number.POSITIVE_INFINITY,
    id,
  };
}

export function newChannel(id: string, name: string, parent: string | null): FakeChannel {
  return { id, name, parent, archived: false, deleted: false, denied: new Set() };
}

/** A message that is still there. */
export function messageOf(state: FakeState, id: string): FakeMessage | null {
  return state.deleted.has(id) ? null : (state.messages.get(id) ?? null);
}

/** Stores a new message or the next version of one. */
export function saveMessage(state: FakeState, message: FakeMessage): FakeMessage {
  state.messages.set(message.id, message);
  state.history.push(message);
  state.events.emit('message', message);
  return message;
}

/** The first version of any message, from now on, that fits. */
export function nextMessage(state: FakeState, fits: (message: FakeMessage) => boolean): Promise<FakeMessage> {
  return next(state, 'message', fits);
}

/** The first event of a kind, from now on, that fits. */
export function next<T>(state: FakeState, event: string, fits: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const look = (value: T) => {
      if (!fits(value)) return;
      state.events.off(event, look);
      resolve(value);
    };
    state.events.on(event, look);
  });
}
