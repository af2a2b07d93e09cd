// Messages and channels as the fake Discord sends them.
import { PermissionFlagsBits } from 'discord.js';
import { pathOf } from './attachments.ts';
import type { FakeChannel, FakeMessage, FakeState } from './state.ts';

const textChannel = 0;
const publicThread = 11;
const ephemeral = 64;

export function botUser(state: FakeState): object {
  return { ...user(state.appId, 'vigie'), bot: true };
}

export function user(id: string, name: string): object {
  return { id, username: name, discriminator: '0', global_name: null, avatar: null };
}

export function wire(state: FakeState, message: FakeMessage): object {
  const { id, content, embeds, components, nonce, at, edits, hidden, attachments } = message;
  const moment = new Date(at).toISOString();
  const thread = state.channels.get(id);
  const webhook = message.author === 'webhook';
  return {
    id,
    channel_id: message.channel,
    author: webhook ? user(state.webhook.id, message.username ?? 'Vigie') : botUser(state),
    ...(webhook ? { webhook_id: state.webhook.id } : {}),
    content,
    embeds: embeds.map((embed) => ({
      type: 'rich',
      ...embed,
      ...(embed.image === undefined ? {} : { image: { url: resolved(embed.image.url, message) } }),
    })),
    components,
    nonce,
    timestamp: moment,
    edited_timestamp: edits > 0 ? moment : null,
    type: message.interaction === null ? (message.replyTo === null ? 0 : 19) : 20,
    flags: message.flags | (hidden ? ephemeral : 0),
    attachments: attachments.map((one) => ({
      id: one.id,
      filename: one.filename,
      description: one.description,
      content_type: one.type,
      size: one.bytes.length,
      url: pathOf(message.channel, one),
      proxy_url: pathOf(message.channel, one),
    })),
    mentions: message.pinged.map((one) => user(one, 'somebody')),
    mention_roles: message.pingedRoles,
    mention_everyone: message.pingedEveryone,
    pinned: false,
    tts: false,
    ...(message.replyTo === null
      ? {}
      : { message_reference: { type: 0, channel_id: message.channel, message_id: message.replyTo } }),
    ...(thread === undefined ? {} : { thread: channel(state, thread) }),
  };
}

/** Discord shows a file of the message under an address of its own. */
function resolved(url: string, message: FakeMessage): string {
  const file = message.attachments.find(({ filename }) => url === `attachment://${filename}`);
  return file === undefined ? url : pathOf(message.channel, file);
}

export function channel(state: FakeState, { id, name, parent, archived, denied }: FakeChannel): object {
  const base = {
    id,
    name,
    guild_id: state.guildId,
    position: 0,
    permission_overwrites: denials(state, denied),
  };
  if (parent === null) return { ...base, type: textChannel };
  const messages = [...state.messages.values()].filter((message) => message.channel === id).length;
  return {
    ...base,
    type: publicThread,
    parent_id: parent,
    owner_id: state.appId,
    message_count: messages,
    member_count: 1,
    thread_metadata: {
      archived,
      locked: false,
      auto_archive_duration: 1440,
      archive_timestamp: new Date(state.now()).toISOString(),
    },
  };
}

/** What the bot may not do here, as an overwrite of its own. */
function denials(state: FakeState, denied: FakeChannel['denied']): object[] {
  const bits = [...denied].reduce((all, name) => all | PermissionFlagsBits[name], 0n);
  return bits === 0n ? [] : [{ id: state.appId, type: 1, allow: '0', deny: String(bits) }];
}
