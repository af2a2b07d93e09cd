// Where the MLflow run of a training stands, as cards show it. Pure.
import type { RunState } from '../ports.ts';
import { beside, type Card, type Field } from './card.ts';
import type { Words } from './words/index.ts';

/** A run id is 32 hex digits; eight tell runs apart. */
const shortId = 8;

/** What cannot be a link; nothing at all where there is no run. */
export function runField(run: RunState, words: Words): Field[] {
  if (run.status === 'none') return [];
  if (run.status !== 'logged') return [beside(words.run.name, words.run[run.status])];
  return run.run.url === null ? [beside(words.run.name, { code: run.run.runId })] : [];
}

export function runLinks(run: RunState, words: Words): Card['links'] {
  if (run.status !== 'logged' || run.run.url === null) return [];
  return [{ text: words.run.link(run.run.runId.slice(0, shortId)), url: run.run.url }];
}
