// What a member sees of a command that fails, and of an answer that Discord does not take.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { cardOf, commandOf, type RecordedLog } from '../fakes/discord/bot.ts';
import { refusal } from '../fakes/discord/faults.ts';
import type { ManualClock } from '../fakes/discord/manual-clock.ts';
import type { FakeDiscord } from '../fakes/discord/server.ts';
import { type DiscordWorld, held, openWorld } from './discord-world.ts';

const manageServer = 32n;
const callback = /^\/interactions\//;
const original = /\/messages\/@original$/;

let world: DiscordWorld;
let clock: ManualClock;
let discord: FakeDiscord;
let log: RecordedLog;
beforeEach(async () => {
  world = await openWorld();
  ({ clock, discord, log } = world);
});
afterEach(() => world.close());

describe('a command that fails', () => {
  it('shows what happened and what to do', async () => {
    const failing = commandOf('drift', async () => {
      throw new AppError('not_enough_data', 'Only 12 rows so far.', { remedy: 'Wait for 18 more.' });
    });
    await world.start({ commands: [failing] });
    const { embeds, hidden } = await discord.command('drift');
    expect(embeds[0]?.description).toBe('Only 12 rows so far.');
    expect(embeds[0]?.fields?.[0]?.value).toBe('Wait for 18 more.');
    expect(embeds[0]?.footer?.text).toContain('not_enough_data');
    expect(hidden).toBe(true);
  });

  it('leaves nothing in the channel, whatever it showed on its way', async () => {
    const failing = commandOf('retrain', async ({ show }) => {
      show(cardOf('10 %', 'busy'));
      await discord.next(({ embeds }) => embeds[0]?.title === '10 %');
      throw new AppError('not_enough_data', 'Only 12 rows so far.');
    });
    await world.start({ commands: [failing] });
    await discord.command('retrain');
    expect(discord.messages().map(({ hidden }) => hidden)).toEqual([true]);
  });

  it('is told once where nobody heard that the answer was deleted', async () => {
    const failing = commandOf('drift', async () => {
      throw new AppError('not_enough_data', 'Only 12 rows so far.');
    });
    await world.start({ commands: [failing] });
    discord.fail({ path: original, method: 'DELETE', with: 'lose' });
    const answer = discord.command('drift');
    await clock.sleeping(1_000);
    clock.advance(1_000);
    expect((await answer).hidden).toBe(true);
    expect(discord.messages()).toHaveLength(1);
  });

  it('takes the place of the answer where Discord does not let it be deleted', async () => {
    const failing = commandOf('drift', async () => {
      throw new AppError('not_enough_data', 'Only 12 rows so far.');
    });
    await world.start({ commands: [failing] });
    discord.fail({ path: original, method: 'DELETE', with: refusal(403, 50001, 'Missing Access') });
    expect(await discord.command('drift')).toMatchObject({
      hidden: false,
      embeds: [{ description: 'Only 12 rows so far.' }],
    });
  });

  it('shows of a bug only the id under which the log holds it', async () => {
    const broken = commandOf('drift', async () => {
      throw new TypeError('reading rows of undefined');
    });
    await world.start({ commands: [broken] });
    const { embeds, interaction } = await discord.command('drift');
    expect(JSON.stringify(embeds)).not.toContain('undefined');
    expect(embeds[0]?.description).toContain(interaction);
    expect(log.text()).toMatch(new RegExp(`bug .*${interaction}`, 's'));
    expect(log.text()).toContain('reading rows of undefined');
  });

  it('is refused, unseen by others, to members without the scope it needs', async () => {
    let runs = 0;
    const retrain = commandOf('retrain', async () => cardOf(`Run ${++runs}`), { scope: 'operate' });
    await world.start({ commands: [retrain] });
    const refused = await discord.command('retrain', {}, { name: 'ada' });
    expect(refused.hidden).toBe(true);
    expect(refused.embeds[0]?.description).toBe('/retrain is for operators; you are a viewer.');
    const french = await discord.command('retrain', {}, { locale: 'fr' });
    expect(french.embeds[0]?.description).toBe(
      '/retrain est réservé aux opérateurs\u202f; vous êtes lecteur.',
    );
    expect(runs).toBe(0);
    expect((await discord.command('retrain', {}, { permissions: manageServer })).embeds[0]?.title).toBe(
      'Run 1',
    );
  });

  it('is refused to nobody else in the channel, even when Discord forgot the question', async () => {
    const retrain = commandOf('retrain', async () => cardOf('Promoted'), { scope: 'operate' });
    await world.start({ commands: [retrain] });
    const { token, payload } = discord.interaction('retrain');
    discord.fail({ path: new RegExp(`${token}/callback`), with: refusal(404, 10062, 'Unknown interaction') });
    discord.dispatch('INTERACTION_CREATE', payload);
    await discord.command('retrain', {}, { permissions: manageServer });
    await world.stop();
    expect(discord.messages().map(({ embeds }) => embeds[0]?.title)).toEqual(['Promoted']);
  });

  it('is told to reload Discord when the command is gone', async () => {
    await world.start({ commands: [commandOf('drift', async () => cardOf('Done'))] });
    const answer = discord.next(() => true);
    const { payload } = discord.interaction('drift');
    discord.dispatch('INTERACTION_CREATE', {
      ...payload,
      data: { id: '1', name: 'old', type: 1, options: [] },
    });
    expect((await answer).embeds[0]?.description).toBe('There is no command /old.');
  });
});

