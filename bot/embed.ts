// Card -> Discord embed. Pure. Discord refuses a whole message for one character too many, so every limit is kept here.
import type { APIEmbed, APIEmbedField } from 'discord.js';
import type { Card, Rich, Tone } from '../core/cards/card.ts';
import { codeBlock, cut, escaped, nothing, rich, wellFormed } from './markdown.ts';

/** https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
const limits = {
  title: 256,
  description: 4096,
  fields: 25,
  name: 256,
  value: 1024,
  footer: 2048,
  total: 6000,
};
/** Links come last in the description and may take this much of it. */
const linksRoom = 1500;

const colours: Readonly<Record<Tone, number>> = {
  good: 0x57f287,
  warn: 0xfee75c,
  bad: 0xed4245,
  busy: 0x5865f2,
  plain: 0x99aab5,
};

/** A field before its text is made to fit. */
interface Draft {
  readonly name: string;
  readonly inline: boolean;
  value(room: number): string | null;
}

/** The embed of a card. Whatever the card holds, Discord accepts the result. */
export function toEmbed(card: Card): APIEmbed {
  let left = limits.total;
  const take = (text: string): string => {
    left -= text.length;
    return text;
  };
  const title = take(cut(escaped(card.title).trim(), limits.title));
  const footer = take(cut(wellFormed(card.footer).trim(), limits.footer));
  const description = take(describe(card, Math.min(limits.description, left)));
  const fields = toFields(draftsOf(card), left);
  return {
    color: colours[card.tone],
    timestamp: new Date(card.at).toISOString(),
    ...(title === '' ? {} : { title }),
    ...(footer === '' ? {} : { footer: { text: footer } }),
    ...(description === '' ? {} : { description }),
    ...(fields.length === 0 ? {} : { fields }),
  };
}

function describe(card: Card, room: number): string {
  const links = rich(linkParts(card.links), Math.min(linksRoom, room));
  const summary = rich(card.summary, links === '' ? room : room - links.length - 1).trim();
  return [summary, links].filter((text) => text !== '').join('\n');
}

function linkParts(links: Card['links']): Rich {
  return links.flatMap(({ text, url }, at) => [...(at === 0 ? [] : [' · ']), { link: url, text }]);
}

function draftsOf(card: Card): Draft[] {
  const fields = card.fields.map(({ name, inline, value }) => ({
    name,
    inline,
    value: (room: number) => rich(value, room),
  }));
  const blocks = card.blocks.map(({ name, lines }) => ({
    name,
    inline: false,
    value: (room: number) => codeBlock(lines, room),
  }));
  return [...fields, ...blocks];
}

/** As many fields as fit into `total`; the last one counts those left out. */
function toFields(drafts: readonly Draft[], total: number): APIEmbedField[] {
  const fields: APIEmbedField[] = [];
  const note = (hidden: number): APIEmbedField => ({ name: '…', value: `+${hidden}`, inline: false });
  const noteRoom = sizeOf(note(drafts.length));
  let left = total;
  for (const [at, draft] of drafts.entries()) {
    const last = at === drafts.length - 1;
    const full = fields.length === limits.fields - 1 && !last;
    const field = full ? null : toField(draft, last ? left : left - noteRoom);
    if (field === null) return noteRoom <= left ? [...fields, note(drafts.length - at)] : fields;
    left -= sizeOf(field);
    fields.push(field);
  }
  return fields;
}

function toField(draft: Draft, room: number): APIEmbedField | null {
  if (room < 2) return null;
  const name = cut(escaped(draft.name).trim(), Math.min(limits.name, room - 1)) || nothing;
  const value = draft.value(Math.min(limits.value, room - name.length));
  return value === null ? null : { name, value: value.trim() || nothing, inline: draft.inline };
}

function sizeOf(field: APIEmbedField): number {
  return field.name.length + field.value.length;
}
