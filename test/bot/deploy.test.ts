import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../bot/commands/command.ts';
import { commands, groups } from '../../bot/commands/index.ts';
import { deployCommands, type LastTime } from '../../bot/deploy.ts';
import { toSlashCommands } from '../../bot/slash.ts';
import { bareCard } from '../../core/cards/card.ts';
import { commandTable } from '../fakes/discord/command-rules.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';

const noRoles = { operatorRoleIds: [], adminRoleIds: [] };

function command(facts: Partial<Command>): Command {
  const run = async () => ({ ...bareCard, tone: 'plain', title: 'Done', at: 0 }) as const;
  return {
    name: 'drift',
    description: { en: 'How far the data moved', fr: 'How far the data moved' },
    scope: 'read',
    options: [],
    run,
    ...facts,
  };
}

function toSlashCommand(row: Command, roles: Parameters<typeof toSlashCommands>[1]) {
  const [made] = toSlashCommands({ commands: [row], groups: {} }, roles);
  if (made === undefined) throw new TypeError('nothing was made');
  return made;
}

describe('toSlashCommands', () => {
  it('puts required options first and completes those that can', () => {
    const offered = async () => ['demo'];
    const { options } = toSlashCommand(
      command({
        options: [
          {
            name: 'watch',
            description: { en: 'Which watch', fr: 'Which watch' },
            type: 'string',
            required: false,
            complete: offered,
          },
          {
            name: 'force',
            description: { en: 'Skip the gate', fr: 'Skip the gate' },
            type: 'boolean',
            required: false,
          },
          { name: 'rows', description: { en: 'How many', fr: 'How many' }, type: 'integer', required: true },
        ],
      }),
      noRoles,
    );
    expect(options).toMatchObject([
      { name: 'rows', type: 4, required: true },
      { name: 'watch', type: 3, autocomplete: true },
      { name: 'force', type: 5 },
      { name: 'private', type: 5 },
    ]);
  });

  it('is for servers only, and hides what needs a role from those without Manage Server', () => {
    expect(toSlashCommand(command({}), noRoles)).toMatchObject({
      contexts: [0],
      integration_types: [0],
      default_member_permissions: null,
    });
    const hidden = (['operate', 'admin'] as const).map(
      (scope) => toSlashCommand(command({ scope }), noRoles).default_member_permissions,
    );
    expect(hidden).toEqual(['32', '32']);
  });

  it('does not hide commands from the roles that may run them', () => {
    const roles = { operatorRoleIds: ['1'], adminRoleIds: [] };
    const permission = (scope: Command['scope']) =>
      toSlashCommand(command({ scope }), roles).default_member_permissions;
    expect([permission('operate'), permission('admin')]).toEqual([null, '32']);
  });

  it('gives the choice of being alone to questions only, and lets out what a form asks for', () => {
    const row = {
      name: 'row',
      description: { en: 'The row', fr: 'La ligne' },
      type: 'string',
      required: true,
    } as const;
    const optionsOf = (facts: Partial<Command>) =>
      toSlashCommand(command({ options: [row], ...facts }), noRoles).options?.map(({ name, required }) => [
        name,
        required,
      ]);
    const form = async () => ({ title: 'Row', fields: [] });
    expect(optionsOf({ scope: 'operate' })).toEqual([['row', true]]);
    expect(optionsOf({ scope: 'admin', reads: true })).toEqual([
      ['row', true],
      ['private', false],
    ]);
    expect(optionsOf({ scope: 'predict', form })).toEqual([
      ['row', false],
      ['private', false],
    ]);
  });

  const alerts = [
    command({ name: 'alerts list', localName: 'alertes liste' }),
    command({ name: 'drift', localName: 'derive' }),
    command({ name: 'alerts ack', localName: 'alertes prendre', scope: 'operate' }),
  ];
  const about = { alerts: { en: 'What is to be seen to', fr: 'Ce qui demande attention' } };

  it('makes one command of the rows whose names begin with the same word', () => {
    const made = toSlashCommands({ commands: alerts, groups: about }, noRoles);
    expect(commandTable(made)).toEqual([]);
    expect(made).toMatchObject([
      {
        name: 'alerts',
        name_localizations: { fr: 'alertes' },
        description: 'What is to be seen to',
        description_localizations: { fr: 'Ce qui demande attention' },
        options: [
          { type: 1, name: 'list', name_localizations: { fr: 'liste' } },
          { type: 1, name: 'ack', name_localizations: { fr: 'prendre' } },
        ],
      },
      { name: 'drift', name_localizations: { fr: 'derive' } },
    ]);
  });

  it('shows a group to whoever may run one of its commands', () => {
    const [list, , ack] = alerts as [Command, Command, Command];
    const permission = (...rows: Command[]) =>
      toSlashCommands({ commands: rows, groups: about }, noRoles)[0]?.default_member_permissions;
    expect([permission(list, ack), permission(ack)]).toEqual([null, '32']);
  });

  it("makes of the product's table what Discord accepts", () => {
    expect(commandTable(toSlashCommands({ commands, groups }, noRoles))).toEqual([]);
  });
});

