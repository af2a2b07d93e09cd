// How Vigie speaks: Discord by token, Discord by webhook, or the terminal; decided by what is configured.
// discord.js is half of Vigie's memory, so it is loaded only where there is a token.
import { failureCard } from '../core/cards/failure.ts';
import { incidentNote, reminderCard } from '../core/cards/incident-notes.ts';
import { cardFor } from '../core/cards/index.ts';
import { wordsOf } from '../core/cards/words/index.ts';
import { AppError } from '../core/errors.ts';
import type { News } from '../core/news.ts';
import type { Ops } from '../core/ops/index.ts';
import { createLead } from '../core/ops/lead.ts';
import type { Clock, GatewayHealth, Logger, Metrics, Notifier, RunState } from '../core/ports.ts';
import { type Charts, createCharts } from './chart/charts.ts';
import { commands, groups } from './commands/index.ts';
import type { DiscordBot } from './discord.ts';
import { openLive } from './live.ts';
import type { Access, Meter } from './rest.ts';
import { runPicture } from './run-picture.ts';

/** The settings of the chat surface, by their names in the environment; empty = not configured. */
export interface ChatSettings {
  readonly DISCORD_TOKEN: string;
  readonly DISCORD_APP_ID: string;
  readonly DISCORD_GUILD_ID: string;
  readonly DISCORD_CHANNEL_ID: string;
  readonly DISCORD_OPERATOR_ROLE_IDS: readonly string[];
  readonly DISCORD_ADMIN_ROLE_IDS: readonly string[];
  readonly DISCORD_WEBHOOK_URL: string;
  readonly DISCORD_API_BASE_URL: string;
  readonly LOCALE: string;
  readonly watches: readonly { readonly name: string; readonly channel: string | null }[];
}

/** How the connection to Discord stands, for who asks before there is one: null until it is opened. */
interface Link {
  health: () => GatewayHealth | null;
  pingSeconds?: () => number | null;
}

/** What of the world the bot needs beside the operations. */
type BotWorld = Parameters<typeof createLead>[0] & { readonly gateway: Link; readonly metrics: Metrics };

const accessOf = (
  { DISCORD_TOKEN, DISCORD_API_BASE_URL }: ChatSettings,
  meter?: Meter,
  over?: AbortSignal,
): Access => ({
  token: DISCORD_TOKEN,
  apiBaseUrl: DISCORD_API_BASE_URL || null,
  ...(meter === undefined ? {} : { meter }),
  ...(over === undefined ? {} : { over }),
});

const botOf = (settings: ChatSettings, meter?: Meter) => ({
  ...accessOf(settings, meter),
  appId: settings.DISCORD_APP_ID,
  guildId: settings.DISCORD_GUILD_ID || null,
});

const rolesOf = (settings: ChatSettings) => ({
  operatorRoleIds: settings.DISCORD_OPERATOR_ROLE_IDS,
  adminRoleIds: settings.DISCORD_ADMIN_ROLE_IDS,
});

interface Discord {
  /** Posts cards; null when neither a token nor a webhook is configured. */
  readonly notifier: Notifier | null;
  /** To be stopped at the end. */
  readonly charts: Charts;
  readonly gateway: Link;
  /** Paints what runs in MLflow show. */
  readonly picture: ReturnType<typeof runPicture>;
}

/** What the process needs of Discord to tell, whether or not it listens. */
export async function openDiscord(
  settings: ChatSettings,
  world: { clock: Clock; log: Logger; metrics: Metrics; over: AbortController },
): Promise<Discord> {
  const charts = createCharts(world);
  const gateway: Link = { health: () => null };
  const notifier = await notifierOf(settings, charts, { ...world, over: world.over.signal });
  return { notifier, charts, gateway, picture: runPicture(charts) };
}

async function notifierOf(
  settings: ChatSettings,
  charts: Charts,
  { log, over, ...meter }: Meter & { readonly log: Logger; readonly over: AbortSignal },
): Promise<Notifier | null> {
  const access = accessOf(settings, meter, over);
  const words = wordsOf(settings.LOCALE);
  const inWords = (news: News, run: RunState) => cardFor(news, run, words);
  if (access.token !== '') {
    const { createDiscordNotifier } = await import('./notifier.ts');
    const { withThreads } = await import('./threads.ts');
    const channelId = settings.DISCORD_CHANNEL_ID;
    return withThreads(createDiscordNotifier({ access, channelId, cardFor: inWords, charts }), {
      access,
      channelId,
      roleIds: settings.DISCORD_OPERATOR_ROLE_IDS,
      noteFor: (news) => incidentNote(news, words),
      reminderFor: (news) => reminderCard(news, words),
      nameFor: ({ incident, watch }) => words.life.incident(incident.number, watch),
      log,
    });
  }
  if (settings.DISCORD_WEBHOOK_URL === '') return null;
  const { createWebhookNotifier } = await import('./webhook.ts');
  return createWebhookNotifier({
    url: settings.DISCORD_WEBHOOK_URL,
    apiBaseUrl: access.apiBaseUrl,
    cardFor: inWords,
    roleIds: settings.DISCORD_OPERATOR_ROLE_IDS,
    charts,
    meter,
    over,
  });
}

/** Opens the gateway, once no other process holds it. @throws AppError `invalid_config` when Discord refuses the token */
export async function startBot(
  settings: ChatSettings,
  { ops, charts }: { ops: Ops; charts: Charts },
  world: BotWorld,
): Promise<DiscordBot> {
  const { startDiscord } = await import('./discord.ts');
  const { clock, log, metrics, store } = world;
  const mark = `slash commands of ${settings.DISCORD_APP_ID}`;
  const channelId = settings.DISCORD_CHANNEL_ID;
  const live = await openLive(
    { ops, clock, log },
    { ...rolesOf(settings), channelId, watches: settings.watches },
  );
  const bot = await startDiscord({
    ops,
    charts,
    clock,
    log,
    metrics,
    lead: createLead(world),
    lastTime: { read: () => store.marks.read(mark), put: (text) => store.marks.put(mark, text) },
    settings: botOf(settings, { clock, metrics }),
    commands,
    groups,
    failure: failureCard,
    live,
  });
  world.gateway.health = bot.health;
  world.gateway.pingSeconds = bot.pingSeconds;
  return bot;
}

/** Registers the commands and says how many. @throws AppError `invalid_config` without a token */
export async function deployOnly(settings: ChatSettings): Promise<string> {
  if (settings.DISCORD_TOKEN === '') {
    throw new AppError('invalid_config', 'DISCORD_TOKEN is not set: there is no bot to deploy commands for.');
  }
  const { deployCommands } = await import('./deploy.ts');
  const bot = botOf(settings);
  const done = await deployCommands(
    { access: bot, appId: bot.appId, guildId: bot.guildId, roles: rolesOf(settings), lastTime: null },
    { commands, groups },
  );
  const { inviteLink } = await import('./invite.ts');
  return `${done.commands} commands deployed (${done.scope}).\nA server takes the bot in by ${inviteLink(bot.appId)}\n`;
}
