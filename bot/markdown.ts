// Rich text -> Discord's Markdown within a given room: data stays data, and no cut breaks what it cuts. Pure.
// Room is counted in UTF-16 units, which is never less than Discord's own count of code points.
import type { Part, Rich } from '../core/cards/card.ts';

const ellipsis = '…';
/** Looks like a backtick and closes nothing. */
const inertBacktick = '\u02cb';
/** Discord refuses field values that are empty once trimmed. */
export const nothing = '–';

/** The text cut to `room`, ending in an ellipsis, never inside a surrogate pair. Half an escape shows nothing. */
export function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  if (room < 1) return '';
  return text.slice(0, room - 1).replace(/[\ud800-\udbff]$/, '') + ellipsis;
}

/** Half characters make invalid JSON for the other side. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Plain text as Discord shows it unchanged: no formatting, no mention, no emoji, no masked link comes out of data. */
export function escaped(text: string): string {
  return wellFormed(text)
    .replace(/[\\*_~`|<@[\]]/g, '\\$&')
    .replace(/^([ \t]*)([-+](?=[\s#])|[#>])/gm, '$1\\$2')
    .replace(/^([ \t]*\d+)\.(?=\s)/gm, '$1\\.');
}

/** The parts one after the other; what does not fit is cut, and what cannot be cut is left out. */
export function rich(parts: Rich, room: number): string {
  let text = '';
  for (const part of parts) {
    const left = room - text.length;
    const whole = markdown(part);
    if (whole.length > left) return text + shortened(part, left);
    text += whole;
  }
  return text;
}

/** Lines of equal width as a code block of at most `room`; null when there is no room for any. */
export function codeBlock(lines: readonly string[], room: number): string | null {
  const inside = room - '```\n\n```'.length;
  if (inside < 2) return null;
  const text = lines.map(inert).join('\n');
  if (text.trim() === '') return nothing;
  return `\`\`\`\n${text.length <= inside ? text : wholeLines(text, inside)}\n\`\`\``;
}

function wholeLines(text: string, room: number): string {
  const end = text.lastIndexOf('\n', room - 2);
  return end > 0 ? `${text.slice(0, end)}\n${ellipsis}` : cut(text, room);
}

function markdown(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  if ('code' in part) return wrapped('`', inlineCode(part.code));
  if ('strong' in part) return wrapped('**', escaped(oneLine(part.strong)));
  if ('time' in part) return `<t:${Math.floor(part.time / 1000)}:${part.style === 'relative' ? 'R' : 'f'}>`;
  const url = linkable(part.link);
  const text = escaped(oneLine(part.text));
  return url === null ? text : `[${text}](${url})`;
}

function shortened(part: Part, room: number): string {
  if (typeof part === 'string') return cut(escaped(part), room);
  if ('code' in part) return wrapped('`', cut(inlineCode(part.code), room - 2));
  if ('strong' in part) return wrapped('**', cut(escaped(oneLine(part.strong)), room - 4));
  if ('time' in part) return room < 1 ? '' : ellipsis;
  return cut(escaped(part.text), room);
}

/** Marks around nothing would show themselves. */
function wrapped(mark: string, text: string): string {
  return text.trim() === '' ? '' : mark + text + mark;
}

function inlineCode(text: string): string {
  return oneLine(inert(text));
}

/** Marks that stand around more than one line are not taken for marks everywhere. */
function oneLine(text: string): string {
  return text.replace(/[\n\r]+/g, ' ');
}

function inert(text: string): string {
  return wellFormed(text).replaceAll('`', inertBacktick);
}

/** A web address that cannot end the Markdown link around it; null when it is not a web address. */
function linkable(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const { protocol, href } = new URL(link);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  return href.replaceAll('(', '%28').replaceAll(')', '%29');
}
