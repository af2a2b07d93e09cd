// The real bot on a fake Discord, with commands of the test's own.
import { inspect } from 'node:util';
import type { Charts } from '../../../bot/chart/charts.ts';
import type { Command, Groups, Invocation } from '../../../bot/commands/command.ts';
import type { LastTime } from '../../../bot/deploy.ts';
import { type DiscordBot, startDiscord } from '../../../bot/discord.ts';
import type { Live } from '../../../bot/live.ts';
import { bareCard, type Card, type Tone } from '../../../core/cards/card.ts';
import { failureCard } from '../../../core/cards/failure.ts';
import type { Ops } from '../../../core/ops/index.ts';
import type { Lead } from '../../../core/ops/lead.ts';
import type { Logger } from '../../../core/ports.ts';
import { noCharts } from '../charts.ts';
import type { ManualClock } from './manual-clock.ts';
import type { FakeDiscord } from './server.ts';

export interface RecordedLog extends Logger {
  /** Everything that was logged, errors with all they hold, as one text. */
  text(): string;
}

export function recordLog(): RecordedLog {
  const lines: string[] = [];
  const line = (message: string, facts: object = {}) =>
    void lines.push(`${message} ${inspect(facts, { depth: 10, showHidden: true })}`);
  return { debug: line, info: line, warn: line, error: line, text: () => lines.join('\n') };
}

/** Commands of these tests bring their own answers. */
const unused = async (): Promise<never> => {
  throw new Error('no operation is used here');
};
const ops: Ops = {
  status: unused,
  config: unused,
  setConfig: unused,
  resetConfig: unused,
  setDigest: unused,
  resetDigest: unused,
  drift: unused,
  report: unused,
  check: unused,
  patrol: unused,
  train: unused,
  retrain: unused,
  begin: unused,
  work: unused,
  works: unused,
  predict: unused,
  label: unused,
  observe: unused,
  forget: unused,
  rollback: unused,
  approve: unused,
  reject: unused,
  expected: unused,
  acknowledge: unused,
  snooze: unused,
  unsnooze: unused,
  resolve: unused,
  incidents: unused,
  testCard: unused,
  digest: unused,
  postDigest: unused,
  follow: unused,
  cancel: unused,
  promote: unused,
  models: unused,
  history: unused,
  championAt: unused,
  threshold: unused,
  quarantine: unused,
  release: unused,
  discard: unused,
  generate: unused,
  simulate: unused,
  deliver: unused,
  track: unused,
  logChecks: unused,
  aliases: unused,
  tidy: unused,
  watchNames: () => ['churn', 'credit'],
  chatDecisions: unused,
  openIncidents: async () => [],
  heldBatches: async () => [],
  versionsOf: async () => [],
  featuresOf: async () => [],
};

export function cardOf(title: string, tone: Tone = 'good'): Card {
  return { ...bareCard, tone, title, at: Date.UTC(2024, 0, 1) };
}

export function commandOf(
  name: string,
  run: (call: Invocation) => Promise<Card>,
  facts: Partial<Command> = {},
): Command {
  return {
    name,
    description: { en: `Does ${name}`, fr: `Fait ${name}` },
    scope: 'read',
    options: [],
    run,
    ...facts,
  };
}

export interface BotOptions {
  readonly commands?: readonly Command[];
  readonly groups?: Groups;
  /** This process leads at once, unless said otherwise. */
  readonly lead?: Lead;
  readonly lastTime?: LastTime;
  /** Watches of the server's channel. */
  readonly watchesHere?: readonly string[];
  readonly token?: string;
  readonly charts?: Charts;
  readonly metrics?: BotMetrics;
  readonly operatorRoleIds?: readonly string[];
  readonly adminRoleIds?: readonly string[];
  /** Instead of the roles and watches above. */
  readonly live?: () => Promise<Live>;
}

type BotMetrics = Parameters<typeof startDiscord>[0]['metrics'];

const noMetrics: BotMetrics = {
  listening: () => {},
  acknowledged: () => {},
  interactionEnded: () => {},
  disconnected: () => {},
};

/** Starts the bot; its commands are deployed by the time it is there. */
export async function startBot(
  discord: FakeDiscord,
  world: { clock: ManualClock; log: Logger },
  options: BotOptions = {},
): Promise<DiscordBot> {
  return startDiscord({
    ...world,
    ops,
    charts: options.charts ?? noCharts,
    commands: options.commands ?? [],
    groups: options.groups ?? {},
    failure: failureCard,
    metrics: options.metrics ?? noMetrics,
    lead: options.lead ?? (({ work, stop }) => work(stop)),
    lastTime: options.lastTime ?? { read: async () => null, put: async () => {} },
    live:
      options.live ??
      (async () => ({
        roles: {
          operatorRoleIds: options.operatorRoleIds ?? [],
          adminRoleIds: options.adminRoleIds ?? [],
        },
        watchesOf: (channel) => (channel === discord.channelId ? (options.watchesHere ?? ['churn']) : []),
      })),
    settings: {
      token: options.token ?? discord.token,
      apiBaseUrl: discord.url,
      appId: discord.appId,
      guildId: discord.guildId,
    },
  });
}
