// Card -> text for a terminal: a bar in the colour of the tone, fields in columns where they fit. Pure.
import type { Block, Card, Field, Rich } from '../core/cards/card.ts';
import { displayWidth } from '../core/cards/columns.ts';
import { fullTime, type Line, type Look, neutral, paint, wrapped } from './terminal-text.ts';

const columnGap = 3;
const indent = '  ';
/** Narrower than this, columns are harder to read than lines. */
const narrowest = 20;

/** The card as lines of at most `look.width` cells (blocks and links keep their lines whole), ending in a line break. */
export function renderCard(card: Card, look: Look): string {
  const inner = Math.max(narrowest, look.width - 2);
  const sections = [
    [...head(card, inner, look)],
    ...fieldSections(card.fields, inner, look),
    ...card.blocks.map((block) => blockLines(block, look)),
    [...linkLines(card), ...footLines(card, inner, look)],
  ].filter((section) => section.length > 0);
  const bar = paint('▌', card.tone, look);
  const body = sections.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
  return body
    .map((line) => `${bar} ${line}`.trimEnd())
    .join('\n')
    .concat('\n');
}

/** Title and summary in one line of at most `look.width` cells: progress that is written over itself. */
export function renderLine(card: Card, look: Look): string {
  const [line] = wrapped([{ strong: card.title }, '  ', ...card.summary], look.width, look);
  return line?.text ?? '';
}

function head({ title, summary }: Card, width: number, look: Look): string[] {
  return [
    ...texts([{ strong: title }], width, look),
    ...(summary.length > 0 ? texts(summary, width, look) : []),
  ];
}

/** Runs of fields that stand side by side, and fields that stand alone, in the card's order. */
function fieldSections(fields: readonly Field[], width: number, look: Look): string[][] {
  const runs: Field[][] = [];
  for (const field of fields) {
    const run = runs.at(-1);
    if (run?.[0]?.inline === true && field.inline) run.push(field);
    else runs.push([field]);
  }
  return runs.map((run) =>
    run[0]?.inline === true ? columnLines(run, width, look) : aloneLines(run, width, look),
  );
}

function aloneLines(fields: readonly Field[], width: number, look: Look): string[] {
  return fields.flatMap(({ name, value }) => [
    ...texts([{ strong: name }], width, look),
    ...texts(value, width - indent.length, look).map((line) => indent + line),
  ]);
}

function columnLines(fields: readonly Field[], width: number, look: Look): string[] {
  const count = columnsThatFit(fields, width, look);
  const cell = Math.floor((width - columnGap * (count - 1)) / count);
  const lines: string[] = [];
  for (let first = 0; first < fields.length; first += count) {
    const cells = fields.slice(first, first + count).map((field) => cellLines(field, cell, look));
    if (first > 0) lines.push('');
    lines.push(...sideBySide(cells, cell));
  }
  return lines;
}

/** As many columns as hold every field unwrapped; two, wrapped, where the screen allows at least that. */
function columnsThatFit(fields: readonly Field[], width: number, look: Look): number {
  const natural = fields.map((field) =>
    Math.max(...cellLines(field, Number.POSITIVE_INFINITY, look).map((line) => line.width)),
  );
  const widest = Math.max(...natural);
  const fitting = Math.floor((width + columnGap) / (widest + columnGap));
  const least = width >= 2 * narrowest + columnGap ? 2 : 1;
  return Math.min(fields.length, Math.max(least, fitting));
}

function cellLines({ name, value }: Field, width: number, look: Look): Line[] {
  return [...wrapped([{ strong: name }], width, look), ...wrapped(value, width, look)];
}

function sideBySide(cells: readonly Line[][], cell: number): string[] {
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    cells
      .map((lines) => {
        const line = lines[row] ?? { text: '', width: 0 };
        return line.text + ' '.repeat(Math.max(0, cell - line.width));
      })
      .join(' '.repeat(columnGap))
      .trimEnd(),
  );
}

function blockLines({ name, lines }: Block, look: Look): string[] {
  const inside = lines.map((line) => indent + oneLine(line));
  return [paint(oneLine(name), 'strong', look), ...inside];
}

/** Never wrapped: an address that is cut in two can be neither clicked nor copied. */
function linkLines({ links }: Card): string[] {
  return links.map(({ text, url }) => oneLine(`${text} (${url})`));
}

function footLines({ footer, at }: Card, width: number, look: Look): string[] {
  const text = oneLine([footer, fullTime(at, look)].filter((part) => part !== '').join(' · '));
  if (displayWidth(text) <= width) return [paint(text, 'dim', look)];
  return texts([text], width, { ...look, colour: false }).map((line) => paint(line, 'dim', look));
}

function oneLine(text: string): string {
  return neutral(text).replaceAll('\n', ' ');
}

function texts(value: Rich, width: number, look: Look): string[] {
  return wrapped(value, width, look).map(({ text }) => text);
}
