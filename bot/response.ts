// What Discord takes of one interaction: an answer at once, or deferred and edited, withdrawn, followed up or, in the end,
// posted to the channel. No repetition here: whoever answers knows what may be repeated.
import {
  InteractionResponseType,
  MessageFlags,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPIInteractionCallbackJSONBody,
  Routes,
} from 'discord.js';
import type { Card } from '../core/cards/card.ts';
import type { Logger } from '../core/ports.ts';
import { cardBody } from './message.ts';
import type { Pictured } from './picture.ts';
import { isRefusal, refusalCodes } from './refusal.ts';
import type { Call } from './rest.ts';

/** What of an interaction an answer needs. */
export interface Asked {
  readonly id: string;
  readonly token: string;
  readonly applicationId: string;
  readonly channelId: string | null;
  readonly userId: string;
}

/**
 * `public` is for the channel; `hidden` is seen by the asker alone and never goes to the channel; `update` changes
 * the message that was pressed, which only the asker sees.
 */
export type Manner = 'public' | 'hidden' | 'update';

/** Each call throws as `Call` does. */
export function createResponse(call: Call, asked: Asked, manner: Manner) {
  const hidden = manner !== 'public';
  const original = originalOf(asked);
  return {
    async defer(): Promise<void> {
      const body: RESTPostAPIInteractionCallbackJSONBody =
        manner === 'update'
          ? { type: InteractionResponseType.DeferredMessageUpdate }
          : {
              type: InteractionResponseType.DeferredChannelMessageWithSource,
              data: hidden ? { flags: MessageFlags.Ephemeral } : {},
            };
      const route = Routes.interactionCallback(asked.id, asked.token);
      await call({ method: 'post', route, body, auth: false });
    },
    async edit(message: Pick<Pictured, 'files'> & { readonly body: object }): Promise<void> {
      await call({ method: 'patch', route: original, ...message, auth: false });
    },
    /** Discord takes no nonce here, and lists no such messages: one whose answer was lost shows twice when repeated. */
    async followUp(body: RESTPostAPIChannelMessageJSONBody, alone: boolean): Promise<void> {
      const route = Routes.webhook(asked.applicationId, asked.token);
      const flags = alone ? { flags: MessageFlags.Ephemeral } : {};
      await call({ method: 'post', route, body: { ...body, ...flags }, auth: false });
    },
    /** What is gone already, since the answer to an earlier attempt was lost, is withdrawn as well. */
    async withdraw(): Promise<void> {
      await call({ method: 'delete', route: original, auth: false }).catch((cause: unknown) => {
        if (!isRefusal(cause, refusalCodes.unknownMessage)) throw cause;
      });
    },
    /** Once, however often it is repeated, and only what is for the channel. */
    async post(message: Pictured): Promise<void> {
      if (hidden || asked.channelId === null) return;
      const body: RESTPostAPIChannelMessageJSONBody = {
        ...message.body,
        content: `<@${asked.userId}>`,
        allowed_mentions: { parse: [], users: [asked.userId] },
        nonce: asked.id,
        enforce_nonce: true,
      };
      const route = Routes.channelMessages(asked.channelId);
      await call({ method: 'post', route, body, files: message.files });
    },
  };
}

/** Answers at once, to the asker alone: with a message of its own, or in place of the one that was pressed. */
export async function reply(
  { call, log }: { readonly call: Call; readonly log: Logger },
  asked: Asked,
  { card, manner }: { card: Card; manner: 'hidden' | 'update' },
): Promise<void> {
  const body =
    manner === 'update'
      ? { type: InteractionResponseType.UpdateMessage, data: cardBody(card) }
      : {
          type: InteractionResponseType.ChannelMessageWithSource,
          data: { ...cardBody(card), flags: MessageFlags.Ephemeral },
        };
  const route = Routes.interactionCallback(asked.id, asked.token);
  await call({ method: 'post', route, body, auth: false }).catch((cause: unknown) => {
    if (!isRefusal(cause, refusalCodes.alreadyAnswered))
      log.warn('interaction not answered', { interaction: asked.id, err: cause });
  });
}

/** Changes the first answer that an interaction got. */
export async function editOriginal(call: Call, asked: Asked, card: Card): Promise<void> {
  await call({ method: 'patch', route: originalOf(asked), body: cardBody(card), auth: false });
}

const originalOf = ({ applicationId, token }: Asked) =>
  Routes.webhookMessage(applicationId, token, '@original');
