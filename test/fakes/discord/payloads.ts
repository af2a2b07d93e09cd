// What the fake Discord sends over its gateway. Pure but for the ids it takes from the state.
import type { FakeInteraction, FakeState } from './state.ts';

export interface Asker {
  readonly roles?: readonly string[];
  readonly permissions?: bigint;
  readonly user?: string;
  readonly name?: string;
  readonly channel?: string;
}

export interface GivenOption {
  readonly name: string;
  readonly type: number;
  readonly value: string | number | boolean;
  readonly focused?: boolean;
}

export function ready(state: FakeState, session: string, url: string): object {
  return {
    v: 10,
    user: {
      id: state.appId,
      username: 'vigie',
      discriminator: '0',
      global_name: null,
      avatar: null,
      bot: true,
    },
    guilds: [{ id: state.guildId, unavailable: true }],
    session_id: session,
    resume_gateway_url: url,
    shard: [0, 1],
    application: { id: state.appId, flags: 0 },
  };
}

export function guildCreate(state: FakeState): object {
  return {
    id: state.guildId,
    name: 'Fake',
    owner_id: '1',
    roles: [role(state.guildId, '@everyone')],
    channels: [...state.channels].map((id) => channel(state, id)),
    emojis: [],
    stickers: [],
    features: [],
    members: [],
    presences: [],
    threads: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    preferred_locale: 'en-US',
    member_count: 1,
    joined_at: '2024-01-01T00:00:00.000Z',
    large: false,
    unavailable: false,
  };
}

export function role(id: string, name: string): object {
  return {
    id,
    name,
    permissions: '0',
    position: 1,
    color: 0,
    hoist: false,
    managed: false,
    mentionable: false,
    flags: 0,
  };
}

function channel(state: FakeState, id: string): object {
  return {
    id,
    type: 0,
    name: `channel-${id}`,
    guild_id: state.guildId,
    position: 0,
    permission_overwrites: [],
  };
}

/** INTERACTION_CREATE of a slash command (type 2) or of a completion (type 4). */
export function interactionCreate(
  state: FakeState,
  interaction: FakeInteraction,
  asked: { type: 2 | 4; command: string; options: readonly GivenOption[]; by: Asker },
): object {
  const { by } = asked;
  return {
    id: interaction.id,
    application_id: state.appId,
    type: asked.type,
    token: interaction.token,
    version: 1,
    channel_id: interaction.channel,
    channel: channel(state, interaction.channel),
    guild_id: state.guildId,
    guild: { id: state.guildId, locale: 'en-US', features: [] },
    locale: 'en-US',
    guild_locale: 'en-US',
    context: 0,
    authorizing_integration_owners: { 0: state.guildId },
    entitlements: [],
    app_permissions: '0',
    attachment_size_limit: 10_485_760,
    member: {
      user: {
        id: interaction.user,
        username: by.name ?? 'ada',
        discriminator: '0',
        global_name: null,
        avatar: null,
      },
      roles: by.roles ?? [],
      permissions: String(by.permissions ?? 0n),
      joined_at: '2024-01-01T00:00:00.000Z',
      deaf: false,
      mute: false,
      flags: 0,
    },
    data: { id: '1', name: asked.command, type: 1, options: asked.options },
  };
}
