// What /drift/report answers with.
import * as z from 'zod';
import type { FeatureStory, FullReport, ReportedColumn } from '../../core/full-report.ts';
import { exactly } from './exactly.ts';
import { cause, comparison } from './report.ts';
import { count, flag, number, orNull, share, text, time, versionNumber, watchName } from './words.ts';

const column = exactly<ReportedColumn>()(
  z.strictObject({
    ...comparison,
    jensenShannonFloor: orNull(
      number('What the distance reaches by chance in 95 of 100 cases.'),
      'too few rows.',
    ),
    wassersteinByChance: orNull(number('What the distance is on average by chance.'), 'a category.'),
    trimmedWasserstein: orNull(number('Wasserstein-1 between the 1 % and 99 % quantile.'), 'a category.'),
    adjustedP: orNull(share('p adjusted for all columns (Benjamini and Hochberg).'), 'there is no p.'),
  }),
).meta({ id: 'ReportedColumn', description: 'One column as the full report shows it.' });

const interval = z.tuple([number('Lower bound.'), number('Upper bound.')]);

const domain = z
  .strictObject({
    auc: share('Out of fold: 0.5 = the windows cannot be told apart, 1 = always.'),
    band: interval.meta({ description: 'Where chance alone keeps it in 95 of 100 cases.' }),
    beyondChance: flag('It lies outside of that.'),
    score: share('2 |AUC - 0.5|.'),
    leansOn: z.array(z.strictObject({ name: text('Name of the feature.'), share: share('Its part.') })),
  })
  .meta({ id: 'DomainShift', description: 'Whether a classifier can tell the window from the reference.' });

const change = number('In log-odds.');
const attribution = z
  .strictObject({
    towards: text('The class whose score this is about.'),
    change,
    features: z.array(z.strictObject({ name: text('Name of the feature.'), change })),
  })
  .meta({ id: 'Attribution', description: 'What moved the predictions: the parts add up to the change.' });

const accuracy = z
  .strictObject({
    before: orNull(
      z.strictObject({ accuracy: share('On the reference.'), rows: count('Rows of it.') }),
      'not known.',
    ),
    estimated: orNull(
      z.strictObject({
        accuracy: share('As calibrated probabilities say.'),
        standardDeviation: number('By chance alone.'),
        rows: count('Rows of it.'),
        f1: orNull(share('F1.'), 'more than two classes.'),
        auc: orNull(share('AUC.'), 'more than two classes.'),
        outside: share('Share of rows with a score that calibration never saw.'),
      }),
      'not known.',
    ),
    measured: orNull(
      z.strictObject({
        accuracy: share('On labelled rows.'),
        rows: count('Rows of it.'),
        interval: interval.meta({ description: 'Wilson, 95 %.' }),
      }),
      'not known.',
    ),
  })
  .meta({ id: 'AccuracyStory', description: 'The accuracy of the champion three ways.' });

const story = exactly<FeatureStory>()(
  z.strictObject({
    name: text('Name of the feature.'),
    missing: z.strictObject({ before: share('Of the reference.'), after: share('Of the window.') }),
    quantiles: z.array(
      z.strictObject({
        at: share('Which quantile.'),
        before: orNull(number('Of the reference.'), 'no values.'),
        after: orNull(number('Of the window.'), 'no values.'),
      }),
    ),
    shares: z.array(
      z.strictObject({
        category: orNull(text('Name of the category.'), 'all others together.'),
        before: share('Of the reference.'),
        after: share('Of the window.'),
      }),
    ),
    causes: z.array(cause),
    lastDrifted: orNull(
      z.strictObject({ check: count('Number of the check.'), at: time('Its time.') }),
      'none of the checks that were looked through.',
    ),
    looked: count('Checks that were looked through.'),
  }),
).meta({ id: 'FeatureStory', description: 'One feature in full.' });

export const fullReport = exactly<FullReport>()(
  z.strictObject({
    watch: watchName,
    version: versionNumber('Version of the champion.'),
    at: time('Now.'),
    rowsUntil: orNull(time('Event time the window reaches.'), 'rows carry no time.'),
    windowRows: count('Rows of the window.'),
    referenceRows: count('Rows of the reference.'),
    reach: orNull(
      z.strictObject({
        span: z.enum(['1h', '24h', '7d']),
        cut: flag('Only the newest of its rows were read.'),
      }),
      'the window the checks judge by.',
    ),
    score: share('Of the features alone.'),
    threshold: share('What the score of a check is held against.'),
    features: z.array(column),
    prediction: orNull(column, 'nothing to compare.'),
    domain: orNull(domain, 'too few rows, or nothing varies.'),
    attribution: orNull(attribution, 'the model is not linear, or is served elsewhere.'),
    accuracy,
    feature: orNull(story, 'none was asked about.'),
  }),
).meta({ id: 'FullReport', description: 'All there is to say of a window.' });
