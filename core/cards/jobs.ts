// The scheduled jobs: last and next runs. Pure.
import type { JobInfo } from '../ports.ts';
import { across, bareCard, type Card, type Field, type Rich } from './card.ts';
import { counted } from './numbers.ts';

/** Discord shows 25 fields. */
const jobsShown = 24;

export function jobsCard(jobs: readonly JobInfo[], at: number): Card {
  const failed = jobs.filter(({ failure }) => failure !== null).length;
  return {
    ...bareCard,
    tone: failed > 0 ? 'warn' : 'plain',
    title: `🗓️ ${counted(jobs.length, 'job')}${failed > 0 ? `, ${failed} failed last time` : ''}`,
    summary: jobs.length === 0 ? ['No job is scheduled: no process with the role "jobs" has run yet.'] : [],
    fields: jobs.slice(0, jobsShown).map(jobField),
    at,
  };
}

function jobField({ name, lastRunAt, nextRunAt, running, failure }: JobInfo): Field {
  const last: Rich =
    lastRunAt === null ? ['has not run yet'] : ['last run ', { time: lastRunAt, style: 'relative' }];
  const next: Rich = nextRunAt === null ? [] : [', next ', { time: nextRunAt, style: 'relative' }];
  const now: Rich = running ? [{ strong: 'runs now' }, ', '] : [];
  const failing: Rich = failure === null ? [] : ['\n', { strong: 'failed: ' }, failure];
  return across(name, ...now, ...last, ...next, ...failing);
}
