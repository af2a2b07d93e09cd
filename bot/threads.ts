// The conversation of an incident: a thread on its card, a line for each change worth a notice, reminders to operators.
import type { Card } from '../core/cards/card.ts';
import type { Change, News } from '../core/news.ts';
import type { Logger, MessageRef, Notifier } from '../core/ports.ts';
import { createExtras } from './extras.ts';
import { answerTo, callingBody, nonce, plainBody } from './message.ts';
import { explained, isRefusal, Refusal, refusalCodes } from './refusal.ts';
import { type Access, createRest } from './rest.ts';

type IncidentNews = Extract<News, { kind: 'incident' }>;
type Reminder = Extract<News, { kind: 'reminder' }>;
type Message = ReturnType<typeof plainBody> & { readonly content?: string };

/** A day: Discord puts a thread away that is silent for so long. */
const archiveAfterMinutes = 1_440;
const longestName = 100;
/** Discord takes few edits of a message that is older than an hour: what can is told in the thread from then on. */
const stillFreshMs = 55 * 60_000;
/** What changes the card even then: a person did it, or it is the end. */
const alwaysOnCard: readonly (Change | null)[] = [
  'acknowledged',
  'snoozed',
  'woken',
  'cancelled',
  'resolved',
];

interface ThreadOptions {
  readonly access: Access;
  readonly channelId: string;
  /** Whom a reminder calls. */
  readonly roleIds: readonly string[];
  readonly noteFor: (news: IncidentNews) => Card | null;
  readonly reminderFor: (news: Reminder) => Card;
  readonly nameFor: (news: IncidentNews) => string;
  readonly log: Pick<Logger, 'warn'>;
}

/**
 * `cards` with a conversation beside each incident's card. The card comes first, the line after it, each with a nonce of
 * its revision: whoever is cut off in between repeats both without harm. Where the bot may start no threads the card is
 * all there is.
 */
export function withThreads(cards: Notifier, options: ThreadOptions): Notifier {
  const thread = createThread(options);

  async function tellIncident(
    news: IncidentNews,
    run: Parameters<Notifier['deliver']>[1],
    previous: MessageRef | null,
  ): Promise<MessageRef | null> {
    const note = (previous?.noted ?? 0) < news.revision ? options.noteFor(news) : null;
    const said = (card: MessageRef) => note !== null && thread.say(news, card, plainBody(note));
    const noted = news.revision;
    if (previous !== null && isLate(news, previous) && (await said(previous))) return { ...previous, noted };
    const { channel, message } = (await cards.deliver(news, run, previous)) ?? {};
    if (channel === undefined || message === undefined) return null;
    const isNew = message !== previous?.message;
    if (isNew) await thread.start(news, { channel, message });
    await said({ channel, message });
    return { channel, message, postedAt: isNew ? news.at : (previous.postedAt ?? news.at), noted };
  }

  async function remind(news: Reminder, card: MessageRef | null): Promise<null> {
    const body = callingBody(options.reminderFor(news), news.roleIds ?? options.roleIds);
    if (card === null || !(await thread.say(news, card, body))) await thread.post(news, card, body);
    return null;
  }

  return {
    ...cards,
    extras: thread.extras,
    async deliver(news, run, previous) {
      if (news.kind === 'reminder') return remind(news, previous);
      return news.kind === 'incident'
        ? tellIncident(news, run, previous)
        : cards.deliver(news, run, previous);
    },
  };
}

function isLate({ at, change }: IncidentNews, { postedAt = at }: MessageRef): boolean {
  return at - postedAt > stillFreshMs && !alwaysOnCard.includes(change);
}

function createThread({ access, channelId, nameFor, log }: ThreadOptions) {
  const call = createRest(access);
  const extras = createExtras(log);

  /** A thread has the id of the message it hangs on. False = there can be none. */
  async function start(news: IncidentNews | Reminder, { channel, message }: MessageRef): Promise<boolean> {
    const route = `/channels/${channel}/messages/${message}/threads` as const;
    const name = news.kind === 'incident' ? nameFor(news) : news.watch;
    const body = {
      name: [...name].slice(0, longestName).join(''),
      auto_archive_duration: archiveAfterMinutes,
    };
    try {
      await call({ method: 'post', route, body });
      extras.taken({ what: 'thread', channel, at: news.at });
      return true;
    } catch (cause) {
      if (isRefusal(cause, refusalCodes.threadExists)) return true;
      return refused({ what: 'thread', channel, at: news.at }, cause);
    }
  }

  /** Without threads the cards still say everything. */
  function refused(tried: Parameters<typeof extras.taken>[0], cause: unknown): false {
    if (!(cause instanceof Refusal)) throw cause;
    extras.refused(tried, cause);
    return false;
  }

  async function send(channel: string, news: News, body: object): Promise<void> {
    const route = `/channels/${channel}/messages` as const;
    await call({ method: 'post', route, body: { ...body, nonce: nonceOf(news), enforce_nonce: true } });
  }

  return {
    extras: extras.known,
    start,
    /** Posts into the thread of a card; false where there can be none. */
    async say(news: IncidentNews | Reminder, card: MessageRef, body: Message): Promise<boolean> {
      const tried = { what: 'line', channel: card.channel, at: news.at } as const;
      const post = async () => {
        await send(card.message, news, body);
        extras.taken(tried);
        return true;
      };
      try {
        return await post();
      } catch (cause) {
        if (isRefusal(cause, refusalCodes.threadArchived)) {
          await call({ method: 'patch', route: `/channels/${card.message}`, body: { archived: false } });
          return post();
        }
        if (isRefusal(cause, refusalCodes.unknownChannel)) return (await start(news, card)) && post();
        return refused(tried, cause);
      }
    },
    /** Posts beside the card, as an answer to it. */
    async post(news: Reminder, card: MessageRef | null, body: Message): Promise<void> {
      const reply = card === null ? {} : answerTo(card);
      const channel = card?.channel ?? news.channel ?? channelId;
      try {
        await send(channel, news, { ...body, ...reply });
      } catch (cause) {
        throw explained(cause, `the reminder in channel ${channel}`);
      }
    },
  };
}

/** The same for the same revision however often it is told; never that of its card. */
const nonceOf = ({ thread, revision }: News) => nonce(`note\n${thread}\n${revision}`);
