// What all posts of cards share. Pure.
import type { APIEmbed } from 'discord.js';
import type { Card } from '../core/cards/card.ts';
import type { MessageRef } from '../core/ports.ts';
import { toEmbed } from './embed.ts';
import { unreachable } from './refusal.ts';

interface CardBody {
  embeds: APIEmbed[];
  allowed_mentions: { parse: [] };
}

/** A message body that shows the card and can mention nobody. */
export function cardBody(card: Card): CardBody {
  return { embeds: [toEmbed(card)], allowed_mentions: { parse: [] } };
}

/** Where Discord says the message is. @throws AppError `upstream_unavailable` for an answer that says nothing of it */
export function messageRef(answer: unknown): MessageRef {
  if (typeof answer === 'object' && answer !== null && 'id' in answer && 'channel_id' in answer) {
    const { id, channel_id: channel } = answer;
    if (typeof id === 'string' && typeof channel === 'string') return { channel, message: id };
  }
  throw unreachable('its answer holds no message');
}
