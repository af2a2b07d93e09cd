// Rows that are held back because their data is faulty.
import * as z from 'zod';
import type { BatchInfo, QuarantineDecision, QuarantineResult } from '../../core/ops/quarantine-result.ts';
import { exactly } from './exactly.ts';
import { noon } from './examples/moments.ts';
import { count, flag, orNull, text, time, versionNumber, watchName } from './words.ts';

const batch = exactly<BatchInfo>()(
  z.strictObject({
    number: versionNumber('Running number within the watch.'),
    origin: z.enum(['alarm', 'training']).meta({
      description:
        'alarm: the evidence was of the quality of the data; training: the look at rows before one.',
    }),
    reasons: z.array(
      z.strictObject({
        kind: z.enum(['missing', 'category', 'constant', 'duplicate', 'label']),
        of: orNull(text('The column, or of label the class.'), 'the rows as wholes.'),
        before: text('In the reference: "0.0 %".'),
        after: text('In the rows: "50 %".'),
      }),
    ),
    openedAt: time('When it was found.'),
    from: orNull(time('Event time of its first row, or near it.'), 'unknown.'),
    until: orNull(time('Event time of its last row.'), 'unknown.'),
    rows: count('Rows it holds.'),
    lasting: flag('Rows join it.'),
    examples: z.array(text('Id of one of its rows.')),
    status: z.enum(['held', 'released', 'discarded']),
    by: orNull(text('Who decided.'), 'nobody yet.'),
    at: orNull(time('When.'), 'nobody has decided.'),
  }),
).meta({ id: 'Batch', description: 'Rows that neither train nor count until a person has decided.' });

export const quarantine = exactly<QuarantineResult>()(
  z.strictObject({
    at: time('Now.'),
    watches: z.array(z.strictObject({ watch: watchName, batches: z.array(batch) })),
  }),
).meta({ id: 'Quarantine' });

export const decided = exactly<QuarantineDecision>()(
  z.strictObject({
    watch: watchName,
    batch,
    state: z.enum(['LEARNING', 'OK', 'SUSPECTED', 'ALARM', 'ACTING', 'PROBATION', 'QUARANTINE']),
  }),
).meta({ id: 'QuarantineDecision' });

export const batchExample: BatchInfo = {
  ...{ number: 2, origin: 'alarm', openedAt: noon, from: noon - 360_000, until: noon, rows: 312 },
  reasons: [{ kind: 'missing', of: 'region', before: '0.4 %', after: '48 %' }],
  ...{ lasting: true, examples: [], status: 'held', by: null, at: null },
};
