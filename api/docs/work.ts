// Long work as a job resource, and what it came to.
import * as z from 'zod';
import type { WorkInfo } from '../../core/ops/work-result.ts';
import type { Step } from '../../core/work.ts';
import { check } from './drift.ts';
import { exactly } from './exactly.ts';
import { retrained, trained } from './models.ts';
import { problem } from './problem.ts';
import { job } from './status.ts';
import { count, orNull, share, text, time, watchName } from './words.ts';

const rows = count('Rows it is about.');

const step = exactly<Step>()(
  z.union([
    z.strictObject({
      id: z.enum([
        'reading rows',
        'reading labels',
        'reading change',
        'fitting',
        'promoted',
        'rejected',
        'proposed',
      ]),
    }),
    z.strictObject({ id: z.enum(['taking reference', 'training', 'judging', 'joining']), rows }),
    z.strictObject({
      id: z.literal('waiting'),
      before: count('Retrainings of other watches that stand before it.'),
    }),
    z.strictObject({ id: z.literal('challenging'), window: text('Training window.') }),
    z.strictObject({ id: z.literal('challengers'), of: count('Challengers that are fitted.') }),
    z.strictObject({
      id: z.literal('challenged'),
      window: text('Training window.'),
      done: count('Challengers that are fitted by now.'),
      of: count('Of so many.'),
    }),
    z.strictObject({ id: z.literal('checking'), checks: count('Checks made so far.'), rows }),
  ]),
).meta({ id: 'Step', description: 'What begins.' });

const told = {
  id: text('Ask for it under /jobs/{id}.'),
  operation: text('train, retrain or check.'),
  watch: orNull(watchName, 'none was named.'),
  by: text('Name of the token.'),
  request: orNull(text('Id of the request that began it.'), 'not known.'),
  state: z
    .enum(['running', 'succeeded', 'failed', 'interrupted'])
    .meta({ description: 'interrupted: its process ended before the work did.' }),
  requestedAt: time('When it was asked for.'),
  endedAt: orNull(time('Its end.'), 'it runs.'),
  step: orNull(step, 'before the first.'),
  share: share('What is done of it.'),
};

// What a work is told as, beside its error, which is the problem a request would be answered with.
exactly<Omit<WorkInfo, 'error'>>()(z.strictObject(told));
const error = orNull(problem, 'it did not fail.');

const info = z.strictObject({ ...told, error }).meta({ id: 'JobInfo', description: 'A piece of long work.' });

export const work = z
  .strictObject({
    ...told,
    error,
    result: orNull(z.union([check, trained, retrained]), 'it has not succeeded.'),
  })
  .meta({ id: 'Job', description: 'A piece of long work, with what it came to.' });

export const jobs = z
  .strictObject({
    jobs: z.array(job).meta({ description: 'What is scheduled.' }),
    work: z.array(info).meta({ description: 'The newest 50, newest first.' }),
  })
  .meta({ id: 'Jobs' });
