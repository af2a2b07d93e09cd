// A bot that Discord will not have: at the start, and later.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiscordBot } from '../../bot/discord.ts';
import {
  type BotOptions,
  cardOf,
  commandOf,
  type RecordedLog,
  recordLog,
  startBot,
} from '../fakes/discord/bot.ts';
import { createManualClock } from '../fakes/discord/manual-clock.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';

const gatewayAddress = /^\/gateway\/bot$/;
const clock = createManualClock(Date.UTC(2024, 0, 1));

let discord: FakeDiscord;
let log: RecordedLog;
let bot: DiscordBot | null = null;

beforeEach(async () => {
  discord = await startFakeDiscord(clock.now);
  log = recordLog();
});
afterEach(async () => {
  await bot?.stop();
  bot = null;
  await discord.stop();
  expect(discord.violations()).toEqual([]);
  expect(log.text()).not.toMatch(/fake-(bot|webhook|interaction)-token|wrong-token/);
});

async function start(options: BotOptions = {}): Promise<DiscordBot> {
  const commands = [commandOf('drift', async () => cardOf('No drift'))];
  bot = await startBot(discord, { clock, log }, { commands, ...options });
  return bot;
}

describe('the connection', () => {
  it.each([
    ['its API', /^nothing$/],
    ['its gateway', gatewayAddress],
  ])('is given up when %s refuses the token, naming the setting', async (_, path) => {
    const body = {
      url: discord.socketUrl,
      shards: 1,
      session_start_limit: { total: 1, remaining: 1, reset_after: 1, max_concurrency: 1 },
    };
    discord.fail({ path, with: { status: 200, body }, times: 9 });
    await expect(start({ token: 'Zm9v.wrong-token.bar' })).rejects.toMatchObject({
      code: 'invalid_config',
      message: 'Discord refuses DISCORD_TOKEN.',
      remedy: expect.stringContaining('DISCORD_TOKEN'),
    });
  });

  it.each([
    [4004, 'Discord refuses DISCORD_TOKEN', 'Copy the token again into DISCORD_TOKEN'],
    [4014, 'Discord refuses the intents of the bot', 'Guilds alone'],
    [4012, 'Discord closed the connection for good (code 4012)', 'Start Vigie again'],
  ])('that Discord closes for good (%i) stays closed, and says what to do', async (code, reason, remedy) => {
    const { health } = await start();
    await discord.command('drift');
    discord.kick(code);
    while (health().state === 'connected') await new Promise(setImmediate);
    const problem = { reason, remedy: expect.stringContaining(remedy) };
    expect(health()).toMatchObject({ state: 'refused', problem });
    expect(log.text()).toContain(reason);
    expect(discord.connected()).toBe(false);
  });

  it.each([
    [4004, 'Discord refuses DISCORD_TOKEN.', 'DISCORD_TOKEN'],
    [4014, 'Discord refuses the intents of the bot.', 'Guilds alone'],
  ])('that Discord refuses at the start (%i) is given up with what to do', async (code, message, remedy) => {
    discord.refuseLogin(code);
    await expect(start()).rejects.toMatchObject({
      code: 'invalid_config',
      message,
      remedy: expect.stringContaining(remedy),
    });
    expect(log.text()).not.toContain('trying again');
  });
});
