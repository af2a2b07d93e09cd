// An embed as Discord shows it: the bar, the grid of fields, the picture. Pure.
import type { APIEmbed, APIEmbedField } from 'discord.js';
import { escaped, inline, markdown, moment, type Names } from './markdown.ts';

/** Where a picture is found; null = nowhere. */
export type Pictures = (url: string) => { readonly src: string; readonly alt: string } | null;

export function embedHtml(embed: APIEmbed, names: Names, pictures: Pictures): string {
  const { title, url, description, author, color, fields = [], image, thumbnail, footer, timestamp } = embed;
  const heading = title === undefined ? '' : inline(title, names);
  const parts = [
    picture(thumbnail?.url, 'thumbnail', pictures),
    block('author', author === undefined ? '' : escaped(author.name)),
    block('title', url === undefined ? heading : `<a href="${escaped(url)}">${heading}</a>`),
    block('description', description === undefined ? '' : markdown(description, names)),
    block('fields', grid(fields, names)),
    picture(image?.url, 'image', pictures),
    block('footer', footerOf(footer?.text, timestamp)),
  ];
  const bar = (color ?? 0x1e1f22).toString(16).padStart(6, '0');
  return `<article class="embed" style="border-left-color:#${bar}">${parts.join('')}</article>`;
}

const block = (name: string, html: string) => (html === '' ? '' : `<div class="${name}">${html}</div>`);

function picture(url: string | undefined, name: string, pictures: Pictures): string {
  const found = url === undefined ? null : pictures(url);
  return found === null
    ? ''
    : `<img class="${name}" src="${escaped(found.src)}" alt="${escaped(found.alt)}">`;
}

function footerOf(text: string | undefined, timestamp: string | undefined): string {
  const when = timestamp === undefined ? [] : [moment(Date.parse(timestamp), 'f')];
  return [...(text === undefined ? [] : [text]), ...when].map(escaped).join(' • ');
}

/** Inline fields stand three in a row; two share a row in halves, and one has it alone. */
function grid(fields: readonly APIEmbedField[], names: Names): string {
  const rows: APIEmbedField[][] = [];
  for (const field of fields) {
    const last = rows.at(-1);
    const joins = field.inline === true && last?.[0]?.inline === true && last.length < 3;
    if (joins) last.push(field);
    else rows.push([field]);
  }
  return rows.flatMap((row) => row.map((field) => fieldHtml(field, 12 / row.length, names))).join('');
}

function fieldHtml({ name, value }: APIEmbedField, columns: number, names: Names): string {
  const heading = `<div class="name">${inline(name, names)}</div>`;
  return `<div class="field" style="grid-column:span ${columns}">${heading}<div>${markdown(value, names)}</div></div>`;
}
