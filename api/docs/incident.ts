// Incidents, retrainings and what both are made of.
import * as z from 'zod';
import type { Quality, Trigger } from '../../core/model.ts';
import type { Incident, Ledger } from '../../core/news.ts';
import type { RunState } from '../../core/ports.ts';
import type { Refusal, RetrainOutcome, Trial } from '../../core/retraining/outcome.ts';
import type { Probation } from '../../core/retraining/probation.ts';
import type { PastIncident } from '../../core/state.ts';
import { exactly } from './exactly.ts';
import { driftReport } from './report.ts';
import { count, flag, number, orNull, share, text, time, versionNumber, watchName } from './words.ts';

export const quality = exactly<Quality>()(
  z.strictObject({
    rows: count('Labelled rows it was measured on.'),
    accuracy: share('Share of right answers.'),
    logLoss: orNull(number('Log-loss, from 0 on.'), 'the model gives no probabilities.'),
    auc: orNull(share('Area under the ROC curve.'), 'more than two classes, or no probabilities.'),
    ece: z.exactOptional(orNull(share('Expected calibration error in ten bins.'), 'no probabilities.')),
  }),
).meta({ id: 'Quality', description: 'A model on labelled rows it was not trained on.' });

export const trigger = exactly<Trigger>()(
  z.enum(['first', 'drift', 'manual', 'api', 'schedule', 'expected', 'learning']),
).meta({ description: 'What a version came from.' });

const url = (description: string) => orNull(text(description), 'MLflow has no public address.');

export const run = exactly<RunState>()(
  z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('none') }),
    z.strictObject({ status: z.literal('kept') }),
    z.strictObject({ status: z.literal('queued') }),
    z.strictObject({ status: z.literal('refused') }),
    z.strictObject({
      status: z.literal('logged'),
      run: z.strictObject({
        runId: text('Id of the run in MLflow.'),
        url: url('Page of the run.'),
        registered: z.exactOptional(
          z.strictObject({
            name: text('Name of the registered model.'),
            version: text('Its version in MLflow.'),
            url: url('Page of the version.'),
          }),
        ),
        compareUrl: z.exactOptional(text('Page that holds it against the run of the champion it met.')),
      }),
    }),
  ]),
).meta({
  id: 'Run',
  description:
    'Where the run of a training stands. kept: no MLflow is configured; refused: it never takes it.',
});

const refusal = exactly<Refusal>()(
  z.discriminatedUnion('guard', [
    z.strictObject({ guard: z.literal('accuracy') }),
    z.strictObject({
      guard: z.literal('labels'),
      baseline: share('What the champion was right on when it was made.'),
      p: share('One-sided p of "the challenger is as good as that".'),
    }),
    z.strictObject({
      guard: z.enum(['log_loss', 'calibration']),
      by: number('How much it is worse.'),
      most: number('How much it may be.'),
    }),
    z.strictObject({
      guard: z.literal('segment'),
      feature: text('Feature whose category it is.'),
      value: text('The category.'),
      rows: count('Rows of it in the holdout.'),
      championOnly: count('Rows only the champion got right.'),
      challengerOnly: count('Rows only the challenger got right.'),
      p: share('One-sided p of "the challenger is no worse there".'),
    }),
  ]),
).meta({ id: 'Refusal', description: 'What the gate has against a challenger.' });

export const trial = exactly<Trial>()(
  z.strictObject({
    holdoutRows: count('Rows of the common holdout.'),
    champion: quality,
    challenger: quality,
    championOnly: count('Rows only the champion got right.'),
    challengerOnly: count('Rows only the challenger got right.'),
    p: share('One-sided p of "the challenger is no better".'),
    alpha: share('What p may be at most.'),
    continued: z.exactOptional(z.literal(true)).meta({
      description: "The champion's own regime with at least twice its rows: it has only to be no worse.",
    }),
    refused: z
      .exactOptional(z.array(refusal))
      .meta({ description: 'The weightiest first; empty = the gate let it pass.' }),
    promote: flag('The gate and the policy let it pass.'),
  }),
).meta({ id: 'Trial', description: 'Exact McNemar test of challenger against champion on the same rows.' });

