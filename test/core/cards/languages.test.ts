// Every kind of card in both languages: the same facts, each in its own words.
import { describe, expect, it } from 'vitest';
import type { Card, Rich } from '../../../core/cards/card.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import { gallery } from './gallery.ts';
import { en, everyWord, words } from './words.ts';

const english = gallery(en);
const french = gallery(wordsOf('fr'));
const pairs = Object.entries(english).map(([name, card]) => ({ name, card, other: french[name] ?? card }));

/** Words of English that are none of French. */
const englishWords =
  /(?<!\p{L})(the|of|and|is|are|was|were|with|by|rows?|not|for|from|to|in|it|has|have|no|now|new|old|labels?|alarms|check|drift|watch|since|until|what|which|before|after|kept|model|accuracy|mean|unknown|days|ago|below|still|learning|window|few)(?!\p{L})/iu;

/** What stands in the picture and is read out of it. */
function pictureWords({ chart }: Card): string[] {
  if (chart === null) return [];
  const panels = chart.panels.flatMap((panel) => [
    panel.title,
    panel.empty,
    panel.threshold?.name ?? '',
    ...(panel.kind === 'line' ? [...panel.lines, ...panel.marks].map(({ name }) => name) : []),
  ]);
  return [chart.title, chart.alt, chart.leftOut, ...panels];
}

/** Without commands, ids and addresses, and without the routes and the setting that sentences name. */
function prose(card: Card): string {
  const told = (value: Rich) => words(value.filter((part) => typeof part === 'string' || 'strong' in part));
  const bare: Card = {
    ...card,
    summary: told(card.summary) === '' ? [] : [told(card.summary)],
    fields: card.fields.map((field) => ({ ...field, value: [told(field.value)] })),
    links: [],
  };
  const labels = card.actions.flatMap((action) => [
    action.label,
    ...(action.kind === 'menu' ? action.choices.map(({ label }) => label) : []),
  ]);
  return [everyWord(bare), ...labels, ...pictureWords(card)]
    .join('\n')
    .replace(/POST \/\w+|label:\.\.\./g, '');
}

/** Numbers without the marks of their language, in the order of their digits. */
function numbersIn(card: Card, [thousands, decimal]: readonly [string, string]): string[] {
  const plain = everyWord(card)
    .replace(new RegExp(`(?<=\\d)[${thousands}](?=\\d{3}(?!\\d))`, 'gu'), '')
    .replace(new RegExp(`(?<=\\d)[${decimal}](?=\\d)`, 'gu'), '.');
  return (plain.match(/\d+(?:\.\d+)?/g) ?? []).sort();
}

function marksOf(card: Card) {
  const rich = [...card.summary, ...card.fields.flatMap(({ value }) => value)];
  return {
    times: rich.flatMap((part) => (typeof part !== 'string' && 'time' in part ? [part] : [])),
    commands: rich.flatMap((part) =>
      typeof part !== 'string' && 'code' in part && part.code.startsWith('/') ? [part.code] : [],
    ),
    shape: [card.tone, card.fields.map(({ inline }) => inline), card.blocks.map(({ lines }) => lines.length)],
    urls: card.links.map(({ url }) => url),
    actions: card.actions.map(({ command, args }) => [command, args]),
    emoji: card.title.split(' ')[0],
    at: card.at,
  };
}

describe('every card in French', () => {
  it('shows the same facts as in English', () => {
    for (const { name, card, other } of pairs) {
      expect(marksOf(other), name).toEqual(marksOf(card));
      expect(other.footer.includes('demo'), name).toBe(card.footer.includes('demo'));
      expect(other.title.includes('demo'), name).toBe(card.title.includes('demo'));
    }
  });

  it('shows the same numbers', () => {
    for (const { name, card, other } of pairs)
      expect(numbersIn(other, ['\u202f', ',']), name).toEqual(numbersIn(card, [',', '.']));
  });

  it('has no English left', () => {
    for (const { name, other } of pairs) expect(prose(other), name).not.toMatch(englishWords);
    expect(prose(english['firing'] ?? expect.fail())).toMatch(englishWords);
  });

  it('leaves nothing empty, and a symbol never stands alone', () => {
    for (const { name, other } of pairs) {
      expect(other.title, name).toMatch(/^\P{L}+ .*\p{L}{3}/u);
      expect(everyWord(other), name).not.toMatch(/undefined|null|NaN|\[object|!/);
      const texts = other.fields.flatMap((field) => [field.name, words(field.value)]);
      const lines = other.blocks.flatMap((block) => [block.name, ...block.lines]);
      for (const text of [...texts, ...lines]) expect(text.trim(), name).not.toBe('');
    }
  });

  it('breaks no line before a mark or within a number, and has apostrophes of its own', () => {
    for (const { name, other } of pairs) {
      expect(prose(other), name).not.toMatch(/ [:;?!%»]|« |\d \d{3}/);
      expect(everyWord(other), name).not.toContain("'");
    }
  });
});
