import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Invocation } from '../../bot/commands/command.ts';
import type { DiscordBot } from '../../bot/discord.ts';
import type { Card } from '../../core/cards/card.ts';
import { AppError } from '../../core/errors.ts';
import {
  type BotOptions,
  cardOf,
  commandOf,
  type RecordedLog,
  recordLog,
  startBot,
} from '../fakes/discord/bot.ts';
import { refusal } from '../fakes/discord/faults.ts';
import { createManualClock, type ManualClock } from '../fakes/discord/manual-clock.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';

const manageServer = 32n;
const callback = /^\/interactions\//;
const original = /\/messages\/@original$/;

let clock: ManualClock;
let discord: FakeDiscord;
let log: RecordedLog;
let bot: DiscordBot | null = null;

beforeEach(async () => {
  clock = createManualClock(Date.UTC(2024, 0, 1));
  discord = await startFakeDiscord(clock.now);
  log = recordLog();
});
afterEach(async () => {
  await bot?.stop();
  bot = null;
  await discord.stop();
  expect(discord.violations()).toEqual([]);
  expect(log.text()).not.toMatch(/fake-(bot|webhook|interaction)-token/);
});

async function start(options: BotOptions): Promise<void> {
  const deployed = once(discord.events, 'deployed');
  bot = await startBot(discord, { clock, log }, options);
  await deployed;
}

/** A command whose end the test decides. */
function held(name: string) {
  const { promise, resolve } = withResolvers<Card>();
  const begun = withResolvers<Invocation>();
  const command = commandOf(name, (call) => {
    begun.resolve(call);
    return promise;
  });
  return { command, begun: begun.promise, end: resolve };
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('a slash command', () => {
  it('is deferred at once and then answered with an embed', async () => {
    const slow = held('drift');
    await start({ commands: [slow.command] });
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
      { name: 'watch', description: 'Which', type: 'string', required: true },
      { name: 'rows', description: 'How many', type: 'integer', required: false },
      { name: 'force', description: 'Really', type: 'boolean', required: false },
    ] as const;
    await start({ commands: [{ ...echo.command, options }] });
    const given = { watch: 'credit', rows: 5, force: true };
    const answer = discord.command('drift', given, { name: 'grace', permissions: manageServer });
    const call = await echo.begun;
    expect(call.args).toEqual(given);
    expect(call.caller).toEqual({ name: 'grace', via: 'discord', role: 'admin' });
    expect(call.channelWatch).toBe('churn');
    echo.end(cardOf('Done'));
    await answer;
  });

  it('shows its progress no more often than every 2.5 s, the newest step, and then its end', async () => {
    const slow = held('retrain');
    await start({ commands: [slow.command] });
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
    await start({ commands: [count] });
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
    await start({ commands: [commandOf('drift', async () => cardOf(`Run ${++runs}`))] });
    const { token, payload } = discord.interaction('drift');
    discord.fail({ path: new RegExp(token), with: 'drop' });
    const answered = discord.next(() => true);
    discord.dispatch('INTERACTION_CREATE', payload);
    discord.dispatch('INTERACTION_CREATE', payload);
    await answered;
    await bot?.stop();
    expect(runs).toBe(1);
  });

  it('is left to the other process when that one answered first', async () => {
    let runs = 0;
    await start({ commands: [commandOf('drift', async () => cardOf(`Run ${++runs}`))] });
    const { token, payload } = discord.interaction('drift');
    discord.fail({ path: new RegExp(token), with: refusal(400, 40060, 'Already acknowledged') });
    discord.dispatch('INTERACTION_CREATE', payload);
    expect((await discord.command('drift')).embeds[0]?.title).toBe('Run 1');
  });
});

