// What comes of models: training, promotion, and the versions that are kept.
import * as z from 'zod';
import type { ModelInfo, ModelsResult } from '../../core/ops/models-result.ts';
import type {
  CancelResult,
  DeclineResult,
  RetrainResult,
  SwitchResult,
  TrainResult,
} from '../../core/ops/results.ts';
import { exactly } from './exactly.ts';
import { outcome, quality, run, trigger } from './incident.ts';
import { prospect } from './report.ts';
import { count, flag, orNull, text, time, versionNumber, watchName, zone } from './words.ts';

const noBaseline = 'its reference window has too few labels.';

const modelInfo = {
  version: versionNumber('Running number within the watch.'),
  serves: orNull(z.enum(['now', 'before']), 'neither now nor last before.'),
  rejected: flag('The gate kept it out when it was made.'),
  proposed: z
    .exactOptional(z.literal(true))
    .meta({ description: 'It passed the gate and waits for a person.' }),
  undone: z
    .exactOptional(z.literal(true))
    .meta({ description: 'Its probation put the version before back.' }),
  estimator: text('What it was trained with.'),
  trigger,
  trainedAt: time('When.'),
  trainedBy: text('Who asked for it.'),
  baseline: orNull(quality, noBaseline),
  rows: count('Rows of its reference window.'),
  run,
};

export const models = exactly<ModelsResult>()(
  z.strictObject({
    watch: watchName,
    elsewhere: flag('The models are served elsewhere.'),
    timezone: zone,
    versions: z
      .array(exactly<ModelInfo>()(z.strictObject(modelInfo)).meta({ id: 'ModelVersion' }))
      .meta({ description: 'Newest first.' }),
  }),
).meta({ id: 'Models', description: 'The versions that are kept.' });

/** One of them, with what the list says of all. */
export const model = exactly<ModelInfo & Pick<ModelsResult, 'watch' | 'timezone'>>()(
  z.strictObject({ watch: watchName, timezone: zone, ...modelInfo }),
).meta({ id: 'Model', description: 'One version.' });

export const trained = exactly<TrainResult>()(
  z.strictObject({
    watch: watchName,
    version: versionNumber('The version that serves now.'),
    elsewhere: flag('The model is served elsewhere.'),
    baseline: orNull(quality, noBaseline),
    rows: count('Rows of its reference window.'),
    prospect: orNull(prospect, 'mode `seed`, or it could not be said.'),
    run,
  }),
).meta({ id: 'Trained', description: 'The first champion.' });

export const retrained = exactly<RetrainResult>()(z.strictObject({ outcome, run })).meta({
  id: 'Retrained',
  description: 'What a retraining came to.',
});

export const declined = exactly<DeclineResult>()(
  z.strictObject({
    watch: watchName,
    version: versionNumber('The challenger that was refused; it stays kept.'),
    champion: versionNumber('The version that serves on.'),
    incident: orNull(versionNumber('Number of the open incident.'), 'none is open.'),
  }),
).meta({ id: 'DeclineResult', description: 'A challenger that waited for approval and was refused.' });

export const switched = exactly<SwitchResult>()(
  z.strictObject({
    watch: watchName,
    from: versionNumber('The version that served.'),
    to: versionNumber('The version that serves now.'),
    registered: z.exactOptional(text('Alias in MLflow that somebody else has to move.')),
  }),
).meta({ id: 'Switched', description: 'Another version serves.' });

export const cancelled = exactly<CancelResult>()(
  z.strictObject({
    watch: watchName,
    operation: text('What was asked to stop.'),
    by: text('Who began it.'),
    since: time('When.'),
  }),
).meta({ id: 'Cancelled', description: 'What was asked to stop; it ends within seconds.' });
