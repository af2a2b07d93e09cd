// News as live cards in a channel, by REST alone: works in a process without the gateway, and without the 12 MB of
// memory that discord.js takes (only its types are imported here).
import type { APIEmbed } from 'discord.js';
import type { Card } from '../core/cards/card.ts';
import { AppError } from '../core/errors.ts';
import type { News } from '../core/news.ts';
import type { MessageRef, Notifier, RunState } from '../core/ports.ts';
import type { Charts } from './chart/charts.ts';
import { answerTo, cardBody, messageRef, nonce } from './message.ts';
import { type Pictured, sendPictured } from './picture.ts';
import { explained, isRefusal, refusalCodes } from './refusal.ts';
import { type Access, createRest } from './rest.ts';

/** GUILD_TEXT and GUILD_ANNOUNCEMENT: https://discord.com/developers/docs/resources/channel#channel-object-channel-types */
const textChannels = [0, 5];

/** An edit that meets one of these is told again as a new message, like one that is too late. */
const goneMessage = [refusalCodes.unknownMessage, refusalCodes.unknownChannel, refusalCodes.notTheAuthor];

/**
 * Posts with a nonce that is the same for all revisions of a thread, so that a post whose answer was lost remains one
 * message when it, or a later revision that has overtaken it, is posted within Discord's window of a few minutes.
 */
export function createDiscordNotifier(options: {
  access: Access;
  /** Where news without a channel of their own go. */
  channelId: string;
  cardFor: (news: News, run: RunState) => Card;
  charts: Charts;
}): Notifier {
  const call = createRest(options.access);

  async function edited(at: MessageRef, message: Pictured): Promise<'edited' | 'gone' | 'too old'> {
    try {
      await call({ method: 'patch', route: `/channels/${at.channel}/messages/${at.message}`, ...message });
      return 'edited';
    } catch (cause) {
      if (isRefusal(cause, refusalCodes.tooManyOldEdits)) return 'too old';
      if (isRefusal(cause, ...goneMessage)) return 'gone';
      throw cause;
    }
  }

  async function post(channel: string, message: Pictured, once: string): Promise<MessageRef> {
    const route = `/channels/${channel}/messages` as const;
    const body = { ...message.body, nonce: once, enforce_nonce: true };
    const answer = await call({ method: 'post', route, body, files: message.files });
    const ref = messageRef(answer);
    // For a nonce it knows Discord answers with the message as it was then.
    if (!shows(answer, message)) await edited(ref, message);
    return ref;
  }

  async function told(news: News, previous: MessageRef | null, message: Pictured): Promise<MessageRef> {
    const came = previous === null ? null : await edited(previous, message);
    if (previous !== null && came === 'edited') return previous;
    const channel = news.channel ?? options.channelId;
    const once = nonceOf(news, previous?.message ?? '');
    const next = came === 'too old' && previous !== null ? answering(previous, message) : message;
    return await post(channel, next, once).catch((cause: unknown) => {
      // The nonce belongs to a message that somebody deleted meanwhile.
      if (!isRefusal(cause, refusalCodes.unknownMessage)) throw cause;
      return post(channel, next, nonceOf(news, 'deleted'));
    });
  }

  return {
    name: 'discord',
    async requireChannel(channel) {
      let found: unknown;
      try {
        found = await call({ method: 'get', route: `/channels/${channel}` });
      } catch (cause) {
        throw explained(cause, `channel ${channel}`);
      }
      const type = typeof found === 'object' && found !== null && 'type' in found ? found.type : null;
      if (textChannels.some((one) => one === type)) return;
      throw new AppError('invalid_input', `Channel ${channel} takes no messages: it is of another kind.`, {
        remedy: 'Name a text channel.',
      });
    },
    async deliver(news, run, previous) {
      try {
        const card = options.cardFor(news, run);
        return await sendPictured({ ...options, card, bodyOf: cardBody }, (message) =>
          told(news, previous, message),
        );
      } catch (cause) {
        throw explained(cause, `the card in channel ${news.channel ?? options.channelId}`);
      }
    },
  };
}

/** The old card stays where it is, and the new one leads to it. */
function answering(old: MessageRef, told: Pictured): Pictured {
  return { ...told, body: { ...told.body, ...answerTo(old) } };
}

/** `after` tells a post that replaces a message from the one that made it. */
const nonceOf = ({ thread }: News, after: string) => nonce(`${thread}\n${after}`);

function shows(answer: unknown, { body: { embeds } }: Pictured): boolean {
  const shown = typeof answer === 'object' && answer !== null && 'embeds' in answer ? answer.embeds : null;
  return Array.isArray(shown) && textOf(shown[0]) === textOf(embeds[0]);
}

/** What of an embed Discord gives back as it got it, but for the spelling of the time. */
function textOf(embed: APIEmbed | undefined): string {
  const { title, description = '', fields = [], timestamp = '' } = embed ?? {};
  const values = fields.map(({ name, value }) => [name, value]);
  return JSON.stringify([title, description, values, Date.parse(timestamp)]);
}