export const outcome = exactly<RetrainOutcome>()(
  z.strictObject({
    watch: watchName,
    trigger,
    by: text('Who asked for it.'),
    result: z
      .enum(['promoted', 'rejected', 'proposed'])
      .meta({ description: 'proposed: it passed the gate and waits for a person.' }),
    approveBy: z.exactOptional(time('Until when it may be approved.')),
    declinedBy: z.exactOptional(
      orNull(text('Who refused it though it had passed the gate.'), 'nobody approved it in time.'),
    ),
    forced: z.exactOptional(z.literal(true)).meta({ description: 'Promoted whatever the gate said.' }),
    dryRun: z.exactOptional(z.literal(true)).meta({ description: 'Nothing was done.' }),
    probation: z
      .exactOptional(z.literal(true))
      .meta({ description: 'The version before answers beside the new one for a while.' }),
    championBefore: versionNumber('Version that served when it began.'),
    version: orNull(versionNumber('The new version.'), 'not promoted.'),
    kept: z.exactOptional(versionNumber('Version that a challenger which was not promoted is kept as.')),
    candidates: z.array(
      z.strictObject({
        window: text('Training window: "last 500", "all".'),
        rows: count('Rows it was trained on.'),
        quality,
        inverseL2: z.exactOptional(number("Strength of its L2 penalty, as scikit-learn's C.")),
        p: z.exactOptional(share('One-sided p of "it is no better than the champion".')),
      }),
    ),
    trial,
    startedAt: time('Begin.'),
    endedAt: time('End.'),
    intent: orNull(text('Key under which MLflow is told.'), 'a dry run.'),
  }),
).meta({ id: 'RetrainOutcome', description: 'What a retraining came to.' });

const duels = {
  rows: count('Labelled rows that both versions answered.'),
  oldOnly: count('Of those, rows only the version before got right.'),
  newOnly: count('Of those, rows only the new version got right.'),
};

export const probation = exactly<Probation>()(
  z.strictObject({
    ...duels,
    old: versionNumber('The version before, which serves again if it proves better.'),
    since: orNull(time('Event time of its first check.'), 'there was none yet.'),
    carried: flag('The reference window has taken in the rows counted so far.'),
  }),
).meta({ id: 'Probation', description: 'How far the probation of the version that serves has come.' });

const by = text('Name of the person or token.');
const remark = orNull(text('What they said.'), 'nothing.');

export const incident = exactly<Incident>()(
  z.strictObject({
    id: text('Unique.'),
    number: versionNumber('Running number within the watch.'),
    openedAt: time('Event time of its first alarm.'),
    phase: z.enum(['firing', 'retraining', 'rejected', 'proposed', 'probation', 'resolved']),
    resolution: orNull(
      z
        .enum(['promoted', 'quiet', 'rolled_back', 'expected', 'closed'])
        .meta({ description: 'Why it ended.' }),
      'it is open.',
    ),
    expected: z.exactOptional(z.strictObject({ by, reason: remark })),
    closed: z.exactOptional(z.strictObject({ by, reason: remark })),
    opened: driftReport,
    latest: driftReport,
    retrain: orNull(outcome, 'none was made.'),
    probation: z.exactOptional(orNull(z.strictObject(duels), 'its answer is on none.')),
    undone: z.exactOptional(
      orNull(
        z.strictObject({
          ...duels,
          at: time('When.'),
          from: versionNumber('Version that proved worse.'),
          to: versionNumber('Version that serves again.'),
        }),
        'no promotion was undone.',
      ),
    ),
    rejections: count('Challengers in a row that failed.'),
    retryAt: orNull(time('No automatic retraining before.'), 'no wait.'),
    cancelled: z.exactOptional(z.strictObject({ by, at: time('When.') })),
    held: z.exactOptional(versionNumber('Number of the batch of rows that is held back because of it.')),
    acknowledged: orNull(z.strictObject({ by, at: time('When.'), note: remark }), 'nobody takes it.'),
    snoozed: orNull(
      z.strictObject({
        by,
        at: time('When.'),
        until: orNull(time('Its end.'), 'until the incident is resolved.'),
        reason: remark,
      }),
      'it is not.',
    ),
    fired: count('Times it fired.'),
    calledAt: time('Last call on people.'),
    reminded: z
      .union([z.literal(0), z.literal(1), z.literal(2)])
      .meta({ description: 'Reminders there were.' }),
    closedAt: orNull(time('Its end.'), 'it is open.'),
    revision: count('Increases with every change.'),
  }),
).meta({ id: 'Incident', description: 'From alarm to recovery.' });

export const pastIncident = exactly<PastIncident>()(
  z.strictObject({
    number: versionNumber('Running number within the watch.'),
    firedAt: time('The check that opened it.'),
    acknowledgedAt: orNull(time('When somebody took it.'), 'nobody did.'),
    closedAt: time('Its end.'),
    resolution: z.enum(['promoted', 'quiet', 'rolled_back', 'expected', 'closed']),
    fired: count('Times it fired.'),
  }),
).meta({ id: 'PastIncident', description: 'An incident that is over, in short.' });

export const ledger = exactly<Ledger>()(
  z.strictObject({
    falseAlarmsPerWeek: orNull(number('Budget of false alarms a week.'), 'mode `seed`, which has none.'),
    week: count('Alarms of the last 7 days.'),
    days90: count('Alarms of the last 90 days.'),
    expected: count('Of those, marked as expected by a person.'),
  }),
).meta({ id: 'Ledger', description: 'Alarms so far, whatever they were.' });
