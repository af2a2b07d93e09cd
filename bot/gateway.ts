// The connection on which Discord tells of interactions: opened, kept and closed; what it carries is not its business.
import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayIntentBits,
  type Interaction,
  Status,
} from 'discord.js';
import { AppError } from '../core/errors.ts';
import type { Clock, GatewayHealth, Logger, Metrics } from '../core/ports.ts';
import { networkReason } from './refusal.ts';
import type { Access } from './rest.ts';

const longestBackoffMs = 60_000;
/** Whoever starts a bot hears of a bad token; of a slow network only the log does. */
const firstAttemptMs = 10_000;
/** A shard whose connection fails inside the library never says so. */
const loginTimeoutMs = 60_000;
const closeTimeoutMs = 5_000;
type Problem = NonNullable<GatewayHealth['problem']>;
const badToken: Problem = {
  reason: 'Discord refuses DISCORD_TOKEN',
  remedy: 'Copy the token again into DISCORD_TOKEN (Developer Portal, Bot, Reset Token).',
};
/** Close codes after which discord.js gives up, and what to do about those we can name. */
const finalCloses: Readonly<Record<number, Problem>> = {
  4004: badToken,
  4014: {
    reason: 'Discord refuses the intents of the bot',
    remedy: 'Vigie asks for Guilds alone, which everybody may: look at the bot in the Developer Portal.',
  },
};
/** Where errors come from that discord.js throws at nobody while it handles what Discord sent. */
const insideLibrary = /[\\/](?:@discordjs[\\/]ws|discord\.js[\\/]src[\\/]client)[\\/]/;

export interface Gateway {
  /** Resolves after the first attempt to log in, and goes on trying. @throws AppError `invalid_config` for a refused token */
  open(): Promise<void>;
  health(): GatewayHealth;
  /** Last round trip of a heartbeat; null = none yet. */
  pingSeconds(): number | null;
  /**
   * Whether an unhandled rejection came out of discord.js' handling of an event. Such a one is counted and logged
   * here, the connection is renewed when it is gone, and the process can go on.
   */
  claims(reason: unknown): boolean;
  close(): Promise<void>;
}

interface GatewayWorld {
  readonly access: Access;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'disconnected'>;
  readonly receive: (interaction: Interaction) => void;
}

export function createGateway(world: GatewayWorld): Gateway {
  const { clock, log } = world;
  const closed = new AbortController();
  let client: Client | null = null;
  let opening = false;
  let problem: Problem | null = null;
  let faults = 0;

  const ready = () => client?.ws.shards.first()?.status === Status.Ready;

  /** A client whose login failed is used up: every attempt has its own. */
  async function attempt(): Promise<void> {
    problem = null;
    const give = (found: Problem) => {
      problem = found;
    };
    const fresh = createClient(world, { give, leaving: () => closed.signal.aborted });
    client = fresh;
    try {
      await within(clock, loginTimeoutMs, fresh.login(world.access.token));
    } catch (cause) {
      await fresh.destroy();
      throw cause;
    }
  }

  /** Logs in, however long it takes; `attempted` hears of every failure. @throws AppError `invalid_config` */
  async function persist(attempted: () => void): Promise<void> {
    for (let failures = 0; !closed.signal.aborted; failures++) {
      try {
        return await attempt();
      } catch (cause) {
        if (problem === null && isBadToken(cause)) problem = badToken;
        if (problem !== null) throw refused(problem);
        log.warn('Discord login failed, trying again', { reason: networkReason(cause), failures });
        attempted();
        await clock.sleep(Math.min(1_000 * 2 ** failures, longestBackoffMs), closed.signal);
      }
    }
  }

  function open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const settled = new AbortController();
      const settle = () => {
        settled.abort();
        resolve();
      };
      void clock.sleep(firstAttemptMs, AbortSignal.any([settled.signal, closed.signal])).then(settle);
      opening = true;
      const login = persist(settle).finally(() => {
        opening = false;
      });
      login.then(settle, (cause: unknown) => {
        log.error('Discord login given up', { reason: problem?.reason });
        reject(cause);
        settled.abort();
      });
    });
  }

  return {
    open,
    health() {
      if (ready()) return { state: 'connected', problem: null, faults };
      return { state: problem === null ? 'connecting' : 'refused', problem, faults };
    },
    pingSeconds() {
      const ping = client?.ws.ping ?? -1;
      return ready() && ping >= 0 ? ping / 1000 : null;
    },
    claims(reason) {
      if (!(reason instanceof Error) || !insideLibrary.test(reason.stack ?? '')) return false;
      faults += 1;
      log.error('discord.js failed inside', { err: reason, faults });
      if (!ready() && !opening && !closed.signal.aborted) {
        client?.destroy().catch(() => {});
        open().catch(() => {});
      }
      return true;
    },
    async close() {
      closed.abort();
      if (client !== null) await within(clock, closeTimeoutMs, client.destroy()).catch(() => {});
    },
  };
}

function createClient(
  world: GatewayWorld,
  { give, leaving }: { give: (problem: Problem) => void; leaving: () => boolean },
): Client {
  const { access, log, metrics, receive } = world;
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    rest: access.apiBaseUrl === null ? {} : { api: access.apiBaseUrl },
  });
  client.on(Events.InteractionCreate, receive);
  client.on(Events.ClientReady, () => log.info('Discord gateway ready'));
  // The library says the same of a connection that was closed on purpose.
  client.on(Events.ShardReconnecting, () => {
    if (leaving()) return;
    metrics.disconnected('lost');
    log.warn('Discord gateway lost, reconnecting');
  });
  client.on(Events.ShardResume, () => log.info('Discord gateway resumed'));
  client.on(Events.ShardError, (err) => log.warn('Discord gateway failed', { reason: networkReason(err) }));
  client.on(Events.Error, (err) => log.warn('Discord client failed', { reason: networkReason(err) }));
  client.on(Events.ShardDisconnect, ({ code }) => {
    const unknown: Problem = {
      reason: `Discord closed the connection for good (code ${code})`,
      remedy: 'Start Vigie again; the log has what came before.',
    };
    const problem = finalCloses[code] ?? unknown;
    give(problem);
    metrics.disconnected('closed');
    log.error('Discord gateway closed for good', { code, ...problem });
  });
  return client;
}

function isBadToken(cause: unknown): boolean {
  return cause instanceof DiscordjsError && cause.code === DiscordjsErrorCodes.TokenInvalid;
}

function refused({ reason, remedy }: Problem): AppError {
  return new AppError('invalid_config', `${reason}.`, { remedy });
}

/** @throws Error when the work takes longer than `ms` */
async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = clock.sleep(ms, done.signal).then(() => {
    throw new Error(`took longer than ${ms} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}
