// Where the MLflow run of a training stands, as cards show it. Pure.
import type { RunState } from '../ports.ts';
import { beside, type Card, type Field } from './card.ts';

/** A run id is 32 hex digits; eight tell runs apart. */
const shortId = 8;

/** What cannot be a link; nothing at all when no tracking server is configured. */
export function runField(run: RunState): Field[] {
  if (run.status === 'none') return [];
  if (run.status === 'queued') return [beside('MLflow run', 'queued')];
  return run.run.url === null ? [beside('MLflow run', { code: run.run.runId })] : [];
}

export function runLinks(run: RunState): Card['links'] {
  if (run.status !== 'logged' || run.run.url === null) return [];
  return [{ text: `MLflow run ${run.run.runId.slice(0, shortId)}`, url: run.run.url }];
}
