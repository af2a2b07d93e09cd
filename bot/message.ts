// What all posts of cards share. Pure.
import { createHash } from 'node:crypto';
import type { APIEmbed } from 'discord.js';
import type { Card } from '../core/cards/card.ts';
import type { MessageRef } from '../core/ports.ts';
import { type Row, splitLinks, toRows } from './components.ts';
import { toEmbed } from './embed.ts';
import { unreachable } from './refusal.ts';

export interface PlainBody {
  embeds: APIEmbed[];
  allowed_mentions: { parse: [] };
}

interface CardBody extends PlainBody {
  components: Row[];
}

/**
 * A message body that shows the card with its buttons, links among them, and can mention nobody. An edit without buttons has none as a
 * list of its own: Discord would leave the old ones where they are.
 */
export function cardBody(card: Card): CardBody {
  const { buttons, texts } = splitLinks(card.links);
  return { ...plainBody({ ...card, links: texts }), components: toRows(card.actions, buttons) };
}

/** Without buttons: a webhook that no application owns may not send any. */
export function plainBody(card: Card): PlainBody {
  return { embeds: [toEmbed(card)], allowed_mentions: { parse: [] } };
}

/** As many mentions as a message holds easily. */
const mostRoles = 50;

/** A message that calls the roles, and nobody else. */
export function callingBody(card: Card, roleIds: readonly string[]) {
  const roles = roleIds.slice(0, mostRoles);
  const content = roles.map((id) => `<@&${id}>`).join(' ');
  return { ...plainBody(card), content, allowed_mentions: { parse: [] as [], roles } };
}

/** What Discord knows a message by that is posted twice, in the 25 characters it takes. */
export function nonce(of: string): string {
  const digest = createHash('sha256').update(of).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, 25);
}

/** What makes a message an answer to another one; where that is gone it stands for itself. */
export function answerTo({ message }: MessageRef) {
  return { message_reference: { message_id: message, fail_if_not_exists: false } };
}

/** Where Discord says the message is. @throws AppError `upstream_unavailable` for an answer that says nothing of it */
export function messageRef(answer: unknown): MessageRef {
  if (typeof answer === 'object' && answer !== null && 'id' in answer && 'channel_id' in answer) {
    const { id, channel_id: channel } = answer;
    if (typeof id === 'string' && typeof channel === 'string') return { channel, message: id };
  }
  throw unreachable('its answer holds no message');
}
