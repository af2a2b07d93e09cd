// What MLflow is told of one training. Timestamps are fixed here: a repeated attempt sends the same. Pure.
import type { DriftReport } from '../drift.ts';
import type { TrainingIntent } from '../intent.ts';
import type { ModelVersion, Quality } from '../model.ts';
import { topFeatures } from './run-note.ts';
import { fitOptions } from './training.ts';

/** Features whose drift is a metric each; all of them are in the report. */
const featuresLogged = 200;
/** Of 64 hexadecimal digits: MLflow takes no more. */
const digestLength = 36;

type Figures = Readonly<Record<string, number | null | undefined>>;

interface Training extends Omit<TrainingIntent, 'kind' | 'parameters' | 'metrics' | 'tags'> {
  readonly by: string;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** What is null, or not finite, is left out. */
  readonly metrics: Figures;
  readonly tags: Readonly<Record<string, string | null>>;
}

export function intentOf({ by, parameters, metrics, tags, ...rest }: Training): TrainingIntent {
  const { report, incident, watch, trigger, version } = rest;
  const all = { ...metrics, ...driftOf(report) };
  const finite = Object.entries(all).filter((entry): entry is [string, number] => Number.isFinite(entry[1]));
  const said = {
    ...tags,
    'vigie.watch': watch,
    'vigie.trigger': trigger,
    'vigie.by': by,
    'vigie.version': version === null ? null : String(version),
    'vigie.incident': incident === null ? null : String(incident.number),
  };
  const known = Object.entries(said).filter((entry): entry is [string, string] => entry[1] !== null);
  return {
    ...rest,
    kind: 'training',
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
    metrics: Object.fromEntries(finite),
    tags: Object.fromEntries(known),
  };
}

/** What a model is, beside the rows it was fitted to. */
export function parametersOf({
  model,
  inverseL2,
}: Pick<ModelVersion, 'model' | 'inverseL2'>): Record<string, string | number> {
  const { features, classes } = model.schema;
  return {
    estimator: model.estimator,
    c: inverseL2 ?? fitOptions.inverseL2,
    features: features.length,
    classes: classes.join(', '),
  };
}

export function metricsOf(quality: Quality | null, prefix = ''): Figures {
  if (quality === null) return {};
  const { accuracy, logLoss, auc, ece } = quality;
  return {
    [`${prefix}accuracy`]: accuracy,
    [`${prefix}log_loss`]: logLoss,
    [`${prefix}auc`]: auc,
    [`${prefix}ece`]: ece,
  };
}

/** Rows by a name that says whose they are. `sha256` is that of their snapshot. */
export function dataOf(
  context: 'training' | 'evaluation',
  name: string,
  { sha256, rows }: { readonly sha256: string; readonly rows: number },
): TrainingIntent['data'][number] {
  return { context, name, digest: sha256.slice(0, digestLength), rows };
}

function driftOf(report: DriftReport | null): Figures {
  if (report === null) return {};
  const { score, evidence, prediction } = report;
  const features = topFeatures(report, featuresLogged).flatMap(({ name, effect, psi }) => [
    [`drift/${name}/effect`, effect],
    [`drift/${name}/psi`, psi],
  ]);
  return {
    drift_score: score,
    drift_evidence_ratio: evidence === null ? null : Math.max(0, (evidence.log ?? 0) / evidence.bar),
    drift_prediction: prediction?.effect,
    ...Object.fromEntries(features),
  };
}
