// What happens to the fake Discord without the bot, and what one sees of it.
import type { FakeGateway } from './gateway.ts';
import { type FakeChannel, type FakeMessage, type FakeState, newChannel, type Permission } from './state.ts';
import { channel as channelWire } from './wire.ts';

export interface Happenings {
  /** Every version of every message, oldest first. */
  history(): readonly FakeMessage[];
  /** What this person sees of a channel: all but ephemeral answers to others. */
  seenBy(user: string, channel?: string): FakeMessage[];
  /** A channel or a thread; a thread has the id of the message it hangs under. */
  channel(id: string): FakeChannel | null;
  /** Another channel of the server. */
  addChannel(name?: string): string;
  /** A thread that somebody else started. */
  addThread(name?: string): string;
  deleteMessage(id: string): void;
  /** Somebody deletes a channel. */
  deleteChannel(id: string): void;
  /** A thread falls asleep. */
  archive(thread: string): void;
  /** Takes permissions of the bot in a channel and its threads away. */
  deny(channel: string, ...permissions: Permission[]): void;
  /** Gives all of them back. */
  allow(channel: string): void;
  /** All interactions so far take no answer any more. */
  expireTokens(): void;
  /** How many edits a message takes once it is older than an hour, before 30046. */
  allowLateEdits(count: number): void;
  /** From now on the webhook is the bot's own, and may post buttons. */
  ownWebhook(): void;
}

export function happenings(state: FakeState, gateway: FakeGateway): Happenings {
  const change = (id: string, apply: (channel: FakeChannel) => void) => {
    const channel = state.channels.get(id);
    if (channel === undefined) throw new Error(`No channel ${id}`);
    apply(channel);
    return channel;
  };
  state.events.on('thread', (thread: FakeChannel) =>
    gateway.dispatch('THREAD_CREATE', channelWire(state, thread)),
  );
  return {
    history: () => state.history,
    seenBy: (user, channel = state.channelId) =>
      [...state.messages.values()].filter(
        (message) =>
          message.channel === channel &&
          !state.deleted.has(message.id) &&
          (!message.hidden || state.interactions.get(message.interaction ?? '')?.user === user),
      ),
    channel: (id) => state.channels.get(id) ?? null,
    addChannel: (name = 'another-channel') => {
      const channel = newChannel(state.id(), name, null);
      state.channels.set(channel.id, channel);
      gateway.dispatch('CHANNEL_CREATE', channelWire(state, channel));
      return channel.id;
    },
    addThread: (name = 'a-thread') => {
      const thread = newChannel(state.id(), name, state.channelId);
      state.channels.set(thread.id, thread);
      state.events.emit('thread', thread);
      return thread.id;
    },
    deleteMessage: (id) => void state.deleted.add(id),
    deleteChannel(id) {
      const channel = change(id, (gone) => {
        gone.deleted = true;
      });
      gateway.dispatch('CHANNEL_DELETE', channelWire(state, channel));
    },
    archive(thread) {
      const channel = change(thread, (asleep) => {
        asleep.archived = true;
      });
      gateway.dispatch('THREAD_UPDATE', channelWire(state, channel));
    },
    deny: (id, ...permissions) =>
      void change(id, ({ denied }) => {
        for (const permission of permissions) denied.add(permission);
      }),
    allow: (id) => void change(id, ({ denied }) => denied.clear()),
    expireTokens() {
      for (const interaction of state.interactions.values()) interaction.expired = true;
    },
    allowLateEdits(count) {
      state.lateEdits = count;
    },
    ownWebhook() {
      state.webhook.applicationOwned = true;
    },
  };
}
