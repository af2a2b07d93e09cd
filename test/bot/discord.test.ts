// What a slash command does for the member who gives it.
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardOf, commandOf } from '../fakes/discord/bot.ts';
import { refusal } from '../fakes/discord/faults.ts';
import type { ManualClock } from '../fakes/discord/manual-clock.ts';
import type { FakeDiscord } from '../fakes/discord/server.ts';
import { type DiscordWorld, held, openWorld } from './discord-world.ts';

const manageServer = 32n;

let world: DiscordWorld;
let clock: ManualClock;
let discord: FakeDiscord;
beforeEach(async () => {
  world = await openWorld();
  ({ clock, discord } = world);
});
afterEach(() => world.close());

describe('a slash command', () => {
  it('is deferred at once and then answered with an embed', async () => {
    const slow = held('drift');
    await world.start({ commands: [slow.command] });
    const deferred = once(discord.events, 'deferred');
    const answer = discord.command('drift');
    await deferred;
    expect(discord.messages()).toEqual([]);
    slow.end(cardOf('No drift'));
    expect(await answer).toMatchObject({
      embeds: [{ title: 'No drift', color: 0x57f287 }],
      hidden: false,
      edits: 0,
    });
  });

  it('hears who asks, with which options, and which watch lives in the channel', async () => {
    const echo = held('drift');
    const options = [
      { name: 'watch', description: { en: 'Which', fr: 'Which' }, type: 'string', required: true },
      { name: 'rows', description: { en: 'How many', fr: 'How many' }, type: 'integer', required: false },
      { name: 'force', description: { en: 'Really', fr: 'Really' }, type: 'boolean', required: false },
    ] as const;
    await world.start({ commands: [{ ...echo.command, options }] });
    const given = { watch: 'credit', rows: 5, force: true };
    const answer = discord.command('drift', given, { name: 'grace', permissions: manageServer });
    const call = await echo.begun;
    expect(call.args).toEqual(given);
    expect(call.caller).toMatchObject({
      name: 'grace',
      id: expect.stringMatching(/^\d+$/),
      via: 'discord',
      role: 'admin',
    });
    expect(call.channelWatch).toBe('churn');
    echo.end(cardOf('Done'));
    await answer;
  });

  it('shows its progress no more often than every 2.5 s, the newest step, and then its end', async () => {
    const slow = held('retrain');
    await world.start({ commands: [slow.command] });
    const answer = discord.command('retrain');
    const { show } = await slow.begun;
    const title = (text: string) => discord.next(({ embeds }) => embeds[0]?.title === text);

    const first = title('10 %');
    show(cardOf('10 %', 'busy'));
    await first;
    const third = title('30 %');
    show(cardOf('20 %', 'busy'));
    show(cardOf('30 %', 'busy'));
    await clock.sleeping(2_500);
    clock.advance(2_500);
    await third;
    show(cardOf('40 %', 'busy'));
    slow.end(cardOf('Promoted'));
    expect((await answer).embeds[0]?.title).toBe('Promoted');
    expect(discord.edits()).toBe(2);
    expect(discord.messages()).toHaveLength(1);
  });

  it('runs once when its event comes twice', async () => {
    let runs = 0;
    const count = commandOf('drift', async () => cardOf(`Run ${++runs}`));
    await world.start({ commands: [count] });
    const { payload } = discord.interaction('drift');
    const answered = discord.next(() => true);
    discord.dispatch('INTERACTION_CREATE', payload);
    discord.dispatch('INTERACTION_CREATE', payload);
    await answered;
    await discord.command('drift');
    expect(runs).toBe(2);
  });

  it('runs once when its event comes twice and the first could not even be deferred', async () => {
    let runs = 0;
    await world.start({ commands: [commandOf('drift', async () => cardOf(`Run ${++runs}`))] });
    const { token, payload } = discord.interaction('drift');
    discord.fail({ path: new RegExp(token), with: 'drop' });
    const answered = discord.next(() => true);
    discord.dispatch('INTERACTION_CREATE', payload);
    discord.dispatch('INTERACTION_CREATE', payload);
    await answered;
    await world.stop();
    expect(runs).toBe(1);
  });

  it('is left to the other process when that one answered first', async () => {
    let runs = 0;
    await world.start({ commands: [commandOf('drift', async () => cardOf(`Run ${++runs}`))] });
    const { token, payload } = discord.interaction('drift');
    discord.fail({ path: new RegExp(token), with: refusal(400, 40060, 'Already acknowledged') });
    discord.dispatch('INTERACTION_CREATE', payload);
    expect((await discord.command('drift')).embeds[0]?.title).toBe('Run 1');
  });
});

describe('who may do what', () => {
  it.each([
    ['nobody in particular', {}, 'viewer'],
    ['the operator role', { roles: ['501'] }, 'operator'],
    ['Manage Server where admin roles are configured', { permissions: manageServer }, 'operator'],
    ['the admin role', { roles: ['502', '501'] }, 'admin'],
  ])('%s makes a member %s', async (_, by, role) => {
    const echo = commandOf('drift', async ({ caller }) => cardOf(caller.role));
    await world.start({ commands: [echo], operatorRoleIds: ['501'], adminRoleIds: ['502'] });
    expect((await discord.command('drift', {}, by)).embeds[0]?.title).toBe(role);
  });
});
