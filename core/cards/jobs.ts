// The scheduled jobs: last and next runs. Pure.
import type { JobInfo } from '../ports.ts';
import { across, bareCard, type Card, type Field, type Rich } from './card.ts';
import type { Telling, Words } from './words/index.ts';

/** Discord shows 25 fields. */
const jobsShown = 24;

export function jobsCard(jobs: readonly JobInfo[], { words, at }: Telling): Card {
  const failed = jobs.filter(({ failure }) => failure !== null).length;
  return {
    ...bareCard,
    tone: failed > 0 ? 'warn' : 'plain',
    title: words.jobs.title(jobs.length, failed),
    summary: jobs.length === 0 ? [words.jobs.none] : [],
    fields: jobs.slice(0, jobsShown).map((job) => jobField(job, words)),
    at,
  };
}

function jobField({ name, lastRunAt, nextRunAt, running, failure }: JobInfo, { jobs }: Words): Field {
  const last: Rich = lastRunAt === null ? [jobs.never] : [jobs.last, { time: lastRunAt, style: 'relative' }];
  const next: Rich = nextRunAt === null ? [] : [jobs.next, { time: nextRunAt, style: 'relative' }];
  const now: Rich = running ? [{ strong: jobs.running }, ', '] : [];
  const failing: Rich = failure === null ? [] : ['\n', { strong: jobs.failed }, failure];
  return across(name, ...now, ...last, ...next, ...failing);
}
