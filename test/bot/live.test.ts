// Roles and channels of the chat surface, as the environment says and as people have decided meanwhile.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Live, openLive } from '../../bot/live.ts';
import { roleOf } from '../../bot/roles.ts';
import type { ChatDecisions } from '../../core/ops/decisions.ts';
import { cardOf, commandOf } from '../fakes/discord/bot.ts';
import { type DiscordWorld, openWorld } from './discord-world.ts';
import { quiet, still } from './ops-double.ts';

const configured = {
  operatorRoleIds: ['11111'],
  adminRoleIds: [] as readonly string[],
  channelId: '70000',
  watches: [
    { name: 'own', channel: '70001' },
    { name: 'general', channel: null },
  ],
};
const undecided: ChatDecisions = { operators: null, admins: [], channel: null, channels: {} };
const manages = { roleIds: [], permissions: 1n << 5n };
const holding = (...roleIds: string[]) => ({ roleIds, permissions: 0n });

async function liveWith(chatDecisions: () => Promise<ChatDecisions>, settings = configured) {
  const clock = { ...still, sleep: () => new Promise<void>(() => {}) };
  return (await openLive({ ops: { chatDecisions }, clock, log: quiet }, settings))();
}

describe('what holds of a chat', () => {
  it('is what the environment says while nobody has decided', async () => {
    const { roles, watchesOf } = await liveWith(async () => undecided);
    expect([roleOf(holding('11111'), roles), roleOf(manages, roles)]).toEqual(['operator', 'admin']);
    expect([watchesOf('70000'), watchesOf('70001')]).toEqual([['general'], ['own']]);
  });

  it('has operators replaced and admins added: who was admin stays one', async () => {
    const decisions = { ...undecided, operators: ['22222'], admins: ['33333'] };
    const { roles } = await liveWith(async () => decisions);
    const held = [holding('11111'), holding('22222'), holding('33333'), manages];
    expect(held.map((member) => roleOf(member, roles))).toEqual(['viewer', 'operator', 'admin', 'admin']);
    const closed = await liveWith(async () => decisions, { ...configured, adminRoleIds: ['99999'] });
    expect(roleOf(holding('99999'), closed.roles)).toBe('admin');
    // The environment has taken it from them: a command does not give it back.
    expect(roleOf(manages, closed.roles)).toBe('operator');
  });

  it('finds the watches of a channel where their cards go now', async () => {
    const decisions = { ...undecided, channel: '80000', channels: { own: '80001' } };
    const { watchesOf } = await liveWith(async () => decisions);
    expect(['70000', '70001', '80000', '80001'].map(watchesOf)).toEqual([[], [], ['general'], ['own']]);
  });

  it('is what was known last while the store cannot be asked, or takes too long', async () => {
    let answer: () => Promise<ChatDecisions> = async () => ({ ...undecided, operators: ['22222'] });
    const ops = { chatDecisions: () => answer() };
    const live = await openLive({ ops, clock: still, log: quiet }, configured);
    const operators = async () => (await live()).roles.operatorRoleIds;
    answer = async () => {
      throw new Error('away');
    };
    expect(await operators()).toEqual(['22222']);
    answer = () => new Promise(() => {});
    expect(await operators()).toEqual(['22222']);
    answer = async () => undecided;
    expect(await operators()).toEqual(['11111']);
  });
});

describe('the bot, when roles change', () => {
  let world: DiscordWorld;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  it('asks by the new ones at once, and shows the commands to them soon', async () => {
    let now: Live = { roles: { operatorRoleIds: [], adminRoleIds: [] }, watchesOf: () => [] };
    const echo = commandOf('retrain', async ({ caller }) => cardOf(caller.role), { scope: 'operate' });
    await world.start({ commands: [echo], live: async () => now });
    const { discord } = world;
    const shown = () => discord.commands(discord.guildId).map((one) => one['default_member_permissions']);
    expect(shown()).toEqual(['32']);
    const otto = { roles: ['501'] };
    expect(JSON.stringify((await discord.command('retrain', {}, otto)).embeds)).toContain('you are a viewer');
    now = { ...now, roles: { operatorRoleIds: ['501'], adminRoleIds: [] } };
    expect((await discord.command('retrain', {}, otto)).embeds[0]?.title).toBe('operator');
    await world.clock.advance(15_000);
    await world.stop();
    expect(shown()).toEqual([null]);
  });
});
