// The message table: every text of a card, in every language. English says what there is; a language that lacks a text
// or has one too many does not compile. Pure.
import { en } from './en/index.ts';
import { fr } from './fr/index.ts';

export type Words = typeof en;
export type Locale = 'en' | 'fr';

const table: Readonly<Record<Locale, Words>> = { en, fr };

/** The words of a language by its tag, "fr" or "fr-CA"; a language we do not speak is answered in English. */
export function wordsOf(tag: string): Words {
  return tag.toLowerCase().split('-')[0] === 'fr' ? table.fr : table.en;
}

/** What a card that answers somebody needs beside its facts. */
export interface Telling {
  readonly words: Words;
  /** Milliseconds since the epoch. */
  readonly at: number;
}
