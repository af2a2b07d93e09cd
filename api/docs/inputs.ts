// The schema of what each operation takes, and the forms in which three routes take it.
import * as z from 'zod';
import { approveInput } from '../../core/ops/approve.ts';
import { acknowledgeInput, resolveInput, snoozeInput, unsnoozeInput } from '../../core/ops/attend.ts';
import { cancelInput } from '../../core/ops/cancel.ts';
import { championAtInput } from '../../core/ops/champion-at.ts';
import { configInput } from '../../core/ops/config.ts';
import { digestInput } from '../../core/ops/digest.ts';
import { expectedInput } from '../../core/ops/expected.ts';
import { forgetInput } from '../../core/ops/forget.ts';
import { historyInput } from '../../core/ops/history.ts';
import { incidentsInput } from '../../core/ops/incidents.ts';
import { labelInput } from '../../core/ops/label.ts';
import { modelsInput } from '../../core/ops/models.ts';
import { observeInput } from '../../core/ops/observe.ts';
import { checkInput } from '../../core/ops/patrol.ts';
import { predictInput } from '../../core/ops/predict-input.ts';
import { promoteInput } from '../../core/ops/promote.ts';
import { decideInput, quarantineInput } from '../../core/ops/quarantine.ts';
import { reportInput } from '../../core/ops/report.ts';
import { retrainInput } from '../../core/ops/retrain.ts';
import { rollbackInput } from '../../core/ops/rollback.ts';
import { resetConfigInput, setConfigInput, setDigestInput } from '../../core/ops/settings.ts';
import { generateInput, simulateInput } from '../../core/ops/simulate.ts';
import { driftInput, statusInput } from '../../core/ops/status.ts';
import { testCardInput } from '../../core/ops/test-card.ts';
import { thresholdInput } from '../../core/ops/threshold.ts';
import { trainInput } from '../../core/ops/train.ts';
import { workInput, worksInput } from '../../core/ops/work.ts';
import type { Operation } from '../route.ts';
import { fileNames } from './page.ts';
import { meant, meantShape } from './parameters.ts';
import { cell } from './rows.ts';

export const inputs: Readonly<Partial<Record<Operation, z.ZodObject>>> = {
  ...{ status: statusInput, drift: driftInput, report: reportInput, check: checkInput },
  ...{ config: configInput, setConfig: setConfigInput, resetConfig: resetConfigInput },
  ...{ setDigest: setDigestInput, resetDigest: z.strictObject({}), digest: digestInput },
  ...{ train: trainInput, retrain: retrainInput, cancel: cancelInput, rollback: rollbackInput },
  ...{ predict: predictInput, label: labelInput, observe: observeInput, forget: forgetInput },
  ...{ acknowledge: acknowledgeInput, snooze: snoozeInput, unsnooze: unsnoozeInput, resolve: resolveInput },
  ...{ incidents: incidentsInput, expected: expectedInput, testCard: testCardInput },
  ...{ approve: approveInput, reject: approveInput },
  ...{ promote: promoteInput, models: modelsInput, history: historyInput, threshold: thresholdInput },
  championAt: championAtInput,
  ...{ quarantine: quarantineInput, release: decideInput, discard: decideInput },
  ...{ generate: generateInput, simulate: simulateInput, work: workInput, works: worksInput },
};

/** Parameters a route answers to by itself. */
export const own: Readonly<Record<string, z.ZodType>> = {
  version: z.int().min(1),
  format: z.enum(['json', 'csv']).default('json'),
  file: z.enum(fileNames),
};

const row = z
  .record(z.string(), z.union([cell, z.boolean()]))
  .meta({ id: 'Row', description: 'A value for each feature by its name; what is left out is missing.' });

const text = z.string().min(1).max(200);
const said = z.union([text, z.number(), z.boolean(), z.null()]);

/** What core/ops/observed-rows.ts reads. */
const observation = z
  .strictObject({
    id: z.union([text, z.int()]).meta({ description: 'Unique within the watch.' }),
    time: z.union([z.string(), z.number(), z.null()]).optional().meta({
      description:
        'When the row was answered: ISO 8601, or seconds or milliseconds since 1970; now when left out.',
    }),
    features: row,
    prediction: said.meta({ description: 'What the model said; null: nothing.' }),
    score: z.number().min(0).max(1).nullable().optional().meta({ description: 'Of the positive class.' }),
    label: said.optional().meta({ description: 'The true label, where it is known already.' }),
  })
  .meta({ id: 'Observation', description: 'A row of a model served elsewhere.' });

/** The same list of other elements. */
const listOf = (list: z.ZodArray, element: z.ZodType) => list.clone({ ...list.def, element });

const { rows, ...besideRows } = predictInput.shape;
const beside = meantShape(besideRows);
const { watch } = beside;
const named = watch === undefined ? {} : { watch };
const { element: oneLabel } = labelInput.shape.labels;
const labelShape = z.strictObject({ ...named, labels: labelInput.shape.labels });

/** Bodies that come in more forms than the one of their operation. */
export const forms: Readonly<Partial<Record<Operation, z.ZodType>>> = {
  predict: z
    .union([
      z.strictObject({ ...beside, rows: meant('rows', listOf(rows, row)) }).meta({ title: 'Many rows' }),
      z.strictObject({ ...beside, features: row }).meta({ title: 'One row' }),
      row.meta({
        id: 'BareRow',
        title: 'One bare row',
        description: 'A row, with or without `watch` beside its features.',
      }),
    ])
    .meta({ id: 'PredictRequest' }),
  label: z
    .union([
      labelShape.meta({ title: 'Many labels' }),
      z.strictObject({ ...named, ...oneLabel.shape }).meta({ title: 'One label' }),
    ])
    .meta({ id: 'LabelRequest' }),
  observe: z
    .union([
      z
        .strictObject({ ...named, rows: meant('rows', listOf(observeInput.shape.rows, observation)) })
        .meta({ title: 'Many rows' }),
      z.strictObject({ ...named, ...observation.shape }).meta({ title: 'One row' }),
    ])
    .meta({ id: 'ObserveRequest' }),
};
