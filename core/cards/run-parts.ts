// Where the MLflow run of a training stands, as cards show it. Pure.
import type { RunState } from '../ports.ts';
import { beside, type Card, type Field, type Rich } from './card.ts';
import type { Words } from './words/index.ts';

/** A run id is 32 hex digits; eight tell runs apart. */
const shortId = 8;

/**
 * What cannot be a link; nothing at all where there is no run. The model by the name that Python loads it under, and by
 * its alias where it has one.
 */
export function runField(run: RunState, words: Words, alias: string | null = null): Field[] {
  if (run.status === 'none') return [];
  if (run.status !== 'logged') return [beside(words.run.name, words.run.states[run.status])];
  const { runId, url, registered } = run.run;
  const id = url === null ? [beside(words.run.name, { code: runId })] : [];
  if (registered === undefined) return id;
  const { name, version } = registered;
  const now: Rich = alias === null ? [] : ['\n', { code: `models:/${name}@${alias}` }];
  return [...id, beside(words.run.model, { code: `models:/${name}/${version}` }, ...now)];
}

/** The run, its model and the comparison with the champion it met, for a person's browser. */
export function runLinks(run: RunState, words: Words): Card['links'] {
  if (run.status !== 'logged') return [];
  const { runId, url, registered, compareUrl } = run.run;
  const links = [
    { text: words.run.link(shortRun(runId)), url },
    { text: words.run.version(registered?.version ?? ''), url: registered?.url ?? null },
    { text: words.run.compare, url: compareUrl ?? null },
  ];
  return links.flatMap((link) => (link.url === null ? [] : [{ text: link.text, url: link.url }]));
}

/** Run and model within a line. */
export function runWords(run: RunState, words: Words): Rich {
  if (run.status === 'none') return [];
  if (run.status !== 'logged')
    return [`${words.run.name}${words.shared.colon}${words.run.states[run.status]}`];
  const { runId, url, registered } = run.run;
  const id = words.run.link(shortRun(runId));
  const model =
    registered === undefined ? [] : [', ', linked(words.run.version(registered.version), registered.url)];
  return [linked(id, url), ...model];
}

const linked = (text: string, link: string | null) => (link === null ? text : { link, text });

/** For a cell of a table. */
export function runCell(run: RunState, { run: own }: Words): string {
  return run.status === 'logged' ? shortRun(run.run.runId) : own.cells[run.status];
}

const shortRun = (runId: string) => runId.slice(0, shortId);
