import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordNotifier } from '../../bot/notifier.ts';
import { bareCard, type Card } from '../../core/cards/card.ts';
import { type AppError, cutShort } from '../../core/errors.ts';
import type { News } from '../../core/news.ts';
import type { Notifier } from '../../core/ports.ts';
import { sameCharts } from '../fakes/charts.ts';
import { rateLimited, refusal } from '../fakes/discord/faults.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';

const none = { status: 'none' } as const;

function news(revision: number, facts: Partial<News> = {}): News {
  const base = {
    key: `k${revision}`,
    watch: 'demo',
    at: 0,
    thread: 'incident:demo:1',
    revision,
    channel: null,
  };
  return { ...base, ...facts, kind: 'rolled_back', from: 2, to: 1, by: 'ada' };
}

function cardFor({ revision, at }: News): Card {
  return { ...bareCard, tone: 'bad', title: `Revision ${revision}`, at };
}

describe('the Discord notifier', () => {
  let now = 0;
  let discord: FakeDiscord;
  let notifier: Notifier;

  beforeEach(async () => {
    now = Date.UTC(2024, 0, 1);
    discord = await startFakeDiscord(() => now);
    notifier = notifierWith(discord.token);
  });
  afterEach(async () => {
    expect(discord.violations()).toEqual([]);
    await discord.stop();
  });

  const notifierWith = (token: string, over = new AbortController().signal) =>
    createDiscordNotifier({
      access: { token, apiBaseUrl: discord.url, over },
      channelId: discord.channelId,
      cardFor,
      charts: sameCharts,
    });
  const titles = () => discord.messages().map(({ embeds }) => embeds[0]?.title);
  const post = /^\/channels\/\d+\/messages$/;
  const patch = /^\/channels\/\d+\/messages\/\d+$/;

  it('gives up what hangs when the process is about to end, and has it tried again', async () => {
    const over = new AbortController();
    discord.fail({ path: post, with: 'hang' });
    const told = notifierWith(discord.token, over.signal).deliver(news(1), none, null);
    over.abort(cutShort());
    await expect(told).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it('says of a channel whether it can be posted to, as far as Discord tells', async () => {
    await notifier.requireChannel?.(discord.channelId);
    await expect(notifier.requireChannel?.('12345')).rejects.toMatchObject({ code: 'not_found' });
    const channel = discord.channelId;
    discord.fail({ path: /channels/, with: refusal(403, 50001, 'Missing Access') });
    await expect(notifier.requireChannel?.(channel)).rejects.toMatchObject({ code: 'forbidden' });
    const { channel: thread = '' } = (await notifier.deliver(news(1), none, null)) ?? {};
    expect(thread).toBe(channel);
  });

  it('posts a thread once and edits that message from then on', async () => {
    const ref = await notifier.deliver(news(1), none, null);
    expect(titles()).toEqual(['Revision 1']);
    expect(await notifier.deliver(news(2), none, ref)).toEqual(ref);
    expect(titles()).toEqual(['Revision 2']);
    expect(ref).toEqual({ channel: discord.channelId, message: discord.messages()[0]?.id });
  });

  it("posts into the watch's own channel", async () => {
    const channel = discord.addChannel();
    expect(await notifier.deliver(news(1, { channel }), none, null)).toMatchObject({ channel });
  });

  it.each(['lose', 'drop'] as const)(
    'makes one message when an answer is lost (%s) and the post repeated',
    async (fault) => {
      discord.fail({ method: 'POST', path: post, with: fault });
      await expect(notifier.deliver(news(1), none, null)).rejects.toMatchObject({
        code: 'upstream_unavailable',
      });
      await notifier.deliver(news(1), none, null);
      expect(titles()).toEqual(['Revision 1']);
    },
  );

  it('makes one message when the answer is lost and a later revision overtakes the repetition', async () => {
    discord.fail({ method: 'POST', path: post, with: 'lose' });
    await expect(notifier.deliver(news(1), none, null)).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
    const ref = await notifier.deliver(news(2), none, null);
    expect(titles()).toEqual(['Revision 2']);
    expect(ref?.message).toBe(discord.messages()[0]?.id);
  });

  it('edits no message that shows its card already', async () => {
    await notifier.deliver(news(1), none, null);
    expect(discord.requests().filter((request) => request.startsWith('PATCH'))).toEqual([]);
  });

  it('posts anew what somebody deleted', async () => {
    const ref = await notifier.deliver(news(1), none, null);
    discord.deleteMessage(ref?.message ?? '');
    const again = await notifier.deliver(news(2), none, ref);
    expect(again).not.toEqual(ref);
    expect(titles()).toEqual(['Revision 2']);
  });

  it('posts anew when the lost message of its nonce was deleted meanwhile', async () => {
    const ref = await notifier.deliver(news(1), none, null);
    discord.deleteMessage(ref?.message ?? '');
    await notifier.deliver(news(1), none, null);
    expect(titles()).toEqual(['Revision 1']);
  });

  it('posts anew when Discord takes no more edits of an old message', async () => {
    const ref = await notifier.deliver(news(1), none, null);
    discord.fail({
      method: 'PATCH',
      path: patch,
      with: refusal(400, 30046, 'Maximum number of edits reached'),
    });
    await notifier.deliver(news(2), none, ref);
    expect(titles()).toEqual(['Revision 1', 'Revision 2']);
    expect(discord.messages()[1]).toMatchObject({ replyTo: ref?.message });
  });

  it('edits nothing twice when the answer to an edit is lost', async () => {
    const ref = await notifier.deliver(news(1), none, null);
    discord.fail({ method: 'PATCH', path: patch, with: 'lose' });
    await expect(notifier.deliver(news(2), none, ref)).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
    await notifier.deliver(news(2), none, ref);
    expect(titles()).toEqual(['Revision 2']);
  });

  it.each([
    ['500', { status: 500, body: { message: 'Internal Server Error' } }],
    ['503 without JSON', { status: 503 }],
    [
      'a long rate limit',
      { status: 429, body: { retry_after: 60, global: false }, headers: { 'retry-after': '60' } },
    ],
  ])('asks to be tried again after %s, with one request', async (_, reply) => {
    discord.fail({ path: post, with: reply });
    await expect(notifier.deliver(news(1), none, null)).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
    expect(discord.requests()).toHaveLength(1);
  });

  it.each(['user', 'shared', 'global'] as const)('waits a short rate limit out (%s)', async (scope) => {
    discord.fail({ path: post, with: rateLimited(0.01, scope) });
    await notifier.deliver(news(1), none, null);
    expect(titles()).toEqual(['Revision 1']);
  });

  it('asks to be tried again when nobody listens', async () => {
    const { url } = discord;
    await discord.stop();
    await expect(notifier.deliver(news(1), none, null)).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
    expect(url).toContain('127.0.0.1');
    discord = await startFakeDiscord(() => now);
  });

  it.each([
    [403, 50001, 'forbidden', /View Channel/],
    [403, 50013, 'forbidden', /Embed Links/],
    [404, 10003, 'not_found', /DISCORD_CHANNEL_ID/],
    [400, 50035, 'internal', /log/],
  ])('gives up after %i (%i) and says what to do', async (status, code, expected, remedy) => {
    discord.fail({ path: post, with: refusal(status, code, 'No') });
    await expect(notifier.deliver(news(1), none, null)).rejects.toMatchObject({
      code: expected,
      remedy: expect.stringMatching(remedy),
    });
  });

  it('gives up on a refused token, and recovers when Discord takes it again', async () => {
    discord.fail({ path: post, with: refusal(401, 0, '401: Unauthorized') });
    await expect(notifier.deliver(news(1), none, null)).rejects.toMatchObject({
      code: 'unauthorized',
      remedy: expect.stringContaining('DISCORD_TOKEN'),
    });
    await notifier.deliver(news(1), none, null);
    expect(titles()).toEqual(['Revision 1']);
  });

  it('lets no token into an error, however deep one looks', async () => {
    const failure: unknown = await notifierWith('Zm9v.secret-token.bar')
      .deliver(news(1), none, null)
      .catch((e: AppError) => e);
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('secret-token');
  });
});
