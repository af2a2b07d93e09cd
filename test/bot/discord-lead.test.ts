// Two processes with one token: one of them holds the gateway.
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DiscordBot } from '../../bot/discord.ts';
import type { Lead } from '../../core/ops/lead.ts';
import { cardOf, commandOf, recordLog, startBot } from '../fakes/discord/bot.ts';
import { createManualClock, type ManualClock } from '../fakes/discord/manual-clock.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';

let clock: ManualClock;
let discord: FakeDiscord;
const bots: DiscordBot[] = [];

beforeEach(async () => {
  clock = createManualClock(Date.UTC(2024, 0, 1));
  discord = await startFakeDiscord(clock.now);
});
afterEach(async () => {
  for (const bot of bots.splice(0)) await bot.stop();
  await discord.stop();
  expect(discord.violations()).toEqual([]);
});

/** A lead that the test gives and takes. */
function held() {
  let give: (over: AbortSignal) => Promise<void> = async () => {};
  const lead: Lead = ({ work, standBy, stop }) =>
    new Promise((resolve) => {
      give = work;
      stop.addEventListener('abort', () => resolve());
      standBy();
    });
  return { lead, give: (over: AbortSignal) => give(over) };
}

async function start(name: string, lead?: Lead): Promise<DiscordBot> {
  const commands = [commandOf('drift', async () => cardOf(name))];
  const bot = await startBot(discord, { clock, log: recordLog() }, { commands, ...(lead && { lead }) });
  bots.push(bot);
  return bot;
}

const title = async () => (await discord.command('drift')).embeds[0]?.title;

it('the one that stands by starts, answers nothing and deploys nothing', async () => {
  await start('leader');
  const { health } = await start('other', held().lead);
  expect(await title()).toBe('leader');
  expect(health()).toEqual({ state: 'standing by', problem: null, faults: 0 });
  expect(discord.requests().filter((line) => line.startsWith('PUT'))).toHaveLength(1);
});

it('takes the gateway when the lead is its own, and leaves it when the lead is lost', async () => {
  const { lead, give } = held();
  const { health } = await start('other', lead);
  const over = new AbortController();
  const ready = once(discord.events, 'ready');
  const tenure = give(over.signal);
  await ready;
  expect(await title()).toBe('other');
  expect(health().state).toBe('connected');
  over.abort();
  await tenure;
  expect(discord.connected()).toBe(false);
  expect(health().state).toBe('standing by');
});
