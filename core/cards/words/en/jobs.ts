import { numbers } from './numbers.ts';

export const jobs = {
  title: (jobs: number, failed: number) =>
    `🗓️ ${numbers.counted(jobs, 'job')}${failed > 0 ? `, ${failed} failed last time` : ''}`,
  none: 'No job is scheduled: no process with the role "jobs" has run yet.',
  never: 'has not run yet',
  last: 'last run ',
  next: ', next ',
  running: 'runs now',
  failed: 'failed: ',
};
