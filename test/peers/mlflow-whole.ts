// A training that makes a model, and all that MLflow holds of it when nothing was lost or done twice.
import { expect } from 'vitest';
import type { TrainingIntent } from '../../core/intent.ts';
import type { IntentFacts } from '../../core/ports.ts';
import { versionOf } from '../contracts/samples.ts';
import { complete, facts, readRun } from '../core/adapters/mlflow/training.ts';
import { type ModelCase, modelCase } from '../core/onnx/models.ts';
import { modelsOf, registeredOf, runsOf, versionsOf } from './mlflow-reading.ts';

type Aliases = Awaited<ReturnType<IntentFacts['aliases']>>;

export const noAliases: Aliases = { champion: null, challenger: null, previous: null };
export const churn = modelCase('two classes', 200, 41);

/** A training of `watch` that made `version` of this model, and what it refers to. */
export function trainingOf(
  watch: string,
  { version, asked, aliases }: { version: number; asked: ModelCase; aliases: Partial<Aliases> },
): { intent: TrainingIntent; given: IntentFacts } {
  const key = `run:${watch}:${version}`;
  const tags = { ...complete.tags, 'vigie.watch': watch, 'vigie.version': String(version) };
  const made = versionOf({ watch, version, model: asked.model, intent: key });
  return {
    intent: { ...complete, key, watch, version, tags },
    given: {
      ...facts,
      version: made,
      chart: Buffer.from('a PNG'),
      aliases: async () => ({ ...noAliases, ...aliases }),
    },
  };
}

/** One that became version 4 and serves. */
export const promotedOf = (watch: string) =>
  trainingOf(watch, { version: 4, asked: churn, aliases: { champion: 4 } });

/** One run, one model, one version of ours with its aliases, whatever happened on the way of `promotedOf`. */
export async function expectWhole(uri: string, watch: string, runId: string): Promise<void> {
  const key = `run:${watch}:4`;
  const run = await readRun(uri, runId);
  expect(run).toMatchObject({ status: 'FINISHED', end_time: complete.endedAt, metrics: complete.metrics });
  expect(await runsOf(uri, run.experiment_id, key)).toBe(1);
  const models = await modelsOf(uri, run.experiment_id, runId);
  expect(models.map(({ info }) => info.status)).toEqual(['LOGGED_MODEL_READY']);
  expect(run.models).toEqual(models.map(({ info }) => info.model_id));
  const versions = await versionsOf(uri, watch);
  expect(versions.map(({ tags }) => tags['vigie.version'])).toEqual(['4']);
  expect(versions.map(({ source }) => source)).toEqual(models.map(({ info }) => `models:/${info.model_id}`));
  const registered = await registeredOf(uri, watch);
  expect(registered.aliases).toEqual({ champion: '1' });
  expect(registered.tags['vigie.champion']).toBe('1');
}
