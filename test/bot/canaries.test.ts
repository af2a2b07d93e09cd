// Tokens are canaries: whatever fails between the bot and Discord, and however, none of them is seen in a log, an error
// or a message.
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAnswer } from '../../bot/answer.ts';
import { deployCommands } from '../../bot/deploy.ts';
import { createDiscordNotifier } from '../../bot/notifier.ts';
import { type Asked, editOriginal, reply } from '../../bot/response.ts';
import { createRest } from '../../bot/rest.ts';
import { withThreads } from '../../bot/threads.ts';
import { createWebhookNotifier } from '../../bot/webhook.ts';
import { failureCard } from '../../core/cards/failure.ts';
import { incidentNote, reminderCard } from '../../core/cards/incident-notes.ts';
import { cardFor } from '../../core/cards/index.ts';
import { AppError } from '../../core/errors.ts';
import type { News } from '../../core/news.ts';
import type { Clock, Notifier, RunState } from '../../core/ports.ts';
import { firing, incidentNews } from '../core/cards/fixtures.ts';
import { noon } from '../core/cards/moments.ts';
import { en, asked as telling } from '../core/cards/words.ts';
import { noCharts } from '../fakes/charts.ts';
import { cardOf, commandOf, type RecordedLog, recordLog } from '../fakes/discord/bot.ts';
import { type Fault, rateLimited, refusal } from '../fakes/discord/faults.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';

const none: RunState = { status: 'none' };
const canary = /fake-(bot|webhook|interaction)-token/;

/** Waits take no time. */
function hastyClock(): Clock {
  let now = noon;
  return {
    now: () => now,
    sleep: async (ms) => {
      now += Math.max(0, ms);
    },
  };
}

/** Every way in which a call comes to nothing; `echo` = what a careless server says of the request. */
const ways: readonly (readonly [string, (echo: string) => Fault['with']])[] = [
  ['401', (echo) => refusal(401, 0, echo)],
  ['401 of a webhook', (echo) => refusal(401, 50027, echo)],
  ['403', (echo) => refusal(403, 50001, echo)],
  ['404', (echo) => refusal(404, 10015, echo)],
  ['404 of a message', (echo) => refusal(404, 10008, echo)],
  ['400', (echo) => refusal(400, 50035, echo)],
  ['429', () => rateLimited(60)],
  ['500', (echo) => ({ status: 500, body: { message: echo } })],
  ['502', (echo) => ({ status: 502, body: echo })],
  ['a redirection', (echo) => ({ status: 302, headers: { location: `/?${encodeURIComponent(echo)}` } })],
  ['a cut connection', () => 'drop'],
  ['a lost answer', () => 'lose'],
  ['an answer of another shape', (echo) => ({ status: 200, body: [echo] })],
];

describe.each(ways)('after %s', (_, fault) => {
  let discord: FakeDiscord;
  let log: RecordedLog;
  let asked: Asked;
  /** What was thrown. */
  let failures: unknown[];

  beforeEach(async () => {
    const clock = hastyClock();
    discord = await startFakeDiscord(clock.now);
    log = recordLog();
    failures = [];
    const { id, token } = discord.interaction('drift');
    asked = { id, token, applicationId: discord.appId, channelId: discord.channelId, userId: '4242' };
    const webhook = new URL(discord.webhookUrl).pathname;
    const echo = `Cannot POST ${webhook}, /interactions/${id}/${token}/callback with Bot ${discord.token}`;
    discord.fail({ path: /./, times: 1_000, with: fault(echo) });
  });
  afterEach(async () => {
    const shown = failures.map((error) => (error instanceof AppError ? failureCard(error, telling) : null));
    const everything = [log.text(), inspect([failures, shown], { depth: 12, showHidden: true })].join('\n');
    expect(everything).not.toMatch(canary);
    expect(JSON.stringify(discord.messages().map(({ content, embeds }) => [content, embeds]))).not.toMatch(
      canary,
    );
    await discord.stop();
  });

  const kept = async (work: Promise<unknown>) => {
    await work.catch((cause: unknown) => failures.push(cause));
  };
  const access = () => ({ token: discord.token, apiBaseUrl: discord.url });

  it.each(['public', 'hidden', 'update'] as const)('an answer that is %s', async (manner) => {
    const world = { call: createRest(access()), charts: noCharts, clock: hastyClock(), log };
    const answer = createAnswer(world, asked, manner);
    await answer.defer();
    answer.show(cardOf('10 %', 'busy'));
    await answer.finish(cardOf('Done'));
    await createAnswer(world, asked, manner).fail(cardOf('Not done', 'bad'));
    if (manner !== 'public') await reply(world, asked, { card: cardOf('Done'), manner });
    await kept(editOriginal(world.call, asked, cardOf('Done')));
  });

  it('the commands', async () => {
    const { appId, guildId } = discord;
    const roles = { operatorRoleIds: [], adminRoleIds: [] };
    const settings = { access: access(), appId, guildId, roles, lastTime: null };
    const commands = [commandOf('drift', async () => cardOf('Done'))];
    await kept(deployCommands(settings, { commands, groups: {} }));
  });

  it('cards, threads and reminders', async () => {
    const { channelId } = discord;
    const inWords = (news: News, run: RunState) => cardFor(news, run, en);
    const cards = createDiscordNotifier({ access: access(), channelId, cardFor: inWords, charts: noCharts });
    const notifier = withThreads(cards, {
      access: access(),
      channelId,
      roleIds: ['700000000000000001'],
      noteFor: (news) => incidentNote(news, en),
      reminderFor: (news) => reminderCard(news, en),
      nameFor: ({ watch }) => watch,
      log,
    });
    await tellAll(notifier);
  });

  it('cards by a webhook', async () => {
    const inWords = (news: News, run: RunState) => cardFor(news, run, en);
    const facts = { cardFor: inWords, roleIds: ['700000000000000001'], charts: noCharts };
    await tellAll(createWebhookNotifier({ url: discord.webhookUrl, apiBaseUrl: null, ...facts }));
  });

  /** Something new, something told before, a change of it, and a reminder. */
  async function tellAll(notifier: Notifier): Promise<void> {
    const news = incidentNews(firing);
    const before = { channel: discord.channelId, message: '700000000000000009', postedAt: noon };
    const reminder: News = { ...news, kind: 'reminder', incident: firing, level: 1 };
    await kept(notifier.deliver(news, none, null));
    await kept(notifier.deliver({ ...news, change: 'moved' }, none, before));
    await kept(notifier.deliver(reminder, none, before));
  }
});
