// The security checklist: Discord. What its interface hides is a convenience; what the bot refuses is the law.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands, groups } from '../../bot/commands/index.ts';
import { toSlashCommands } from '../../bot/slash.ts';
import { cardOf, commandOf } from '../fakes/discord/bot.ts';
import { type DiscordWorld, openWorld } from './discord-world.ts';

describe('3 [API5] Discord members may what their roles say, in their server, on every way', () => {
  let world: DiscordWorld;
  let runs: number;
  beforeEach(async () => {
    world = await openWorld();
    runs = 0;
  });
  afterEach(() => world.close());
  const operator = { roles: ['501'] };
  const retrain = () => commandOf('retrain', async () => cardOf(`Run ${++runs}`), { scope: 'operate' });
  const refused = { hidden: true, embeds: [{ title: '🔒 Not allowed' }] };

  it('commands that change something are hidden from members, and none is offered in direct messages', () => {
    const roles = { operatorRoleIds: [], adminRoleIds: [] };
    const made = toSlashCommands({ commands, groups }, roles);
    for (const { name, contexts, default_member_permissions: shownTo } of made) {
      // 0 = a server; direct messages would be 1 and 2 (Discord, "Interaction Context Types").
      expect(contexts).toEqual([0]);
      const rows = commands.filter((row) => row.name.split(' ')[0] === name);
      const changes = rows.every(({ scope }) => scope === 'operate' || scope === 'admin');
      expect([name, shownTo]).toEqual([name, changes ? String(1n << 5n) : null]);
    }
    expect(made.find(({ name }) => name === 'retrain')?.default_member_permissions).toBe('32');
  });

  it('a command is refused to those without the role, whoever showed it to them', async () => {
    await world.start({ commands: [retrain()], operatorRoleIds: ['501'], adminRoleIds: ['502'] });
    expect(await world.discord.command('retrain', {}, { roles: ['999'] })).toMatchObject(refused);
    expect(runs).toBe(0);
    await world.discord.command('retrain', {}, operator);
    expect(runs).toBe(1);
  });

  it.each([
    ['in another server', { guild_id: '99' }],
    ['in a direct message', { guild_id: undefined, guild: undefined, member: undefined, user: { id: '7' } }],
  ])('a command %s is refused', async (_where, place) => {
    await world.start({ commands: [retrain()], operatorRoleIds: ['501'] });
    const { payload } = world.discord.interaction('retrain', {}, operator);
    const answer = world.discord.next(() => true);
    const user = { id: '7', username: 'eve', discriminator: '0', global_name: null, avatar: null };
    const sent = { ...payload, ...place, ...('user' in place ? { user } : {}) };
    world.discord.dispatch('INTERACTION_CREATE', sent);
    expect(await answer).toMatchObject({ hidden: true, embeds: [{ title: '🔒 Not in this server' }] });
    expect(runs).toBe(0);
  });

  it('a button asks anew who presses it, and a change that loses something is asked about first', async () => {
    const rollback = commandOf('rollback', async () => cardOf(`Back ${++runs}`), {
      scope: 'operate',
      confirm: async () => cardOf('Back to v1?'),
    });
    const action = { kind: 'button', look: 'main', label: 'Back', command: 'rollback', args: {} } as const;
    const status = commandOf('status', async () => ({ ...cardOf('Status'), actions: [action] }));
    await world.start({ commands: [status, rollback], operatorRoleIds: ['501'] });
    const shown = await world.discord.command('status', {}, operator);
    expect(await world.discord.press(shown, 'Back', { roles: ['999'] })).toMatchObject(refused);
    const asked = await world.discord.press(shown, 'Back', operator);
    expect([asked.embeds[0]?.title, runs]).toEqual(['Back to v1?', 0]);
    await world.discord.press(asked, 'Confirm', operator);
    expect(runs).toBe(1);
    expect(commands.filter(({ confirm }) => confirm !== undefined).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['rollback', 'approve', 'promote', 'retrain', 'train', 'config set']),
    );
  });
});
