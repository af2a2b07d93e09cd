// What comes of rows: predictions, labels, observations, and rows of synthetic watches.
import * as z from 'zod';
import type { Prediction, PredictResult } from '../../core/ops/predict-result.ts';
import type { ForgetResult, LabelResult, ObserveResult } from '../../core/ops/results.ts';
import type { GenerateResult, SimulateResult } from '../../core/ops/simulate-result.ts';
import { exactly } from './exactly.ts';
import { count, flag, number, orNull, share, text, time, versionNumber, watchName } from './words.ts';

export const cell = z.union([z.number(), z.string(), z.null()]).meta({ description: 'null: missing.' });

const explanation = z
  .strictObject({
    towards: text('The predicted class.'),
    base: number('Its score where every feature is as in training on average, in log-odds.'),
    score: number('Its score for this row: base and all contributions.'),
    features: z.array(
      z.strictObject({
        name: text('Name of the feature.'),
        contribution: number('What it adds to the score, in log-odds.'),
        value: cell,
      }),
    ),
  })
  .meta({ id: 'Explanation', description: 'What speaks for an answer (linear SHAP), largest first.' });

const prediction = exactly<Prediction>()(
  z.strictObject({
    id: text('Labels come back under this id.'),
    label: text('The predicted class.'),
    probabilities: z.record(z.string(), share('Probability of the class.')),
    explanation: z.exactOptional(orNull(explanation, 'the answers of this model cannot be split.')),
  }),
).meta({ id: 'Prediction', description: 'The answer to one row.' });

export const predicted = exactly<Omit<PredictResult, 'columns'>>()(
  z.strictObject({
    watch: watchName,
    version: versionNumber('The version that answered.'),
    predictions: z.array(prediction).meta({ description: 'In the order of the rows.' }),
    stored: flag('Every row is kept under its id, so that labels can come back for it.'),
  }),
).meta({ id: 'Predicted', description: 'Answers of the champion.' });

export const labelled = exactly<LabelResult>()(
  z.strictObject({
    watch: watchName,
    stored: count('Labels that were stored.'),
    unknown: z
      .array(text('Id.'))
      .meta({ description: 'Ids of no prediction: their labels were not stored.' }),
  }),
).meta({ id: 'Labelled', description: 'Labels that were stored.' });

export const observed = exactly<ObserveResult>()(
  z.strictObject({
    watch: watchName,
    stored: count('Rows that are new.'),
    known: count('Rows whose ids were known: they stay as they were.'),
    labels: count('Labels that came with the rows.'),
  }),
).meta({ id: 'Observed', description: 'Rows that were stored.' });

export const forgotten = exactly<ForgetResult>()(
  z.strictObject({
    watch: watchName,
    id: text('Id of the observation.'),
    observation: flag('There was a row, and it is gone.'),
    label: flag('There was a label, and it is gone.'),
    references: z
      .array(versionNumber('A version.'))
      .meta({ description: 'Versions whose reference window still holds the row.' }),
  }),
).meta({ id: 'Forgotten', description: 'What was deleted.' });

export const generated = exactly<GenerateResult>()(
  z.strictObject({
    watch: watchName,
    columns: z.array(text('Name of the column.')),
    rows: z.array(z.array(cell)),
  }),
).meta({ id: 'Generated', description: 'Rows as the synthetic source would make them now.' });

export const simulated = exactly<SimulateResult>()(
  z.strictObject({
    watch: watchName,
    scenario: text('none, covariate or concept.'),
    strength: z
      .number()
      .min(0)
      .max(3)
      .meta({ description: '1 = one standard deviation, or the whole concept turned.' }),
    from: time('From when on.'),
  }),
).meta({ id: 'Simulated', description: 'Drift that was put into a synthetic watch.' });