describe('a member of another server', () => {
  it('is refused', async () => {
    await world.start({ commands: [commandOf('drift', async () => cardOf('Done'))] });
    const { payload } = discord.interaction('drift');
    const answer = discord.next(() => true);
    discord.dispatch('INTERACTION_CREATE', { ...payload, guild_id: '99' });
    expect(await answer).toMatchObject({ hidden: true, embeds: [{ title: '🔒 Not in this server' }] });
  });
});

describe('an answer that Discord no longer takes', () => {
  it('goes to the channel and mentions who asked, after 15 min', async () => {
    const slow = held('retrain');
    await world.start({ commands: [slow.command] });
    const answer = discord.command('retrain', {}, { user: '4242' });
    await slow.begun;
    clock.advance(16 * 60_000);
    slow.end(cardOf('Promoted'));
    expect(await answer).toMatchObject({
      content: '<@4242>',
      pinged: ['4242'],
      channel: discord.channelId,
      interaction: null,
      embeds: [{ title: 'Promoted' }],
    });
  });

  it('goes to the channel when the question was forgotten before it was deferred', async () => {
    await world.start({ commands: [commandOf('drift', async () => cardOf('No drift'))] });
    discord.fail({ path: callback, with: refusal(404, 10062, 'Unknown interaction') });
    expect(await discord.command('drift')).toMatchObject({
      interaction: null,
      embeds: [{ title: 'No drift' }],
    });
  });

  it('is sent again while Discord is ill', async () => {
    await world.start({ commands: [commandOf('drift', async () => cardOf('No drift'))] });
    discord.fail({ path: original, with: { status: 503 } });
    discord.fail({ path: original, with: 'drop' });
    const answer = discord.command('drift');
    await clock.sleeping(1_000);
    clock.advance(1_000);
    await clock.sleeping(2_000);
    clock.advance(2_000);
    expect(await answer).toMatchObject({ interaction: expect.any(String), embeds: [{ title: 'No drift' }] });
  });

  it('is given up without harm when the channel is closed as well', async () => {
    await world.start({ commands: [commandOf('drift', async () => cardOf('No drift'))] });
    const { token, payload } = discord.interaction('drift');
    discord.fail({
      path: new RegExp(`${token}/messages/@original`),
      with: refusal(404, 10015, 'Unknown Webhook'),
    });
    discord.fail({ path: /^\/channels\//, with: refusal(403, 50001, 'Missing Access') });
    discord.dispatch('INTERACTION_CREATE', payload);
    await discord.command('drift');
    await world.stop();
    expect(log.text()).toContain('answer lost');
  });
});
