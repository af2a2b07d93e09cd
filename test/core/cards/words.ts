import type { Card, Rich } from '../../../core/cards/card.ts';
import { type Telling, wordsOf } from '../../../core/cards/words/index.ts';
import { noon } from './moments.ts';

export const en = wordsOf('en');
/** Of somebody who asked in English, at noon. */
export const asked: Telling = { words: en, at: noon };

/** The words of rich text, with times as @milliseconds. */
export function words(value: Rich): string {
  return value
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('code' in part) return part.code;
      if ('strong' in part) return part.strong;
      return 'link' in part ? `${part.text} <${part.link}>` : `@${part.time}`;
    })
    .join('');
}

/** A field's words; undefined when the card has no field of that name. */
export function fieldOf(card: Card, name: string): string | undefined {
  const found = card.fields.find((field) => field.name === name);
  return found === undefined ? undefined : words(found.value);
}

/** Everything a person can read on a card. */
export function everyWord(card: Card): string {
  return [
    card.title,
    words(card.summary),
    ...card.fields.flatMap(({ name, value }) => [name, words(value)]),
    ...card.blocks.flatMap(({ name, lines }) => [name, ...lines]),
    ...card.links.flatMap(({ text, url }) => [text, url]),
    card.footer,
  ].join('\n');
}
