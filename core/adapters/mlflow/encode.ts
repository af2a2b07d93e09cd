// A training's parameters, metrics and tags as MLflow takes them. Pure.
// The server answers 200 and drops what its protobuf parser cannot read (a number as a parameter's value, half a
// millisecond, half a surrogate pair), so nothing leaves that is not exactly of the type it expects.
import { AppError } from '../../errors.ts';
import type { TrainingIntent } from '../../intent.ts';

export interface Pair {
  readonly key: string;
  readonly value: string;
}

interface Metric {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
}

/** What one log-batch call carries beside the run's id. */
export interface Batch {
  readonly metrics: readonly Metric[];
  readonly params: readonly Pair[];
  readonly tags: readonly Pair[];
}

/** What MLflow shows as the run's description. */
export const noteTag = 'mlflow.note.content';

const longestName = 250;
/** What a page still shows at a glance; MLflow takes 6000 of a parameter. What is cut is whole in params.json. */
const longestValue = 500;
/** Of a tag. */
const longestNote = 8000;
const longestDatasetName = 500;
const longestDigest = 36;
/** Limits of one call: 100 parameters, 100 tags, and 1000 of all kinds together. */
const pairsPerBatch = 100;
export const metricsPerBatch = 800;

/**
 * The intent's contents in as few calls as MLflow allows. The same intent always gives the same batches, timestamps
 * included: a repeated batch changes nothing on the server.
 */
export function batchesOf(intent: TrainingIntent): Batch[] {
  const { metrics, skipped } = metricsOf(intent);
  const params = encodePairs(intent.parameters);
  const tags = encodePairs({ ...intent.tags, ...skipped });
  const calls = Math.max(
    Math.ceil(metrics.length / metricsPerBatch),
    Math.ceil(Math.max(params.length, tags.length) / pairsPerBatch),
  );
  return Array.from({ length: calls }, (_, call) => ({
    metrics: metrics.slice(call * metricsPerBatch, (call + 1) * metricsPerBatch),
    params: params.slice(call * pairsPerBatch, (call + 1) * pairsPerBatch),
    tags: tags.slice(call * pairsPerBatch, (call + 1) * pairsPerBatch),
  }));
}

/** Names made valid and distinct, values cut to 500 characters; the note of a run may be longer. */
export function encodePairs(record: Readonly<Record<string, string>>): Pair[] {
  return named(record).map(([key, value]) => {
    const longest = key === noteTag ? longestNote : longestValue;
    return { key, value: validValue(value, longest) };
  });
}

/** A description in the registry. */
export function registryValue(text: string): string {
  return validValue(text, longestNote);
}

/** The data sets of a run as runs/log-inputs takes them: everything is text, some of it JSON. */
export function inputsOf({ data, watch }: TrainingIntent) {
  return data.map(({ context, name, digest, rows }) => ({
    tags: [{ key: 'mlflow.data.context', value: context }],
    dataset: {
      name: validValue(name, longestDatasetName),
      digest: cut(digest, longestDigest),
      source_type: 'code',
      source: JSON.stringify({ tags: { 'mlflow.source.name': 'vigie', 'vigie.watch': watch } }),
      profile: JSON.stringify({ num_rows: rows }),
    },
  }));
}

/** What a training says of its model itself; the rest is of the champion it met, or of the drift. */
const ofTheModel = ['accuracy', 'log_loss', 'auc', 'ece'];

/** The metrics of the trained model, on the data it was evaluated with. */
export function modelMetrics(intent: TrainingIntent, modelId: string) {
  const on = inputsOf(intent).find((_, index) => intent.data[index]?.context === 'evaluation');
  const dataset =
    on === undefined ? {} : { dataset_name: on.dataset.name, dataset_digest: on.dataset.digest };
  return metricsOf(intent)
    .metrics.filter(({ key }) => ofTheModel.includes(key))
    .map((metric) => ({ ...metric, model_id: modelId, ...dataset }));
}

/**
 * A time as protobuf's int64 takes it.
 * @throws AppError `bad_data` for a time that is none: MLflow would store 1970
 */
export function milliseconds(at: number): number {
  const whole = Math.round(at);
  if (Number.isSafeInteger(whole)) return whole;
  throw new AppError('bad_data', 'A run needs finite start and end times.');
}

/** Metrics that are not finite would sink their whole batch: they become tags `vigie.metric.NAME`. */
function metricsOf(intent: TrainingIntent) {
  const timestamp = milliseconds(intent.endedAt);
  const all = named(intent.metrics);
  const metrics = all
    .filter(([, value]) => Number.isFinite(value))
    .map(([key, value]): Metric => ({ key, value, timestamp, step: 0 }));
  const skipped = all
    .filter(([, value]) => !Number.isFinite(value))
    .map(([key, value]): [string, string] => [`vigie.metric.${key}`, String(value)]);
  return { metrics, skipped: Object.fromEntries(skipped) };
}

/** Two names may become one when made valid: the later one gets a number. */
function named<T>(record: Readonly<Record<string, T>>): [string, T][] {
  const taken = new Set<string>();
  return Object.entries(record).map(([text, value]) => {
    const name = validName(text);
    let free = name;
    for (let next = 2; taken.has(free); next++) free = `${cut(name, longestName - 6)}_${next}`;
    taken.add(free);
    return [free, value];
  });
}

/** Letters of any script, digits, `_ . -`, blanks, and slashes between parts: a path that cannot be written shorter. */
function validName(text: string): string {
  const allowed = text.normalize('NFC').replace(/[^/\p{L}\p{N}_.\- ]/gu, '_');
  const parts = cut(allowed, longestName)
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.join('/').replace(/^\.\./, '__') || '_';
}

function validValue(text: string, longest: number): string {
  // Half surrogate pairs empty the value on the server, and PostgreSQL stores no NUL.
  const storable = text.replace(/[\p{Cs}\0]/gu, '\uFFFD');
  if (cut(storable, longest) === storable) return storable;
  return `${cut(storable, longest - 1)}…`;
}

/** Whole characters, as the server counts them. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join('');
}
