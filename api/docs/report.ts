// A drift report: what one check found.
import * as z from 'zod';
import type { Cause, DriftReport, FeatureDrift, Prospect } from '../../core/drift.ts';
import { exactly } from './exactly.ts';
import { count, flag, number, orNull, share, text, time, versionNumber, watchName } from './words.ts';

const moment = z.strictObject({
  rows: count('Rows of the watch since then.'),
  at: time('Event time, or the time of the check where rows carry none.'),
});

const before = text('What a person reads of the reference: mean, share or rate.');
const after = text('The same of the rows now.');
const fewRows = 'too few rows.';
const category = 'a category.';

/** What a comparison of one column tells, whoever asks for it. */
export const comparison = {
  name: text('Name of the feature.'),
  kind: z.enum(['numeric', 'categorical', 'prediction']),
  effect: orNull(share('Jensen-Shannon distance above its noise floor.'), fewRows),
  jensenShannon: orNull(number('Jensen-Shannon distance, in [0, 1].'), fewRows),
  psi: orNull(number('Population stability index, from 0 on.'), fewRows),
  ks: orNull(share('Kolmogorov-Smirnov distance.'), category),
  wasserstein: orNull(number('Wasserstein-1 distance in reference standard deviations.'), category),
  p: orNull(share('p-value of the tests of this one look; it decides nothing.'), fewRows),
  before,
  after,
};

const featureDrift = exactly<FeatureDrift>()(
  z.strictObject({ ...comparison, drifted: flag('The evidence names it as a cause.') }),
).meta({ id: 'FeatureDrift', description: 'One column, compared between the reference and the window.' });

export const cause = exactly<Cause>()(
  z.strictObject({
    kind: z
      .enum([
        ...(['feature', 'missing', 'range', 'category', 'score'] as const),
        ...(['prediction', 'label', 'error', 'estimate'] as const),
      ])
      .meta({ description: 'What the signal watches.' }),
    of: orNull(text('The feature or class it is about.'), 'the model as a whole.'),
    share: share('Its part of the evidence.'),
    since: orNull(moment.meta({ description: 'Estimated beginning of the change.' }), 'not known.'),
    before,
    after,
  }),
).meta({ id: 'Cause', description: 'A signal that speaks for drift.' });

const because = z
  .enum(['few rows', 'short history', 'restless history', 'few labels'])
  .meta({ description: 'Why a signal cannot prove anything yet.' });

const evidence = z
  .strictObject({
    log: orNull(number('Evidence for drift, natural logarithm.'), 'nothing speaks for it.'),
    bar: number('From here on drift is proven; natural logarithm.'),
    suspicion: orNull(
      number('Evidence of all signals, also those that still learn; natural logarithm.'),
      'none.',
    ),
    causes: z.array(cause).max(3).meta({ description: 'The strongest signals.' }),
    suspected: flag('Half of the bar was reached, and it has not been quiet since.'),
    standing: orNull(
      moment.meta({ description: 'Where the change of the last alarm began.' }),
      'no alarm stands.',
    ),
    signals: count('Signals that are watched.'),
    learning: orNull(
      z.strictObject({ signals: count('Signals that prove nothing yet.'), because }),
      'all may prove drift.',
    ),
  })
  .meta({ id: 'Evidence', description: 'How sure it is that something changed.' });

const performance = z
  .strictObject({
    baseline: share('Accuracy on the reference.'),
    baselineRows: count('Rows it was measured on.'),
    accuracy: orNull(share('Accuracy on the labelled rows of the window.'), 'too few labels.'),
    labelled: count('Labelled rows of the window.'),
    drop: orNull(number('baseline - accuracy: above 0 is worse.'), 'too few labels.'),
    interval: orNull(
      z
        .tuple([number('Lower bound.'), number('Upper bound.')])
        .meta({ description: '95 % interval of the drop.' }),
      'too few labels.',
    ),
    drifted: flag('A loss is confirmed.'),
    sinceChange: orNull(count('Labelled rows since the accuracy fell.'), 'it did not.'),
  })
  .meta({
    id: 'Performance',
    description: 'Accuracy of the champion on labelled rows against its baseline.',
  });

const estimate = z
  .strictObject({
    accuracy: share('Accuracy as the calibrated scores of the champion tell it, without labels.'),
    baseline: share('The same on the reference.'),
    deviation: number('Standard deviation of `accuracy` from sampling alone.'),
    rows: count('Rows it is estimated on.'),
    outside: share('Share of rows with a score that calibration never saw.'),
  })
  .meta({ id: 'Estimate', description: 'Accuracy without labels (CBPE).' });

export const verdict = z.enum(['ok', 'drift', 'insufficient_data']);
export const grade = z.enum(['none', 'small', 'large', 'unproven']).meta({
  description:
    'large: proven, at or over the threshold; small: proven below it; unproven: over it without proof.',
});
export const fault = z
  .strictObject({ path: text('Field, row and column, or setting.'), message: text('What is wrong with it.') })
  .meta({ id: 'Fault', description: 'Where a fault lies.' });

export const driftReport = exactly<DriftReport>()(
  z.strictObject({
    watch: watchName,
    key: text('Unique: watch and running number.'),
    number: count('Running number of the check.'),
    at: time('When the check was made.'),
    rowsUntil: orNull(time('Event time its rows reach.'), 'rows carry no time.'),
    version: versionNumber('Version of the champion.'),
    mode: z.enum(['full', 'seed']),
    verdict,
    grade,
    score: orNull(share('Headline score.'), 'too little data.'),
    threshold: share('What the score is held against.'),
    dataScore: orNull(share('Score of the features alone.'), 'too little data.'),
    skillScore: orNull(share('Score of the lost accuracy.'), 'too few labels.'),
    newRows: count('Rows that were new in this check.'),
    windowRows: count('Rows of the current window.'),
    referenceRows: count('Rows of the reference window.'),
    evidence: orNull(evidence, 'mode `seed`, which asks for no proof.'),
    features: z.array(featureDrift),
    prediction: orNull(featureDrift, 'nothing to compare.'),
    performance: orNull(performance, 'no labels, or no baseline.'),
    estimate: orNull(estimate, 'the scores of the champion are not calibrated.'),
    faults: z.array(fault).meta({ description: 'Cells that could not be read.' }),
  }),
).meta({ id: 'DriftReport', description: 'What one check found.' });

export const prospect = exactly<Prospect>()(
  z.strictObject({
    falseAlarmsPerWeek: number('Budget of false alarms a week, over 0.'),
    signals: count('Signals that are watched.'),
    learning: z.array(z.strictObject({ because, signals: count('Signals of which this is the reason.') })),
    trial: orNull(
      z.strictObject({
        alarms: count('Alarms it would have raised on the last third of the reference.'),
        rows: count('Rows of that third.'),
        days: orNull(number('Days of that third.'), 'rows carry no time.'),
      }),
      'too short, or too wide, to try.',
    ),
    provable: orNull(
      z.strictObject({
        feature: text('The number that matters most.'),
        shift: orNull(
          number('Smallest shift a day of rows can be expected to prove, in deviations.'),
          'none.',
        ),
        rowsPerDay: number('Rows of a day.'),
      }),
      'no number may prove drift yet.',
    ),
  }),
).meta({ id: 'Prospect', description: 'What the monitor of a champion can promise.' });
