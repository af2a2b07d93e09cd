// Cards with pictures on their way to Discord: as a file beside the card, or without it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Charts } from '../../bot/chart/charts.ts';
import { createDiscordNotifier } from '../../bot/notifier.ts';
import { createWebhookNotifier } from '../../bot/webhook.ts';
import { bareCard, type Card } from '../../core/cards/card.ts';
import type { News } from '../../core/news.ts';
import type { Notifier } from '../../core/ports.ts';
import { chartOf, noCharts, png, sameCharts } from '../fakes/charts.ts';
import { cardOf, commandOf, recordLog, startBot } from '../fakes/discord/bot.ts';
import { refusal } from '../fakes/discord/faults.ts';
import { createManualClock } from '../fakes/discord/manual-clock.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';

const none = { status: 'none' } as const;
const at = Date.UTC(2024, 0, 1);

function news(revision: number): News {
  const base = { key: `k${revision}`, watch: 'demo', at, thread: 'incident:demo:1', revision, channel: null };
  return { ...base, kind: 'rolled_back', from: 2, to: 1, by: 'ada' };
}

/** Every revision but the third has a picture of its own. */
function cardFor({ revision }: News): Card {
  const chart = revision === 3 ? null : chartOf(`drift-${revision}`);
  const blocks = [{ name: 'Trend', lines: ['▁▂'], charted: true as const }];
  return { ...bareCard, tone: 'bad', title: `Revision ${revision}`, blocks, chart, footer: 'demo', at };
}

const ways: readonly [string, (discord: FakeDiscord, charts: Charts) => Notifier][] = [
  [
    'the bot',
    ({ token, url, channelId }, charts) =>
      createDiscordNotifier({ access: { token, apiBaseUrl: url }, channelId, cardFor, charts }),
  ],
  [
    'the webhook',
    ({ webhookUrl }, charts) =>
      createWebhookNotifier({ url: webhookUrl, apiBaseUrl: null, cardFor, roleIds: [], charts }),
  ],
];

describe.each(ways)('a card with a picture, told by %s', (_, notifierOf) => {
  let discord: FakeDiscord;

  beforeEach(async () => {
    discord = await startFakeDiscord();
  });
  afterEach(async () => {
    expect(discord.violations()).toEqual([]);
    await discord.stop();
  });

  const embed = () => discord.messages().at(-1)?.embeds[0];
  const attached = () => discord.messages().at(-1)?.attachments;

  it('carries it as a file with its words, which the embed shows', async () => {
    await notifierOf(discord, sameCharts).deliver(news(1), none, null);
    expect(embed()?.image?.url).toBe('attachment://drift-1.png');
    expect(attached()).toEqual([
      {
        id: expect.any(String),
        filename: 'drift-1.png',
        description: 'The picture of drift-1',
        type: 'image/png',
        bytes: Buffer.from(png),
      },
    ]);
  });

  it('says in text what the picture shows only where there is none', async () => {
    await notifierOf(discord, sameCharts).deliver(news(1), none, null);
    expect(embed()?.fields).toBeUndefined();
    await notifierOf(discord, noCharts).deliver(news(2), none, null);
    expect(embed()?.fields?.map(({ name }) => name)).toEqual(['Trend']);
  });

  it('has the new picture alone when it is edited', async () => {
    const notifier = notifierOf(discord, sameCharts);
    const ref = await notifier.deliver(news(1), none, null);
    await notifier.deliver(news(2), none, ref);
    expect(discord.messages()).toHaveLength(1);
    expect(attached()?.map(({ filename }) => filename)).toEqual(['drift-2.png']);
    expect(embed()?.image?.url).toBe('attachment://drift-2.png');
  });

  it('loses it when its next revision has none', async () => {
    const notifier = notifierOf(discord, sameCharts);
    const ref = await notifier.deliver(news(1), none, null);
    await notifier.deliver(news(3), none, ref);
    expect(attached()).toEqual([]);
    expect(embed()).toMatchObject({ title: 'Revision 3', footer: { text: 'demo' } });
    expect(embed()?.image).toBeUndefined();
  });

  it.each([
    ['Attach Files is missing', refusal(403, 50013, 'Missing Permissions')],
    ['it is too large', refusal(413, 40005, 'Request entity too large')],
    ['it is too large for a proxy', { status: 413 }],
    ['its form is not taken', refusal(400, 50035, 'Invalid Form Body')],
    ['the server breaks over it', { status: 500 }],
  ])('is told without it, and says so, when %s', async (_why, fault) => {
    discord.fail({ path: /messages|webhooks/, with: fault });
    await notifierOf(discord, sameCharts).deliver(news(1), none, null);
    expect([discord.messages().length, attached()]).toEqual([1, []]);
    expect(embed()).toMatchObject({ title: 'Revision 1', footer: { text: 'demo · no chart' } });
    expect(embed()?.image).toBeUndefined();
  });

  it('is not sent twice when Discord cannot be reached at all', async () => {
    discord.fail({ path: /messages|webhooks/, with: 'drop' });
    await expect(notifierOf(discord, sameCharts).deliver(news(1), none, null)).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
    expect(discord.requests()).toHaveLength(1);
  });

  it('is told without a word about it when it cannot be drawn', async () => {
    await notifierOf(discord, noCharts).deliver(news(1), none, null);
    expect(embed()).toMatchObject({ title: 'Revision 1', footer: { text: 'demo' } });
    expect(attached()).toEqual([]);
  });
});

describe('an answer with a picture', () => {
  it('carries it, in the edit and in the message that takes its place', async () => {
    const clock = createManualClock(at);
    const discord = await startFakeDiscord(clock.now);
    const card = { ...cardOf('Drift'), chart: chartOf('drift') };
    const drift = commandOf('drift', async () => card);
    const log = recordLog();
    const bot = await startBot(discord, { clock, log }, { commands: [drift], charts: sameCharts });
    const answer = await discord.command('drift');
    expect(answer.embeds[0]?.image?.url).toBe('attachment://drift.png');
    discord.fail({ method: 'PATCH', path: /@original$/, with: refusal(404, 10015, 'Unknown Webhook') });
    const posted = await discord.command('drift');
    expect(posted.interaction).toBeNull();
    expect(posted.embeds[0]?.image?.url).toBe('attachment://drift.png');
    expect(posted.attachments.map(({ filename }) => filename)).toEqual(['drift.png']);
    await bot.stop();
    expect(discord.violations()).toEqual([]);
    await discord.stop();
  });

  it('attaches the file of a card, and says so where it is not taken', async () => {
    const clock = createManualClock(at);
    const discord = await startFakeDiscord(clock.now);
    const log = recordLog();
    const file = { name: 'all.csv', contentType: 'text/csv', text: 'a\r\n', leftOut: 'no file here' };
    const history = commandOf('history', async () => ({ ...cardOf('History'), file }));
    const bot = await startBot(discord, { clock, log }, { commands: [history], charts: sameCharts });
    const answer = await discord.command('history');
    expect(answer.attachments.map(({ filename }) => filename)).toEqual(['all.csv']);
    discord.fail({ method: 'PATCH', path: /@original$/, with: refusal(413, 40005, 'Request too large') });
    const without = await discord.command('history');
    expect([without.attachments, without.embeds[0]?.footer?.text]).toEqual([
      [],
      expect.stringContaining('no file here'),
    ]);
    await bot.stop();
    expect(discord.violations()).toEqual([]);
    await discord.stop();
  });
});
