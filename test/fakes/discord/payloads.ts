// What the fake Discord sends over its gateway. Pure but for the ids it takes from the state.
import type { FakeChannel, FakeInteraction, FakeState } from './state.ts';
import { botUser, channel, user, wire } from './wire.ts';

/** Every permission there is. */
const allowed = '2251799813685247';

export function ready(state: FakeState, session: string, url: string): object {
  return {
    v: 10,
    user: botUser(state),
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
    roles: [role(state.guildId, '@everyone'), ...[...state.roles].map((id) => role(id, 'role'))],
    channels: standing(state, (one) => one.parent === null),
    emojis: [],
    stickers: [],
    features: [],
    members: [],
    presences: [],
    threads: standing(state, (one) => one.parent !== null && !one.archived),
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

function standing(state: FakeState, fits: (channel: FakeChannel) => boolean): object[] {
  const all = [...state.channels.values()];
  return all.filter((one) => !one.deleted && fits(one)).map((one) => channel(state, one));
}

/** INTERACTION_CREATE: who, where, and the `type` and `data` of what was done. */
export function interactionCreate(
  state: FakeState,
  interaction: FakeInteraction,
  done: { type: number; data: object },
): object {
  const { by } = interaction;
  const where = state.channels.get(interaction.channel);
  const source = state.messages.get(interaction.source ?? '');
  return {
    id: interaction.id,
    application_id: state.appId,
    token: interaction.token,
    version: 1,
    channel_id: interaction.channel,
    ...(where === undefined ? {} : { channel: channel(state, where) }),
    guild_id: state.guildId,
    guild: { id: state.guildId, locale: 'en-US', features: [] },
    locale: by.locale ?? 'en-US',
    guild_locale: 'en-US',
    context: 0,
    authorizing_integration_owners: { 0: state.guildId },
    entitlements: [],
    app_permissions: allowed,
    attachment_size_limit: 10_485_760,
    member: {
      user: user(interaction.user, by.name ?? 'ada'),
      roles: by.roles ?? [],
      permissions: String(by.permissions ?? 0n),
      joined_at: '2024-01-01T00:00:00.000Z',
      deaf: false,
      mute: false,
      flags: 0,
    },
    ...(source === undefined ? {} : { message: wire(state, source) }),
    ...done,
  };
}