describe('a command that fails', () => {
  it('shows what happened and what to do', async () => {
    const failing = commandOf('drift', async () => {
      throw new AppError('not_enough_data', 'Only 12 rows so far.', { remedy: 'Wait for 18 more.' });
    });
    await start({ commands: [failing] });
    const { embeds } = await discord.command('drift');
    expect(embeds[0]?.description).toBe('Only 12 rows so far.');
    expect(embeds[0]?.fields?.[0]?.value).toBe('Wait for 18 more.');
    expect(embeds[0]?.footer?.text).toContain('not_enough_data');
  });

  it('shows of a bug only the id under which the log holds it', async () => {
    const broken = commandOf('drift', async () => {
      throw new TypeError('reading rows of undefined');
    });
    await start({ commands: [broken] });
    const { embeds, interaction } = await discord.command('drift');
    expect(JSON.stringify(embeds)).not.toContain('undefined');
    expect(embeds[0]?.description).toContain(interaction);
    expect(log.text()).toMatch(new RegExp(`bug .*${interaction}`, 's'));
    expect(log.text()).toContain('reading rows of undefined');
  });

  it('is refused, unseen by others, to members without the scope it needs', async () => {
    let runs = 0;
    const retrain = commandOf('retrain', async () => cardOf(`Run ${++runs}`), { scope: 'operate' });
    await start({ commands: [retrain] });
    const refused = await discord.command('retrain', {}, { name: 'ada' });
    expect(refused.hidden).toBe(true);
    expect(refused.embeds[0]?.description).toContain('/retrain needs the scope "operate"; ada is viewer');
    expect(runs).toBe(0);
    expect((await discord.command('retrain', {}, { permissions: manageServer })).embeds[0]?.title).toBe(
      'Run 1',
    );
  });

  it('is refused to nobody else in the channel, even when Discord forgot the question', async () => {
    const retrain = commandOf('retrain', async () => cardOf('Promoted'), { scope: 'operate' });
    await start({ commands: [retrain] });
    const { token, payload } = discord.interaction('retrain');
    discord.fail({ path: new RegExp(`${token}/callback`), with: refusal(404, 10062, 'Unknown interaction') });
    discord.dispatch('INTERACTION_CREATE', payload);
    await discord.command('retrain', {}, { permissions: manageServer });
    await bot?.stop();
    expect(discord.messages().map(({ embeds }) => embeds[0]?.title)).toEqual(['Promoted']);
  });

  it('is told to reload Discord when the command is gone', async () => {
    await start({ commands: [commandOf('drift', async () => cardOf('Done'))] });
    const answer = discord.next(() => true);
    const { payload } = discord.interaction('drift');
    discord.dispatch('INTERACTION_CREATE', {
      ...payload,
      data: { id: '1', name: 'old', type: 1, options: [] },
    });
    expect((await answer).embeds[0]?.description).toBe('There is no command /old.');
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
    await start({ commands: [echo], operatorRoleIds: ['501'], adminRoleIds: ['502'] });
    expect((await discord.command('drift', {}, by)).embeds[0]?.title).toBe(role);
  });
});

describe('an answer that Discord no longer takes', () => {
  it('goes to the channel and mentions who asked, after 15 min', async () => {
    const slow = held('retrain');
    await start({ commands: [slow.command] });
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
    await start({ commands: [commandOf('drift', async () => cardOf('No drift'))] });
    discord.fail({ path: callback, with: refusal(404, 10062, 'Unknown interaction') });
    expect(await discord.command('drift')).toMatchObject({
      interaction: null,
      embeds: [{ title: 'No drift' }],
    });
  });

  it('is sent again while Discord is ill', async () => {
    await start({ commands: [commandOf('drift', async () => cardOf('No drift'))] });
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
    await start({ commands: [commandOf('drift', async () => cardOf('No drift'))] });
    const { token, payload } = discord.interaction('drift');
    discord.fail({
      path: new RegExp(`${token}/messages/@original`),
      with: refusal(404, 10015, 'Unknown Webhook'),
    });
    discord.fail({ path: /^\/channels\//, with: refusal(403, 50001, 'Missing Access') });
    discord.dispatch('INTERACTION_CREATE', payload);
    await discord.command('drift');
    await bot?.stop();
    expect(log.text()).toContain('answer lost');
  });
});
