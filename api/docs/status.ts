// What /status, /watches and /jobs answer with.
import * as z from 'zod';
import type { StatusResult, WatchStatus } from '../../core/ops/results.ts';
import type { JobInfo, Trouble } from '../../core/ports.ts';
import { exactly } from './exactly.ts';
import { incident, probation, quality, run, trigger } from './incident.ts';
import { driftReport } from './report.ts';
import { count, flag, orNull, share, text, time, versionNumber, watchName } from './words.ts';

export const monitorState = z
  .enum(['LEARNING', 'OK', 'SUSPECTED', 'ALARM', 'ACTING', 'PROBATION', 'QUARANTINE'])
  .meta({ description: 'What the watch is at.' });

const champion = z.strictObject({
  version: versionNumber('The version that serves.'),
  trainedAt: time('When it was made.'),
  trigger,
  baseline: orNull(quality, 'its reference window has too few labels.'),
  run,
});

export const watchStatus = exactly<WatchStatus>()(
  z.strictObject({
    watch: watchName,
    elsewhere: flag('The model is served elsewhere.'),
    source: text('Kind of its source.'),
    mode: text('full or seed.'),
    policy: text('What follows from drift.'),
    threshold: share('Drift threshold that holds.'),
    state: monitorState,
    champion: orNull(champion, 'there is none yet.'),
    previous: orNull(versionNumber('The version before.'), 'there is none.'),
    lastReport: orNull(driftReport, 'no check was made.'),
    incident: orNull(incident, 'there was none.'),
    probation: z.exactOptional(probation),
    approval: orNull(
      z.strictObject({
        version: versionNumber('The challenger that waits for approval.'),
        trigger,
        by: text('Who asked for it.'),
        since: time('When the gate let it pass.'),
        until: time('Until when it may be approved.'),
      }),
      'none waits.',
    ),
    checks: count('Checks since the watch was first seen.'),
    nextCheckAt: orNull(time('Next scheduled check.'), 'none is scheduled.'),
    silentSince: orNull(time('When rows stopped to come.'), 'they come.'),
  }),
).meta({ id: 'WatchStatus', description: 'One watch at a glance.' });

export const job = exactly<JobInfo>()(
  z.strictObject({
    name: text('Name of the job.'),
    lastRunAt: orNull(time('Begin of the last run.'), 'it never ran.'),
    nextRunAt: orNull(time('Next run.'), 'none is scheduled.'),
    running: flag('It runs now.'),
    failure: orNull(text('Why the last run failed.'), 'it did not.'),
  }),
).meta({ id: 'ScheduledJob', description: 'A scheduled job.' });

const failure = {
  reason: text('Why it failed.'),
  remedy: z.exactOptional(text('What to do about it.')),
};

const trouble = exactly<Trouble>()(
  z.strictObject({
    since: orNull(time('When the oldest came up of what waits and was never sent.'), 'no such thing waits.'),
    retrying: orNull(z.strictObject(failure), 'nothing is tried again.'),
    dead: orNull(z.strictObject({ ...failure, at: time('When it was given up.') }), 'nothing was given up.'),
  }),
).meta({ id: 'Trouble', description: 'What stands in the way of a queue.' });

const extra = z.strictObject({
  channel: text('Discord channel.'),
  what: z.enum(['thread', 'line']),
  refused: orNull(text('Why it was not taken.'), 'it was.'),
  at: time('When the news came up.'),
});

const gateway = z.strictObject({
  state: z.enum(['connected', 'connecting', 'standing by', 'refused']),
  problem: orNull(
    z.strictObject({ reason: text('What was refused.'), remedy: text('What to do.') }),
    'none.',
  ),
  faults: count('Errors inside the Discord library.'),
});

export const status = exactly<StatusResult>()(
  z.strictObject({
    at: time('Now.'),
    service: z.strictObject({
      name: text('vigie'),
      version: text('Of the service.'),
      startedAt: time('When this process started.'),
      roles: z.array(text('bot, api or jobs.')),
    }),
    watches: z.array(watchStatus),
    jobs: z.array(job),
    storage: z.strictObject({ kind: text('embedded or mongodb.'), ok: flag('It answers.') }),
    mlflow: z.strictObject({ configured: flag('There is one.'), queued: count('Runs that wait for it.') }),
    notifications: z.strictObject({
      notifier: text('Who posts cards.'),
      waiting: count('Cards that wait.'),
      dead: count('Cards that were given up.'),
      refused: z.array(extra),
    }),
    trouble: z.strictObject({ cards: trouble, runs: trouble }),
    gateway: orNull(gateway, 'this process opens no connection to Discord.'),
    nextDigestAt: orNull(time('Next digest.'), 'none is scheduled.'),
  }),
).meta({ id: 'Status', description: 'Watches, jobs, storage and queues.' });
