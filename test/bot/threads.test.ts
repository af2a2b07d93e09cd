import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordNotifier } from '../../bot/notifier.ts';
import { withThreads } from '../../bot/threads.ts';
import { incidentNote, reminderCard } from '../../core/cards/incident-notes.ts';
import { cardFor } from '../../core/cards/index.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import type { Change, Incident, News } from '../../core/news.ts';
import type { MessageRef, Notifier } from '../../core/ports.ts';
import { firing, incidentNews } from '../core/cards/fixtures.ts';
import { noCharts } from '../fakes/charts.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';
import { remembering } from '../fakes/log.ts';

const none = { status: 'none' } as const;
const words = wordsOf('en');
const minute = 60_000;
const roleIds = ['700000000000000001', '700000000000000002'];
const acknowledged = { by: 'ada', at: 0, note: null };

describe('the conversation of an incident', () => {
  let now = 0;
  let discord: FakeDiscord;
  let notifier: Notifier;
  let lines: ReturnType<typeof remembering>['lines'];

  beforeEach(async () => {
    now = Date.UTC(2026, 0, 5);
    discord = await startFakeDiscord(() => now);
    notifier = notifierWith(roleIds);
  });
  afterEach(async () => {
    expect(discord.violations()).toEqual([]);
    await discord.stop();
  });

  function notifierWith(roles: readonly string[]): Notifier {
    const access = { token: discord.token, apiBaseUrl: discord.url };
    const { channelId } = discord;
    const remembered = remembering();
    lines = remembered.lines;
    const inWords: Parameters<typeof createDiscordNotifier>[0]['cardFor'] = (news, run) =>
      cardFor(news, run, words);
    return withThreads(createDiscordNotifier({ access, channelId, cardFor: inWords, charts: noCharts }), {
      access,
      channelId,
      roleIds: roles,
      noteFor: (news) => incidentNote(news, words),
      reminderFor: (news) => reminderCard(news, words),
      nameFor: ({ incident, watch }) => words.life.incident(incident.number, watch),
      log: remembered.log,
    });
  }

  const told = (revision: number, change: Change, facts: Partial<Incident> = {}) => ({
    ...incidentNews({ ...firing, ...facts, revision }),
    revision,
    change,
    at: now,
  });
  const reminder = (): News => ({ ...told(1, 'fired'), kind: 'reminder', level: 1, thread: 'reminder:i4:1' });
  const inThread = (id: string) => discord.messages().filter(({ channel }) => channel === id);
  const inChannel = () => inThread(discord.channelId);
  const titles = (messages: readonly { embeds: readonly { title?: string }[] }[]) =>
    messages.map(({ embeds }) => embeds[0]?.title);
  const first = async (): Promise<MessageRef> => {
    const ref = await notifier.deliver(told(1, 'fired'), none, null);
    if (ref === null) throw new Error('nothing was posted');
    return ref;
  };

  it('begins with the card, in a thread of its number, and says nothing yet', async () => {
    const ref = await first();
    expect(discord.channel(ref.message)).toMatchObject({ name: 'incident #4 · demo' });
    expect(inThread(ref.message)).toEqual([]);
    expect(inChannel()).toHaveLength(1);
  });

  it('has a line for each change, while the card is edited', async () => {
    const ref = await first();
    const second = await notifier.deliver(told(2, 'acknowledged', { acknowledged }), none, ref);
    await notifier.deliver(told(3, 'retraining', { phase: 'retraining' }), none, second);
    expect(titles(inChannel())).toEqual(['🔄 Retraining - demo v3']);
    expect(titles(inThread(ref.message))).toEqual([
      '🟡 Acknowledged by ada',
      '🔄 A challenger is being trained',
    ]);
  });

  it('repeats nothing when the answer to a line is lost, nor when the same news is told again later', async () => {
    const ref = await first();
    const news = told(2, 'acknowledged', { acknowledged });
    discord.fail({ method: 'POST', path: new RegExp(`^/channels/${ref.message}/messages$`), with: 'lose' });
    await expect(notifier.deliver(news, none, ref)).rejects.toMatchObject({ code: 'upstream_unavailable' });
    const again = await notifier.deliver(news, none, ref);
    now += 30 * minute;
    await notifier.deliver(news, none, again);
    expect(titles(inThread(ref.message))).toEqual(['🟡 Acknowledged by ada']);
  });

  it('wakes a thread that fell asleep', async () => {
    const ref = await first();
    discord.archive(ref.message);
    await notifier.deliver(told(2, 'acknowledged', { acknowledged }), none, ref);
    expect(titles(inThread(ref.message))).toEqual(['🟡 Acknowledged by ada']);
  });

  it('is the card alone where the bot may start no thread, and the log says so once', async () => {
    discord.deny(discord.channelId, 'CreatePublicThreads');
    const ref = await first();
    await notifier.deliver(told(2, 'acknowledged', { acknowledged }), none, ref);
    expect(titles(inChannel())).toEqual(['🟡 Acknowledged by ada - demo v3']);
    expect(lines.map(({ message }) => message)).toEqual([
      'incidents have no threads: give the bot Create Public Threads and Send Messages in Threads',
    ]);
  });

  it('knows which channel lacks which permission, until a thread opens there again', async () => {
    const refused = 'Discord answered 403 (50013): Missing Permissions';
    const lack = { channel: discord.channelId, at: now, refused };
    discord.deny(discord.channelId, 'CreatePublicThreads');
    await first();
    expect(notifier.extras?.()).toEqual([{ what: 'thread', ...lack }]);
    discord.allow(discord.channelId);
    discord.deny(discord.channelId, 'SendMessagesInThreads');
    const ref = await first();
    await notifier.deliver(told(2, 'acknowledged', { acknowledged }), none, ref);
    expect(notifier.extras?.()).toEqual([
      { what: 'thread', ...lack, refused: null },
      { what: 'line', ...lack },
    ]);
    discord.allow(discord.channelId);
    await notifier.deliver(told(3, 'retraining', { phase: 'retraining' }), none, ref);
    expect(notifier.extras?.().map((extra) => extra.refused)).toEqual([null, null]);
  });

  it('tells progress in the thread alone once the card is an hour old, and edits it for people and for the end', async () => {
    const ref = await first();
    now += 56 * minute;
    const late = await notifier.deliver(told(2, 'retraining', { phase: 'retraining' }), none, ref);
    expect(titles(inChannel())).toEqual(['🚨 Drift detected - demo v3']);
    expect(titles(inThread(ref.message))).toEqual(['🔄 A challenger is being trained']);
    const over = { phase: 'resolved', resolution: 'quiet' } as const;
    const end = await notifier.deliver(told(3, 'resolved', over), none, late);
    expect(titles(inChannel())).toEqual(['✅ Drift is over - demo v3']);
    expect(end).toMatchObject({ message: ref.message, noted: 3 });
  });

  it('edits an old card all the same where there are no threads', async () => {
    discord.deny(discord.channelId, 'CreatePublicThreads');
    const ref = await first();
    now += 56 * minute;
    await notifier.deliver(told(2, 'retraining', { phase: 'retraining' }), none, ref);
    expect(titles(inChannel())).toEqual(['🔄 Retraining - demo v3']);
  });

  it('moves to a new card when somebody deleted the old one', async () => {
    const ref = await first();
    discord.deleteMessage(ref.message);
    const again = await notifier.deliver(told(2, 'acknowledged', { acknowledged }), none, ref);
    expect(again?.message).not.toBe(ref.message);
    expect(titles(inThread(again?.message ?? ''))).toEqual(['🟡 Acknowledged by ada']);
  });

  it('holds reminders, which mention the operators and nobody else', async () => {
    const ref = await first();
    expect(await notifier.deliver(reminder(), none, ref)).toBeNull();
    const [message] = inThread(ref.message);
    expect(message?.content).toBe(roleIds.map((id) => `<@&${id}>`).join(' '));
    expect(titles(inThread(ref.message))).toEqual(['⏰ Nobody has acknowledged incident #4 yet - demo']);
    expect(inChannel()).toHaveLength(1);
  });

  it('reminds once when the answer is lost', async () => {
    const ref = await first();
    discord.fail({ method: 'POST', path: new RegExp(`^/channels/${ref.message}/messages$`), with: 'lose' });
    await expect(notifier.deliver(reminder(), none, ref)).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
    await notifier.deliver(reminder(), none, ref);
    expect(inThread(ref.message)).toHaveLength(1);
  });

  it('reminds beside the card where there is no thread, and without a mention where no role is set', async () => {
    discord.deny(discord.channelId, 'CreatePublicThreads');
    notifier = notifierWith([]);
    const ref = await first();
    await notifier.deliver(reminder(), none, ref);
    await notifier.deliver({ ...reminder(), thread: 'reminder:i4:2' }, none, null);
    expect(inChannel()).toHaveLength(3);
    expect(inChannel().map(({ content }) => content ?? '')).toEqual(['', '', '']);
  });

  it('leaves other news as they are', async () => {
    const news: News = { ...told(1, 'fired'), kind: 'rolled_back', from: 2, to: 1, by: 'ada' };
    const ref = await notifier.deliver(news, none, null);
    expect(discord.channel(ref?.message ?? '')).toBeNull();
  });
});
