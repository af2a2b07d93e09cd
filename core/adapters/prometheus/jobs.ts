// The schedule: whether its jobs run, on time, and how long they take.
import type { JobMetrics } from '../../metrics.ts';
import { type Makers, observe } from './meter.ts';

const durations = [0.1, 0.5, 2.5, 10, 30, 90];
const delays = [1, 5, 15, 60, 300];

/** `patrol:shop` and `patrol:churn` are one job of two watches: what a watch does has metrics of its own. */
const kindOf = (job: string) => job.split(':', 1)[0] ?? job;

export function jobMetrics({ gauge, counter, histogram }: Makers, now: () => number): JobMetrics {
  const runs = counter('job_runs_total', 'Runs of scheduled jobs', 'job', 'result');
  const took = histogram(
    'job_duration_seconds',
    { help: 'How long one run took', buckets: durations },
    'job',
  );
  const late = histogram('job_start_delay_seconds', {
    help: 'How long after it was due a run began',
    buckets: delays,
  });
  const succeeded = gauge('job_last_success_timestamp_seconds', 'End of the last run that went well', 'job');
  return {
    scheduled(jobs) {
      for (const job of new Set(jobs.map(kindOf))) {
        for (const result of ['ok', 'failed']) runs.inc({ job, result }, 0);
        took.zero({ job });
      }
    },
    jobBegan: (seconds) => observe(late, {}, seconds),
    jobRan(name, result, seconds) {
      const job = kindOf(name);
      runs.inc({ job, result });
      observe(took, { job }, seconds);
      if (result === 'ok') succeeded.set({ job }, now() / 1000);
    },
  };
}
