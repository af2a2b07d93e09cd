// The bot itself and its commands.
import { PermissionFlagsBits } from 'discord.js';
import { commandTable } from './command-rules.ts';
import { type Reply, refusal } from './faults.ts';
import type { Route } from './route.ts';
import type { FakeCommand, FakeState } from './state.ts';
import { botUser } from './wire.ts';

const globalCommands = /^\/applications\/(\d+)\/commands$/;
const guildCommands = /^\/applications\/(\d+)\/guilds\/(\d+)\/commands$/;

export const applicationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/users\/@me$/,
    bot: true,
    serve: (state) => ({ status: 200, body: botUser(state) }),
  },
  {
    method: 'GET',
    path: /^\/(?:oauth2\/)?applications\/@me$/,
    bot: true,
    serve: (state) => ({ status: 200, body: { id: state.appId, name: 'Vigie', flags: 0, description: '' } }),
  },
  {
    method: 'GET',
    path: globalCommands,
    bot: true,
    serve: (state) => listed(state, 'global'),
  },
  {
    method: 'PUT',
    path: globalCommands,
    bot: true,
    check: commandTable,
    serve: (state, { body }) => deployed(state, 'global', body),
  },
  {
    method: 'GET',
    path: guildCommands,
    bot: true,
    serve: (state, _, [, guild = '']) =>
      guild === state.guildId ? listed(state, guild) : refusal(403, 50001, 'Missing Access'),
  },
  {
    method: 'PUT',
    path: guildCommands,
    bot: true,
    check: commandTable,
    serve: (state, { body }, [, guild = '']) =>
      guild === state.guildId ? deployed(state, guild, body) : refusal(403, 50001, 'Missing Access'),
  },
  {
    method: 'GET',
    path: /^\/guilds\/(\d+)$/,
    bot: true,
    serve: (state, _, [guild = '']) =>
      inGuild(state, guild, {
        id: guild,
        name: 'Vigie',
        owner_id: '1',
        roles: [{ id: guild, name: '@everyone', permissions: String(membersMay) }],
      }),
  },
  {
    method: 'GET',
    path: /^\/guilds\/(\d+)\/members\/(\d+)$/,
    bot: true,
    serve: (state, _, [guild = '']) => inGuild(state, guild, { user: botUser(state), roles: [] }),
  },
];

/** What a new server lets everybody do. */
const membersMay =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.SendMessagesInThreads;

function inGuild(state: FakeState, guild: string, body: object): Reply {
  return guild === state.guildId ? { status: 200, body } : refusal(403, 50001, 'Missing Access');
}

function listed(state: FakeState, scope: string): Reply {
  return { status: 200, body: state.commands.get(scope) ?? [] };
}

function deployed(state: FakeState, scope: string, body: unknown): Reply {
  const before = state.commands.get(scope) ?? [];
  const sent: readonly Omit<FakeCommand, 'id'>[] = Array.isArray(body) ? body : [];
  const commands = sent.map((command) => ({
    ...command,
    id:
      before.find(({ name, type = 1 }) => name === command.name && type === (command.type ?? 1))?.id ??
      state.id(),
  }));
  state.commands.set(scope, commands);
  state.events.emit('deployed', scope);
  return listed(state, scope);
}
