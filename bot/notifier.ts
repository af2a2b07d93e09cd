// News as live cards in a channel, by REST alone: works in a process without the gateway, and without the 12 MB of
// memory that discord.js takes (only its types are imported here).
import { createHash } from 'node:crypto';
import type { Card } from '../core/cards/card.ts';
import type { News } from '../core/news.ts';
import type { MessageRef, Notifier, RunState } from '../core/ports.ts';
import { cardBody, messageRef } from './message.ts';
import { explained, isRefusal, refusalCodes } from './refusal.ts';
import { type Access, createRest } from './rest.ts';

/** An edit that meets one of these is told again as a new message. */
const goneMessage = [
  refusalCodes.unknownMessage,
  refusalCodes.unknownChannel,
  refusalCodes.notTheAuthor,
  refusalCodes.tooManyOldEdits,
];

type Body = ReturnType<typeof cardBody>;

/**
 * Posts with a nonce that is the same for all revisions of a thread, so that a post whose answer was lost remains one
 * message when it, or a later revision that has overtaken it, is posted within Discord's window of a few minutes.
 */
export function createDiscordNotifier(options: {
  access: Access;
  /** Where news without a channel of their own go. */
  channelId: string;
  cardFor: (news: News, run: RunState) => Card;
}): Notifier {
  const call = createRest(options.access);

  async function edited(at: MessageRef, body: Body): Promise<boolean> {
    try {
      await call({ method: 'patch', route: `/channels/${at.channel}/messages/${at.message}`, body });
      return true;
    } catch (cause) {
      if (isRefusal(cause, ...goneMessage)) return false;
      throw cause;
    }
  }

  async function post(channel: string, body: Body, nonce: string): Promise<MessageRef> {
    const route = `/channels/${channel}/messages` as const;
    const answer = await call({ method: 'post', route, body: { ...body, nonce, enforce_nonce: true } });
    const ref = messageRef(answer);
    // For a nonce it knows Discord answers with the message as it was then.
    if (!shows(answer, body)) await edited(ref, body);
    return ref;
  }

  return {
    name: 'discord',
    async deliver(news, run, previous) {
      const channel = news.channel ?? options.channelId;
      const body = cardBody(options.cardFor(news, run));
      try {
        if (previous !== null && (await edited(previous, body))) return previous;
        const nonce = nonceOf(news, previous?.message ?? '');
        return await post(channel, body, nonce).catch((cause: unknown) => {
          // The nonce belongs to a message that somebody deleted meanwhile.
          if (!isRefusal(cause, refusalCodes.unknownMessage)) throw cause;
          return post(channel, body, nonceOf(news, 'deleted'));
        });
      } catch (cause) {
        throw explained(cause, `the card in channel ${channel}`);
      }
    },
  };
}

/** Discord takes 25 characters; `after` tells a post that replaces a message from the one that made it. */
function nonceOf(news: News, after: string): string {
  const digest = createHash('sha256').update(`${news.thread}\n${after}`).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, 25);
}

function shows(answer: unknown, { embeds }: Body): boolean {
  const shown = typeof answer === 'object' && answer !== null && 'embeds' in answer ? answer.embeds : null;
  return Array.isArray(shown) && textOf(shown[0]) === textOf(embeds[0]);
}

/** What of an embed Discord gives back as it got it, but for the spelling of the time. */
function textOf(embed: Body['embeds'][number] | undefined): string {
  const { title, description = '', fields = [], timestamp = '' } = embed ?? {};
  const values = fields.map(({ name, value }) => [name, value]);
  return JSON.stringify([title, description, values, Date.parse(timestamp)]);
}
