// What the fake Discord remembers: messages, interactions, commands, and who waits for what.
import { EventEmitter } from 'node:events';
import type { APIEmbed } from 'discord.js';

export interface FakeMessage {
  readonly id: string;
  readonly channel: string;
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly nonce: string | null;
  readonly hidden: boolean;
  readonly author: 'bot' | 'webhook';
  /** The interaction it answers. */
  readonly interaction: string | null;
  /** User ids it pings. */
  readonly pinged: readonly string[];
  readonly at: number;
  /** How often it was edited after its first content. */
  readonly edits: number;
}

export interface FakeInteraction {
  readonly id: string;
  readonly token: string;
  readonly channel: string;
  readonly user: string;
  readonly at: number;
  /** Type of the callback; null = not answered yet. */
  answered: number | null;
  hidden: boolean;
  message: string | null;
}

export interface FakeCommand {
  readonly id: string;
  readonly name: string;
  readonly default_member_permissions?: string | null;
  readonly options?: readonly { readonly name: string; readonly type: number; readonly required?: boolean }[];
}

export interface FakeState {
  readonly now: () => number;
  readonly token: string;
  readonly appId: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly webhook: { readonly id: string; readonly token: string };
  readonly channels: Set<string>;
  readonly messages: Map<string, FakeMessage>;
  readonly deleted: Set<string>;
  readonly interactions: Map<string, FakeInteraction>;
  /** Commands by scope: 'global' or a guild's id. */
  readonly commands: Map<string, readonly FakeCommand[]>;
  /** What Discord would have refused: empty in a good test. */
  readonly violations: string[];
  /**
   * 'message' (a message was posted or edited), 'choices' (interaction id, choices), 'deferred' (interaction id),
   * 'ready' and 'resumed' (the gateway), 'deployed' (scope).
   */
  readonly events: EventEmitter;
  /** Given to clients instead of the gateway's own address for RESUME. */
  resumeUrl: string | null;
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
    channels: new Set([channelId]),
    webhook: { id: id(), token: 'fake-webhook-token-that-nobody-may-see' },
    messages: new Map(),
    deleted: new Set(),
    interactions: new Map(),
    commands: new Map(),
    violations: [],
    events: new EventEmitter().setMaxListeners(0),
    resumeUrl: null,
    id,
  };
}

/** Stores a new message or the next version of one. */
export function saveMessage(state: FakeState, message: FakeMessage): FakeMessage {
  state.messages.set(message.id, message);
  state.events.emit('message', message);
  return message;
}

/** The first version of any message, from now on, that fits. */
export function nextMessage(state: FakeState, fits: (message: FakeMessage) => boolean): Promise<FakeMessage> {
  return new Promise((resolve) => {
    const look = (message: FakeMessage) => {
      if (!fits(message)) return;
      state.events.off('message', look);
      resolve(message);
    };
    state.events.on('message', look);
  });
}
