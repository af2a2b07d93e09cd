// Messages of the fake Discord as text for a terminal. Pure.
import type { APIEmbed, APIEmbedField } from 'discord.js';
import { type Component, isLink, isMenu, kinds } from '../fakes/discord/components.ts';
import type { FakeMessage } from '../fakes/discord/state.ts';

export interface Look {
  readonly colour: boolean;
  readonly now: number;
}

/** A message: who else sees it, its cards, its pictures in words, and what can be pressed. */
export function messageText(message: FakeMessage, look: Look): string {
  const bar = barOf(message.embeds[0]?.color ?? 0x4e5058, look);
  const lines = [
    ...(message.hidden ? ['(only who asked sees this)'] : []),
    ...(message.content === '' ? [] : plain(message.content, look).split('\n')),
    ...message.embeds.flatMap((embed) => embedLines(embed, look)),
    ...message.attachments.map(
      ({ filename, description }) => `[picture ${filename}: ${description ?? 'no words'}]`,
    ),
    ...controls(message.components),
  ];
  return lines.map((line) => `  ${bar} ${line}`.trimEnd()).join('\n');
}

function embedLines(embed: APIEmbed, look: Look): string[] {
  const { title, description, fields = [], footer } = embed;
  return [
    ...(title === undefined ? [] : [bold(plain(title, look), look)]),
    ...(description === undefined ? [] : plain(description, look).split('\n')),
    ...fieldLines(fields, look),
    ...(footer === undefined ? [] : [dim(footer.text, look)]),
  ];
}

/** Short fields beside one another, as on a wide screen; long ones below their name. */
function fieldLines(fields: readonly APIEmbedField[], look: Look): string[] {
  return fields.flatMap(({ name, value }) => {
    const text = plain(value, look).split('\n');
    const heading = bold(plain(name, look), look);
    return text.length === 1
      ? [`${heading}  ${text[0] ?? ''}`]
      : [heading, ...text.map((line) => `  ${line}`)];
  });
}

function controls(components: readonly Component[]): string[] {
  return components.flatMap((one) => {
    const inner = one.type === kinds.row ? (one.components ?? []) : [];
    const line = inner.map(controlText).join('  ');
    return line === '' ? [] : [line];
  });
}

function controlText(one: Component): string {
  if (isMenu(one)) return `[ ${one.placeholder ?? 'choose'} v ]`;
  const label = one.label ?? one.emoji?.name ?? '';
  return one.disabled === true ? `( ${label} )` : `[ ${label}${isLink(one) ? ' ->' : ''} ]`;
}

/** Markdown without its marks. */
function plain(text: string, { now }: Look): string {
  return text
    .replaceAll(/```(?:[a-z]*\n)?([\s\S]*?)\n?```/g, '$1')
    .replaceAll(/\[((?:\\.|[^\]])+)\]\(<?([^)\s>]+)>?\)/g, '$1 ($2)')
    .replaceAll(/<t:(\d+)(?::(\w))?>/g, (_, seconds: string, style?: string) =>
      when(Number(seconds), now, style),
    )
    .replaceAll(/\*\*|__|~~|`/g, '')
    .replaceAll(/\\([^\w\s])/g, '$1');
}

function when(seconds: number, now: number, style?: string): string {
  const away = Math.round((seconds * 1_000 - now) / 60_000);
  if (style !== 'R') return `${new Date(seconds * 1_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (away === 0) return 'now';
  return away > 0 ? `in ${away} min` : `${-away} min ago`;
}

const ansi = (codes: string, text: string, { colour }: Look) =>
  colour ? `\u001b[${codes}m${text}\u001b[0m` : text;
const dim = (text: string, look: Look) => ansi('2', text, look);

export const bold = (text: string, look: Look) => ansi('1', text, look);

function barOf(colour: number, look: Look): string {
  const [red, green, blue] = [colour >> 16, (colour >> 8) & 255, colour & 255];
  return ansi(`38;2;${red};${green};${blue}`, '▌', look);
}
