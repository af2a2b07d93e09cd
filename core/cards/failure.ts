// What went wrong, what to do, and the code a log knows it by. Pure.
import type { AppError, Fault } from '../errors.ts';
import { across, bareCard, type Card, type Field, inLines, type Rich } from './card.ts';
import type { Telling, Words } from './words/index.ts';

const faultsShown = 8;

/** The card of an expected failure, or of a bug the envelope made into `internal`. */
export function failureCard(error: AppError, { words, at }: Telling): Card {
  return {
    ...bareCard,
    tone: 'bad',
    title: words.failure.title,
    summary: [error.message],
    fields: [across(words.failure.remedy, error.remedy), ...faultsField(error.faults, words)],
    footer: words.failure.code(error.code),
    at,
  };
}

/** The card of work that failed while nobody was waiting for it. */
export function failedNewsCard(
  news: {
    watch: string;
    operation: string;
    code: string;
    message: string;
    remedy: string;
    at: number;
  },
  { failure }: Words,
): Card {
  return {
    ...bareCard,
    tone: 'bad',
    title: failure.failed(news.operation, news.watch),
    summary: [news.message],
    fields: [across(failure.remedy, news.remedy)],
    footer: `${news.watch} · ${failure.code(news.code)}`,
    at: news.at,
  };
}

/** One fault is what the message says already. */
function faultsField(faults: readonly Fault[], { failure, shared }: Words): Field[] {
  if (faults.length < 2) return [];
  const lines = faults.slice(0, faultsShown).map(({ path, message }): Rich => {
    return path === '' ? [message] : [{ code: path }, shared.colon, message];
  });
  const hidden = faults.length - faultsShown;
  return [across(failure.faults, ...inLines([...lines, ...(hidden > 0 ? [[shared.more(hidden)]] : [])]))];
}
