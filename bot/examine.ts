// How the bot stands with Discord, for who only wants to know: nothing is sent but questions.
import { PermissionFlagsBits, Routes } from 'discord.js';
import { AppError } from '../core/errors.ts';
import { allowedIn } from './allowed.ts';
import { permissions } from './invite.ts';
import { explained } from './refusal.ts';
import { type Access, type Call, createRest } from './rest.ts';

/** The bot behind the token. @throws AppError with its remedy */
export async function whoIs(access: Access): Promise<{ botId: string; appId: string }> {
  const call = createRest(access);
  const asked = async (route: `/${string}`) => {
    try {
      return textOf(await call({ method: 'get', route }), 'id');
    } catch (cause) {
      throw explained(cause, 'the token');
    }
  };
  return { botId: await asked(Routes.user()), appId: await asked(Routes.currentApplication()) };
}

interface ChannelFacts {
  readonly name: string;
  readonly guildId: string;
  /** Discord's names of what the bot lacks there. */
  readonly missing: readonly { readonly name: string; readonly needed: boolean }[];
}

/** What the bot may do in a channel. @throws AppError with its remedy */
export async function channelFacts(access: Access, botId: string, channelId: string): Promise<ChannelFacts> {
  const call = createRest(access);
  try {
    const channel = await call({ method: 'get', route: Routes.channel(channelId) });
    const guildId = textOf(channel, 'guild_id');
    if (guildId === '')
      throw new AppError('invalid_config', `The channel ${channelId} is in no server.`, {
        remedy: 'Name a text channel of a server in DISCORD_CHANNEL_ID.',
      });
    const bits = allowedIn({ ...(await membership(call, guildId, botId)), ...overwritesOf(channel) });
    const missing = permissions.filter(({ name }) => (bits & PermissionFlagsBits[name]) === 0n);
    return { name: textOf(channel, 'name'), guildId, missing };
  } catch (cause) {
    throw explained(cause, `the channel ${channelId}`);
  }
}

async function membership(call: Call, guildId: string, memberId: string) {
  const guild = await call({ method: 'get', route: Routes.guild(guildId) });
  const member = await call({ method: 'get', route: Routes.guildMember(guildId, memberId) });
  const roles = listOf(guild, 'roles').map((role): [string, bigint] => [
    textOf(role, 'id'),
    bitsOf(role, 'permissions'),
  ]);
  const roleIds = listOf(member, 'roles').filter((id) => typeof id === 'string');
  return { guildId, memberId, roleIds, owns: textOf(guild, 'owner_id') === memberId, roles: new Map(roles) };
}

function overwritesOf(channel: unknown) {
  const overwrites = listOf(channel, 'permission_overwrites').map((one) => ({
    id: textOf(one, 'id'),
    allow: bitsOf(one, 'allow'),
    deny: bitsOf(one, 'deny'),
  }));
  return { overwrites };
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

function textOf(value: unknown, key: string): string {
  const text = fieldOf(value, key);
  return typeof text === 'string' ? text : '';
}

function listOf(value: unknown, key: string): unknown[] {
  const list = fieldOf(value, key);
  return Array.isArray(list) ? list : [];
}

/** Discord writes 64 bits as text. */
function bitsOf(value: unknown, key: string): bigint {
  const text = textOf(value, key);
  return /^\d+$/.test(text) ? BigInt(text) : 0n;
}
