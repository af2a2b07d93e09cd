// The Discord bot: slash commands over the gateway, answered through REST.
import type { Card } from '../core/cards/card.ts';
import type { Telling } from '../core/cards/words/index.ts';
import { AppError } from '../core/errors.ts';
import type { Ops } from '../core/ops/index.ts';
import type { Lead } from '../core/ops/lead.ts';
import type { Clock, GatewayHealth, Logger, Metrics } from '../core/ports.ts';
import type { Charts } from './chart/charts.ts';
import type { Command, Groups } from './commands/command.ts';
import { deployCommands, type LastTime } from './deploy.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { createInteractions } from './interactions.ts';
import type { Live } from './live.ts';
import { type Access, createRest } from './rest.ts';

const longestBackoffMs = 300_000;
/** Between two looks at whether roles were changed. */
const lookAgainMs = 15_000;
/** Running commands get this long to show their last card. */
const farewellMs = 10_000;

interface DiscordSettings extends Access {
  readonly appId: string;
  /** Null = commands in every server the bot is in. */
  readonly guildId: string | null;
}

export interface DiscordBot {
  health(): GatewayHealth;
  /** See Gateway. */
  pingSeconds(): number | null;
  /** See Gateway.claims: ask before an unhandled rejection ends the process. */
  claims(reason: unknown): boolean;
  /** Leaves the gateway, then lets running commands end. Stopping twice is stopping once. */
  stop(): Promise<void>;
}

interface DiscordWorld {
  readonly settings: DiscordSettings;
  readonly ops: Ops;
  readonly commands: readonly Command[];
  readonly groups: Groups;
  readonly failure: (error: AppError, telling: Telling) => Card;
  readonly charts: Charts;
  readonly live: () => Promise<Live>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'listening' | 'acknowledged' | 'interactionEnded' | 'disconnected'>;
  /** Several processes with one token would all answer: one of them holds the gateway. */
  readonly lead: Lead;
  readonly lastTime: LastTime;
}

/**
 * Deploys the commands and opens the gateway, once no other process of the same application holds it. Resolves after
 * the first attempt: an unreachable Discord is tried again in the background.
 * @throws AppError `invalid_config` when Discord refuses DISCORD_TOKEN
 */
export async function startDiscord(world: DiscordWorld): Promise<DiscordBot> {
  const { settings, clock, log, lead, metrics } = world;
  const interactions = createInteractions({
    ...world,
    guildId: settings.guildId,
    call: createRest(settings),
  });
  const stopped = new AbortController();
  let gateway: Gateway | null = null;
  let leads = false;

  /** Holds the gateway until `over`. @throws AppError `invalid_config` */
  async function hold(over: AbortSignal, opened: () => void): Promise<void> {
    const ended = new AbortController();
    const own = createGateway({ access: settings, clock, log, metrics, receive: interactions.receive });
    gateway = own;
    leads = true;
    void keepDeployed(world, ended.signal);
    const closing = aborted(over).then(own.close);
    try {
      await own.open();
      opened();
      await closing;
      // One that was refused stays: it says what to do.
      leads = false;
    } finally {
      ended.abort();
    }
  }

  let led: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    const standBy = () => {
      log.info('another process holds the Discord gateway, standing by');
      resolve();
    };
    const work = (over: AbortSignal) => hold(over, resolve);
    led = lead({ id: `gateway:${settings.appId}`, work, standBy, stop: stopped.signal });
    led.then(resolve, reject);
  });
  return {
    health: () => (leads && gateway?.health()) || { state: 'standing by', problem: null, faults: 0 },
    pingSeconds: () => gateway?.pingSeconds() ?? null,
    claims: (reason) => gateway?.claims(reason) ?? false,
    async stop() {
      if (stopped.signal.aborted) return;
      stopped.abort();
      await led.catch(() => {});
      const ended = new AbortController();
      await Promise.race([interactions.settled(), clock.sleep(farewellMs, ended.signal)]);
      ended.abort();
    },
  };
}

/**
 * Deploys the commands, and again when roles changed: they decide who sees a command. Those of an earlier deployment
 * work meanwhile, so nothing waits for this. Never rejects.
 */
async function keepDeployed(world: DiscordWorld, signal: AbortSignal): Promise<void> {
  const { settings, commands, groups, lastTime, clock, log } = world;
  const { appId, guildId } = settings;
  let deployedFor = '';
  let failures = 0;
  while (!signal.aborted) {
    const { roles } = await world.live();
    try {
      if (deployedFor !== JSON.stringify(roles)) {
        const whole = { access: settings, appId, guildId, roles, lastTime };
        log.info('slash commands deployed', { ...(await deployCommands(whole, { commands, groups })) });
      }
      deployedFor = JSON.stringify(roles);
      failures = 0;
      await clock.sleep(lookAgainMs, signal);
    } catch (cause) {
      if (!(cause instanceof AppError) || cause.code !== 'upstream_unavailable') {
        return log.error('slash commands not deployed', { err: cause });
      }
      log.warn('slash commands not deployed yet', { failures, err: cause });
      await clock.sleep(Math.min(1_000 * 2 ** failures++, longestBackoffMs), signal);
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
