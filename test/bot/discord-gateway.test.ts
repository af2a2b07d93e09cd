import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiscordBot } from '../../bot/discord.ts';
import type { Card } from '../../core/cards/card.ts';
import { cardOf, commandOf, type RecordedLog, recordLog, startBot } from '../fakes/discord/bot.ts';
import { createManualClock, type ManualClock } from '../fakes/discord/manual-clock.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';

const gatewayAddress = /^\/gateway\/bot$/;

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

const drift = commandOf('drift', async () => cardOf('No drift'));

async function start(): Promise<DiscordBot> {
  bot = await startBot(discord, { clock, log }, { commands: [drift] });
  return bot;
}

const title = async () => (await discord.command('drift')).embeds[0]?.title;

describe('the connection to Discord', () => {
  it('is ready after the start', async () => {
    const { health } = await start();
    await title();
    expect(health()).toEqual({ state: 'connected', problem: null, faults: 0 });
  });

  it.each([
    ['without a word', undefined],
    ['with a code', 4000],
  ])('resumes when it is cut %s, and answers what came meanwhile once', async (_, code) => {
    const { health } = await start();
    await title();
    const resumed = once(discord.events, 'resumed');
    discord.kick(code);
    const answer = title();
    expect(await answer).toBe('No drift');
    await resumed;
    expect(health().state).toBe('connected');
    expect(discord.messages()).toHaveLength(2);
    expect(log.text()).toContain('Discord gateway lost, reconnecting');
  });

  it('resumes when Discord asks for it, and answers what came meanwhile once', async () => {
    const { health } = await start();
    await title();
    const resumed = once(discord.events, 'resumed');
    discord.reconnect();
    expect(await title()).toBe('No drift');
    await resumed;
    while (health().state !== 'connected') await new Promise(setImmediate);
    expect(discord.messages()).toHaveLength(2);
  });

  it('resumes when its heartbeats are no longer answered, and answers what came meanwhile once', async () => {
    discord.heartbeatEvery(100);
    const { health } = await start();
    await title();
    const resumed = once(discord.events, 'resumed');
    discord.deafen(true);
    await resumed;
    discord.deafen(false);
    expect(await title()).toBe('No drift');
    while (health().state !== 'connected') await new Promise(setImmediate);
    expect(discord.messages()).toHaveLength(2);
    expect(log.text()).toContain('Discord gateway lost, reconnecting');
  });

  it('is not called ready while it is cut', async () => {
    const { health } = await start();
    await title();
    const resumed = once(discord.events, 'resumed');
    discord.kick();
    while (health().state === 'connected') await new Promise(setImmediate);
    expect(health()).toMatchObject({ state: 'connecting', problem: null });
    await resumed;
  });

  it('begins anew when its session is over', async () => {
    await start();
    await title();
    const again = once(discord.events, 'ready');
    discord.invalidSession();
    await again;
    expect(await title()).toBe('No drift');
  });

  it('is tried again, with longer and longer waits, while Discord cannot be reached', async () => {
    discord.fail({ path: gatewayAddress, with: 'drop', times: 2 });
    const { health } = await start();
    expect(health()).toMatchObject({ state: 'connecting', problem: null });
    await clock.sleeping(1_000);
    clock.advance(1_000);
    await clock.sleeping(2_000);
    const ready = once(discord.events, 'ready');
    clock.advance(2_000);
    await ready;
    expect(await title()).toBe('No drift');
  });

  it('keeps nobody waiting who starts the bot while Discord is silent', async () => {
    discord.fail({ path: gatewayAddress, with: 'hang' });
    const starting = start();
    await clock.sleeping(10_000);
    clock.advance(10_000);
    expect((await starting).health().state).toBe('connecting');
  });
});

describe('an error inside discord.js', () => {
  it('is claimed, counted, and costs nothing but its event', async () => {
    const { claims, health } = await start();
    await title();
    const reason = await unhandled(() => discord.dispatch('INTERACTION_CREATE', { id: '1', type: 2 }));
    expect(claims(reason)).toBe(true);
    expect(health()).toEqual({ state: 'connected', problem: null, faults: 1 });
    expect(await title()).toBe('No drift');
  });

  it('that leaves no connection behind has it renewed', async () => {
    discord.misdirect('no address');
    const { claims, health } = await start();
    await title();
    discord.misdirect(null);
    const reason = await unhandled(discord.kick);
    const ready = once(discord.events, 'ready');
    expect(claims(reason)).toBe(true);
    await ready;
    expect(await title()).toBe('No drift');
    expect(health()).toMatchObject({ state: 'connected', faults: 1 });
  });

  it('that leaves a login hanging does not hang the bot', async () => {
    // The library keeps the answer for `reset_after`: shorter, and a slow machine asks again and gets the right address.
    const limit = { total: 1, remaining: 1, reset_after: 60_000, max_concurrency: 1 };
    const body = { url: 'no address', shards: 1, session_start_limit: limit };
    discord.fail({ path: gatewayAddress, with: { status: 200, body } });
    let starting: Promise<DiscordBot> | null = null;
    const reason = await unhandled(() => {
      starting = start();
    });
    // The login has to be under way, or its own minute would be counted from later on.
    await clock.sleeping(60_000);
    clock.advance(10_000);
    const started = await starting;
    expect(bot?.claims(reason)).toBe(true);
    expect(started).toBe(bot);
    await clock.sleeping(50_000);
    clock.advance(50_000);
    await clock.sleeping(1_000);
    const ready = once(discord.events, 'ready');
    clock.advance(1_000);
    await ready;
    expect(await title()).toBe('No drift');
  });

  it('is told from errors of our own', async () => {
    const { claims } = await start();
    expect([claims(new Error('ours')), claims('text'), claims(undefined)]).toEqual([false, false, false]);
  });
});

describe('stopping', () => {
  it('leaves the gateway and lets a running command show its end', async () => {
    let end: (card: Card) => void = () => {};
    const begun = new Promise<void>((resolve) => {
      const slow = commandOf('slow', () => {
        resolve();
        return new Promise<Card>((done) => {
          end = done;
        });
      });
      void startBot(discord, { clock, log }, { commands: [slow] }).then((started) => {
        bot = started;
        void discord.command('slow');
      });
    });
    await begun;
    const stopping = bot?.stop();
    while (discord.connected()) await new Promise(setImmediate);
    const answered = discord.next(({ embeds }) => embeds[0]?.title === 'Done');
    end(cardOf('Done'));
    await answered;
    await stopping;
    await bot?.stop();
    expect(log.text()).not.toContain('reconnecting');
  });

  it('does not wait for ever', async () => {
    bot = await startBot(
      discord,
      { clock, log },
      { commands: [commandOf('slow', () => new Promise(() => {}))] },
    );
    const deferred = once(discord.events, 'deferred');
    void discord.command('slow');
    await deferred;
    const stopping = bot.stop();
    await clock.sleeping(10_000);
    clock.advance(10_000);
    await stopping;
  });
});

/** The reason of the one unhandled rejection that `cause` leads to; the test runner's own listener looks away. */
async function unhandled(cause: () => void): Promise<unknown> {
  const listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  try {
    const rejected = once(process, 'unhandledRejection');
    cause();
    const [reason] = await rejected;
    return reason;
  } finally {
    for (const listener of listeners) process.on('unhandledRejection', listener);
  }
}
