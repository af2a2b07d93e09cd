// A card with its picture, as Discord takes the two: and the card alone where it does not take the picture.
import type { APIEmbed } from 'discord.js';
import type { Card, CardFile } from '../core/cards/card.ts';
import type { Charts, Picture } from './chart/charts.ts';
import type { PlainBody } from './message.ts';
import { mayBeTheFile } from './refusal.ts';

/** https://discord.com/developers/docs/resources/message#attachment-object */
const longestAlt = 1024;

export interface PictureFile {
  readonly name: string;
  readonly data: Buffer;
  readonly contentType: string;
}

interface PicturedBody extends PlainBody {
  /** All files of the message: an edit drops those that are not named. */
  attachments: { id: string; filename: string; description: string }[];
}

export interface Pictured {
  readonly body: PicturedBody;
  readonly files: readonly PictureFile[];
}

interface Shown {
  readonly card: Card;
  readonly charts: Charts;
  /** The body of a message that shows a card. */
  readonly bodyOf: (card: Card) => PlainBody;
}

/** Sends the card with its picture, if it has one that can be drawn; once more without where the file may be at fault. */
export async function sendPictured<T>(
  { card, charts, bodyOf }: Shown,
  send: (message: Pictured) => Promise<T>,
): Promise<T> {
  const plain = (shown: Card): Pictured => ({ body: { ...bodyOf(shown), attachments: [] }, files: [] });
  const { chart, file } = card;
  if (file !== undefined) return sendFiled(card, file, { bodyOf, plain, send });
  const picture = chart === null ? null : await charts.draw(chart);
  if (chart === null || picture === null) return send(plain(card));
  try {
    const blocks = card.blocks.filter(({ charted }) => charted !== true);
    return await send(pictured(bodyOf({ ...card, blocks }), picture));
  } catch (cause) {
    if (!mayBeTheFile(cause)) throw cause;
    const footer = [card.footer, chart.leftOut].filter((text) => text !== '').join(' · ');
    return await send(plain({ ...card, footer }));
  }
}

interface Filing<T> {
  readonly bodyOf: (card: Card) => PlainBody;
  readonly plain: (card: Card) => Pictured;
  readonly send: (message: Pictured) => Promise<T>;
}

async function sendFiled<T>(card: Card, file: CardFile, { bodyOf, plain, send }: Filing<T>): Promise<T> {
  const { name, contentType, text, leftOut } = file;
  const attachments = [{ id: '0', filename: name, description: card.title }];
  try {
    const files = [{ name, data: Buffer.from(text), contentType }];
    return await send({ body: { ...bodyOf(card), attachments }, files });
  } catch (cause) {
    if (!mayBeTheFile(cause)) throw cause;
    const footer = [card.footer, leftOut].filter((part) => part !== '').join(' · ');
    return await send(plain({ ...card, footer }));
  }
}

function pictured(body: PlainBody, { name, png, alt }: Picture): Pictured {
  const image = { url: `attachment://${name}` };
  const embeds: APIEmbed[] = body.embeds.map((embed) => ({ ...embed, image }));
  const description = Array.from(alt).slice(0, longestAlt).join('');
  return {
    body: { ...body, embeds, attachments: [{ id: '0', filename: name, description }] },
    files: [
      { name, data: Buffer.from(png.buffer, png.byteOffset, png.byteLength), contentType: 'image/png' },
    ],
  };
}
