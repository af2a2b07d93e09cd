import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Option } from '../../bot/commands/command.ts';
import type { DiscordBot } from '../../bot/discord.ts';
import { cardOf, commandOf, recordLog, startBot } from '../fakes/discord/bot.ts';
import { createManualClock, type ManualClock } from '../fakes/discord/manual-clock.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';

let clock: ManualClock;
let discord: FakeDiscord;
let bot: DiscordBot;

beforeEach(async () => {
  clock = createManualClock(Date.UTC(2024, 0, 1));
  discord = await startFakeDiscord(clock.now);
});
afterEach(async () => {
  await bot.stop();
  await discord.stop();
  expect(discord.violations()).toEqual([]);
});

async function start(
  complete: NonNullable<Option['complete']>,
  type: Option['type'] = 'string',
): Promise<void> {
  const options = [
    { name: 'watch', description: { en: 'Which', fr: 'Which' }, type: 'string', required: false },
    { name: 'value', description: { en: 'What', fr: 'What' }, type, required: false, complete },
  ] as const;
  const deployed = once(discord.events, 'deployed');
  const commands = [commandOf('drift', async () => cardOf('Done'), { options })];
  bot = await startBot(discord, { clock, log: recordLog() }, { commands });
  await deployed;
}

const type = (typed: string) =>
  discord.autocomplete('drift', { option: 'value', typed, others: { watch: 'credit' } });

describe('completion', () => {
  it('offers what the option offers for what was typed and what else was given', async () => {
    await start(async (ops, typed, args) => [...ops.watchNames(), typed, String(args['watch'])]);
    expect(await type('ch')).toEqual([
      { name: 'churn', value: 'churn' },
      { name: 'credit', value: 'credit' },
      { name: 'ch', value: 'ch' },
    ]);
  });

  it('offers numbers where numbers are asked for', async () => {
    await start(async () => ['7', '8', 'latest'], 'integer');
    expect(await type('')).toEqual([
      { name: '7', value: 7 },
      { name: '8', value: 8 },
    ]);
  });

  it('offers 25 at most, and nothing that Discord would have to cut', async () => {
    const many = Array.from({ length: 40 }, (_, at) => `watch-${at}`);
    await start(async () => ['', 'x'.repeat(101), ...many]);
    expect((await type('')).map(({ name }) => name)).toEqual(many.slice(0, 25));
  });

  it('offers nothing when the values take longer than 2 s', async () => {
    await start(() => new Promise(() => {}));
    const offered = type('');
    await clock.sleeping(2_000);
    clock.advance(2_000);
    expect(await offered).toEqual([]);
  });

  it('offers nothing when the values cannot be had', async () => {
    await start(async () => {
      throw new Error('no store');
    });
    expect(await type('')).toEqual([]);
  });
});
