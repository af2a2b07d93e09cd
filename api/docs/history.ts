// What /history and its relatives answer with: pages of what was.
import * as z from 'zod';
import type { AuditEntry } from '../../core/audit.ts';
import type { CheckLine, HistoryResult, IncidentLine, RetrainLine } from '../../core/ops/history-result.ts';
import { exactly } from './exactly.ts';
import { run, trial, trigger } from './incident.ts';
import { grade, verdict } from './report.ts';
import { count, flag, number, orNull, share, text, time, versionNumber, watchName, zone } from './words.ts';

const checkLine = exactly<CheckLine>()(
  z.strictObject({
    number: count('Running number of the check.'),
    at: time('Of its newest row, or of the check where rows carry no time.'),
    version: versionNumber('Version of the champion.'),
    verdict,
    grade,
    score: orNull(share('Headline score.'), 'too little data.'),
    threshold: share('What it was held against.'),
    newRows: count('Rows that were new.'),
  }),
).meta({ id: 'CheckLine' });

const incidentLine = exactly<IncidentLine>()(
  z.strictObject({
    number: versionNumber('Running number.'),
    firedAt: time('The check that opened it.'),
    closedAt: orNull(time('Its end.'), 'it is open.'),
    resolution: orNull(z.enum(['promoted', 'quiet', 'rolled_back', 'expected', 'closed']), 'it is open.'),
    fired: count('Times it fired.'),
    takenBy: orNull(text('Who took it.'), 'nobody, or no longer known.'),
  }),
).meta({ id: 'IncidentLine' });

const retrainLine = exactly<RetrainLine>()(
  z.strictObject({
    key: text('Unique.'),
    watch: watchName,
    startedAt: time('Begin.'),
    endedAt: time('End.'),
    trigger,
    by: text('Who asked for it.'),
    result: z.enum(['promoted', 'forced', 'rejected', 'proposed', 'cancelled', 'failed']),
    championBefore: versionNumber('Version that served when it began.'),
    version: orNull(versionNumber('The new version.'), 'none.'),
    kept: z.exactOptional(versionNumber('Version that a challenger which was not promoted is kept as.')),
    trial: orNull(trial, 'it did not come to that.'),
    failure: orNull(text('Why it came to no decision.'), 'it came to one.'),
    cancelledBy: z.exactOptional(text('Who stopped it.')),
    run,
  }),
).meta({ id: 'RetrainLine' });

const auditLine = exactly<AuditEntry>()(
  z.strictObject({
    at: time('When it was asked for.'),
    by: text('Name of the person or token.'),
    person: orNull(text('Discord user id.'), 'not known.'),
    via: z.enum(['discord', 'http', 'shell', 'job']),
    request: z.exactOptional(text('Id of the request.')),
    operation: text('What was asked for.'),
    watch: orNull(watchName, 'no watch.'),
    args: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .meta({ description: 'Input without rows: a list counts as its length.' }),
    outcome: text('ok, or the code of the error.'),
    ms: number('How long it took, in milliseconds.'),
    traffic: flag('Rows and labels that a program sends all day.'),
    led: z.strictObject({
      incident: orNull(count('Number of the incident.'), 'none.'),
      version: orNull(count('The version.'), 'none.'),
      run: orNull(text('MLflow run id.'), 'none.'),
    }),
  }),
).meta({ id: 'AuditLine', description: 'Who changed what.' });

const page = {
  older: orNull(text('Cursor for `before`.'), 'there is nothing older.'),
  newer: orNull(text('Cursor for `after`.'), 'there is nothing newer.'),
  timezone: zone,
};
const of = { ...page, watch: watchName };

export const checks = z
  .strictObject({ kind: z.literal('checks'), ...of, lines: z.array(checkLine) })
  .meta({ id: 'CheckPage' });
const retrains = z
  .strictObject({ kind: z.literal('retrains'), ...of, lines: z.array(retrainLine) })
  .meta({ id: 'RetrainPage' });
const incidents = z
  .strictObject({ kind: z.literal('incidents'), ...of, lines: z.array(incidentLine) })
  .meta({ id: 'IncidentPage' });
export const acts = z
  .strictObject({
    kind: z.enum(['audit', 'traffic']),
    ...page,
    watch: orNull(watchName, 'of all.'),
    lines: z.array(auditLine),
  })
  .meta({ id: 'AuditPage' });

export const history = exactly<HistoryResult>()(
  z.discriminatedUnion('kind', [checks, retrains, incidents, acts]),
).meta({ id: 'History', description: 'A page of what was, newest first.' });