describe('deployCommands', () => {
  let discord: FakeDiscord;

  beforeEach(async () => {
    discord = await startFakeDiscord();
  });
  afterEach(() => discord.stop());

  const deploy = (to: Parameters<typeof deployCommands>[0], rows: readonly Command[]) =>
    deployCommands(to, { commands: rows, groups: {} });
  const settings = (guildId: string | null, token = discord.token, lastTime: LastTime | null = null) => ({
    access: { token, apiBaseUrl: discord.url },
    appId: discord.appId,
    guildId,
    roles: noRoles,
    lastTime,
  });

  it('gives the same commands the same ids when it is repeated', async () => {
    const rows = [command({}), command({ name: 'status' })];
    expect(await deploy(settings(discord.guildId), rows)).toEqual({
      commands: 2,
      scope: 'guild',
      same: false,
    });
    const first = discord.commands(discord.guildId);
    await deploy(settings(discord.guildId), rows);
    expect(discord.commands(discord.guildId)).toEqual(first);
    expect(first.map(({ name }) => name)).toEqual(['drift', 'status']);
    expect(discord.violations()).toEqual([]);
  });

  it('removes its own global commands when it moves into one server', async () => {
    expect(await deploy(settings(null), [command({})])).toEqual({
      commands: 1,
      scope: 'global',
      same: false,
    });
    await deploy(settings(discord.guildId), [command({}), command({ name: 'status' })]);
    expect(discord.commands('global')).toEqual([]);
    expect(discord.commands(discord.guildId)).toHaveLength(2);
  });

  it('leaves global commands alone that are not from this table', async () => {
    await deploy(settings(null), [command({ name: 'music' })]);
    await deploy(settings(discord.guildId), [command({})]);
    expect(discord.commands('global').map(({ name }) => name)).toEqual(['music']);
  });

  describe('that remembers the last time', () => {
    function memory(): LastTime {
      let text: string | null = null;
      return {
        read: async () => text,
        put: async (next) => {
          text = next;
        },
      };
    }
    const puts = () => discord.requests().filter((line) => line.startsWith('PUT'));

    it('sends the same commands once, and changed ones again', async () => {
      const to = settings(discord.guildId, discord.token, memory());
      await deploy(to, [command({})]);
      expect(await deploy(to, [command({})])).toMatchObject({ commands: 1, same: true });
      expect(puts()).toHaveLength(1);
      await deploy(to, [command({ localName: 'derive' })]);
      expect(puts()).toHaveLength(2);
    });

    it('leaves none behind where they were before', async () => {
      const before = memory();
      await deploy(settings(discord.guildId, discord.token, before), [command({})]);
      await deploy(settings(null, discord.token, before), [command({ name: 'status' })]);
      expect(discord.commands(discord.guildId)).toEqual([]);
      expect(discord.commands('global').map(({ name }) => name)).toEqual(['status']);
    });

    it('does not mind a server that the bot has left, and tries again what was refused', async () => {
      const before = memory();
      await before.put('/applications/1/guilds/99/commands abc');
      await deploy(settings(discord.guildId, discord.token, before), [command({})]);
      expect(discord.commands(discord.guildId)).toHaveLength(1);
      await expect(deploy(settings('99', discord.token, before), [command({})])).rejects.toThrow();
      await expect(deploy(settings('99', discord.token, before), [command({})])).rejects.toThrow();
    });
  });

  it.each([
    ['a refused token', 'unauthorized'],
    ['a server the bot was not invited to', 'forbidden'],
  ])('tells of %s with a remedy and without the token', async (what, code) => {
    const wrong = what === 'a refused token' ? settings(discord.guildId, 'wrong-token') : settings('99');
    const failure = deploy(wrong, [command({})]);
    await expect(failure).rejects.toMatchObject({ code, message: expect.not.stringContaining('token-with') });
    await expect(failure).rejects.toHaveProperty(
      'remedy',
      expect.stringMatching(/DISCORD_TOKEN|applications\.commands/),
    );
  });
});
