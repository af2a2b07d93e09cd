// The real bot on a fake Discord, with a clock and a log of the test's own, and commands whose end the test decides.
import { once } from 'node:events';
import { expect } from 'vitest';
import type { Invocation } from '../../bot/commands/command.ts';
import type { DiscordBot } from '../../bot/discord.ts';
import type { Card } from '../../core/cards/card.ts';
import { type BotOptions, commandOf, type RecordedLog, recordLog, startBot } from '../fakes/discord/bot.ts';
import { createManualClock, type ManualClock } from '../fakes/discord/manual-clock.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';

export interface DiscordWorld {
  readonly clock: ManualClock;
  readonly discord: FakeDiscord;
  readonly log: RecordedLog;
  /** Starts the bot; its commands are deployed by the time it is there. */
  start(options: BotOptions): Promise<void>;
  /** Stops the bot, once what it is doing has ended. */
  stop(): Promise<void>;
  /** Stops everything, and expects that Discord saw no fault and the log no token. */
  close(): Promise<void>;
}

export async function openWorld(): Promise<DiscordWorld> {
  const clock = createManualClock(Date.UTC(2024, 0, 1));
  const discord = await startFakeDiscord(clock.now);
  const log = recordLog();
  let bot: DiscordBot | null = null;
  const stop = async () => bot?.stop();
  return {
    clock,
    discord,
    log,
    start: async (options) => {
      const deployed = once(discord.events, 'deployed');
      bot = await startBot(discord, { clock, log }, options);
      await deployed;
    },
    stop,
    close: async () => {
      await stop();
      await discord.stop();
      expect(discord.violations()).toEqual([]);
      expect(log.text()).not.toMatch(/fake-(bot|webhook|interaction)-token/);
    },
  };
}

/** A command whose end the test decides. */
export function held(name: string) {
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
