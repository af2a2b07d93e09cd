import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWebhookNotifier } from '../../bot/webhook.ts';
import { bareCard, type Card } from '../../core/cards/card.ts';
import { cutShort } from '../../core/errors.ts';
import type { News } from '../../core/news.ts';
import { firing } from '../core/cards/fixtures.ts';
import { sameCharts } from '../fakes/charts.ts';
import { refusal } from '../fakes/discord/faults.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';

const none = { status: 'none' } as const;
const roleIds = ['700000000000000001'];
const secret = 'fake-webhook-token-that-nobody-may-see';

function news(revision: number): News {
  const base = {
    key: `k${revision}`,
    watch: 'demo',
    at: 0,
    thread: 'incident:demo:1',
    revision,
    channel: null,
  };
  return { ...base, kind: 'rolled_back', from: 2, to: 1, by: 'ada' };
}

function cardFor({ revision, at }: News): Card {
  return { ...bareCard, tone: 'bad', title: `Revision ${revision}`, at };
}

describe('the webhook notifier', () => {
  let discord: FakeDiscord;

  beforeEach(async () => {
    discord = await startFakeDiscord();
  });
  afterEach(async () => {
    expect(discord.violations()).toEqual([]);
    await discord.stop();
  });

  const notifier = (url = discord.webhookUrl, apiBaseUrl: string | null = null) =>
    createWebhookNotifier({ url, apiBaseUrl, cardFor, roleIds, charts: sameCharts });
  const titles = () => discord.messages().map(({ embeds }) => embeds[0]?.title);
  const webhook = /^\/webhooks\//;

  it('posts a reminder beside the card, and calls the operators alone', async () => {
    const card = await notifier().deliver(news(1), none, null);
    const { kind: _kind, ...base } = news(2);
    const reminder: News = { ...base, kind: 'reminder', incident: firing, level: 1 };
    await notifier().deliver(reminder, none, card);
    expect(titles()).toEqual(['Revision 1', 'Revision 2']);
    expect(discord.messages()[1]?.content).toBe('<@&700000000000000001>');
  });

  it('posts a thread once and edits that message from then on', async () => {
    const ref = await notifier().deliver(news(1), none, null);
    expect(await notifier().deliver(news(2), none, ref)).toEqual(ref);
    expect(titles()).toEqual(['Revision 2']);
  });

  it.each(['https://discord.com/api/', 'https://discordapp.com/api/v9/'])(
    'sends an address below %s to the configured API',
    async (prefix) => {
      const path = new URL(discord.webhookUrl).pathname.replace('/api/', '');
      await notifier(`${prefix}${path}`, `${discord.url}/`).deliver(news(1), none, null);
      expect(titles()).toEqual(['Revision 1']);
    },
  );

  it('speaks the version of the API it knows, whatever the address says', async () => {
    await notifier(discord.webhookUrl.replace('/api/', '/api/v9/')).deliver(news(1), none, null);
    expect(titles()).toEqual(['Revision 1']);
  });

  it('carries the token to no other place', async () => {
    discord.fail({ path: webhook, with: { status: 307, headers: { location: '/elsewhere' } } });
    await expect(notifier().deliver(news(1), none, null)).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
    expect(discord.requests()).toHaveLength(1);
  });

  it('keeps the thread that the address names', async () => {
    const thread = discord.addThread();
    await notifier(`${discord.webhookUrl}?thread_id=${thread}`).deliver(news(1), none, null);
    expect(discord.queries()).toEqual([`wait=true&thread_id=${thread}`]);
    expect(discord.messages().map(({ channel }) => channel)).toEqual([thread]);
  });

  it('posts anew what somebody deleted', async () => {
    const ref = await notifier().deliver(news(1), none, null);
    discord.deleteMessage(ref?.message ?? '');
    await notifier().deliver(news(2), none, ref);
    expect(titles()).toEqual(['Revision 2']);
  });

  it('posts anew when Discord takes no more edits of an old message', async () => {
    const ref = await notifier().deliver(news(1), none, null);
    const refused = refusal(400, 30046, 'Maximum number of edits reached');
    discord.fail({ method: 'PATCH', path: webhook, with: refused });
    await notifier().deliver(news(2), none, ref);
    expect(titles()).toEqual(['Revision 1', 'Revision 2']);
  });

  it.each([
    ['500', { status: 500 }],
    ['a rate limit', { status: 429, body: { retry_after: 1 } }],
    ['an answer that is no message', { status: 200, body: [] }],
    ['a cut connection', 'drop' as const],
  ])('asks to be tried again after %s', async (_, fault) => {
    discord.fail({ path: webhook, with: fault });
    await expect(notifier().deliver(news(1), none, null)).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
  });

  it.each([
    [404, 10015, 'not_found'],
    [401, 50027, 'unauthorized'],
    [403, 0, 'forbidden'],
  ])('gives a dead webhook up after %i (%i) and names the setting', async (status, code, expected) => {
    discord.fail({ path: webhook, with: refusal(status, code, 'No') });
    await expect(notifier().deliver(news(1), none, null)).rejects.toMatchObject({ code: expected });
  });

  it('says which setting a deleted webhook came from', async () => {
    const gone = discord.webhookUrl.replace(/webhooks\/\d+/, 'webhooks/1');
    await expect(notifier(gone).deliver(news(1), none, null)).rejects.toMatchObject({
      code: 'not_found',
      remedy: expect.stringContaining('DISCORD_WEBHOOK_URL'),
    });
  });

  it('gives up what hangs when the process is about to end, and has it tried again', async () => {
    const over = new AbortController();
    const options = { url: discord.webhookUrl, apiBaseUrl: null, cardFor, roleIds, charts: sameCharts };
    discord.fail({ path: webhook, with: 'hang' });
    const told = createWebhookNotifier({ ...options, over: over.signal }).deliver(news(1), none, null);
    over.abort(cutShort());
    await expect(told).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it.each([
    'drop' as const,
    refusal(404, 10015, 'Unknown Webhook'),
    { status: 302, headers: { location: '/' } },
  ])('lets the token of the address into no error', async (fault) => {
    discord.fail({ path: webhook, with: fault });
    const failure: unknown = await notifier()
      .deliver(news(1), none, null)
      .catch((cause: unknown) => cause);
    expect(failure).toBeInstanceOf(Error);
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain(secret);
  });

  it.each(['', 'not an address', 'https://example.org/', `https://discord.com/api/webhooks/x/${secret}`])(
    'refuses %j as an address without repeating it',
    (url) => {
      expect(() => notifier(url)).toThrow(
        expect.objectContaining({ code: 'invalid_config', message: expect.not.stringContaining(secret) }),
      );
    },
  );
});
