// Card -> Markdown as documents and issue trackers show it. Pure. Data stays data: what could format is escaped.
import type { Card, Part, Rich } from '../core/cards/card.ts';
import { codeBlock, escaped, rich } from './markdown.ts';
import { fullTime, type Look, neutral } from './terminal-text.ts';

/** No document cuts a card. */
const unbounded = Number.MAX_SAFE_INTEGER;

export function markdownCard(card: Card, look: Look): string {
  const text = (value: Rich) =>
    rich(
      value.map((part) => plainTime(part, look)),
      unbounded,
    );
  const fields = card.fields.map(({ name, value }) => `- **${escaped(name)}**: ${oneItem(text(value))}`);
  const blocks = card.blocks.flatMap(({ name, lines }) => [
    `**${escaped(name)}**`,
    codeBlock(lines, unbounded),
  ]);
  const links = card.links.map(({ text: shown, url }) => text([{ link: url, text: shown }])).join(' · ');
  const footer = [card.footer, fullTime(card.at, look)].filter((part) => part !== '').join(' · ');
  const parts = [
    `## ${oneLine(escaped(card.title))}`,
    text(card.summary),
    fields.join('\n'),
    ...blocks,
    links,
    `*${oneLine(escaped(footer))}*`,
  ];
  // It is often a terminal that shows it.
  return neutral(`${parts.filter((part) => part !== null && part !== '').join('\n\n')}\n`);
}

/** Only Discord shows every reader their own time. */
function plainTime(part: Part, look: Look): Part {
  return typeof part !== 'string' && 'time' in part ? fullTime(part.time, look) : part;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

/** Lines of one item stay under it. */
function oneItem(text: string): string {
  return text.replace(/\n/g, '  \n  ');
}
