// Trainings to log, the store's side of logging them, and what a server kept: for the fake and for the real MLflow.
import * as z from 'zod';
import type { SwitchIntent, TrainingIntent } from '../../../../core/intent.ts';
import type { IntentFacts, IntentItem } from '../../../../core/ports.ts';
import { reportOf, versionOf } from '../../../contracts/samples.ts';

const startedAt = 1_800_000_000_000;

export const training: TrainingIntent = {
  kind: 'training',
  key: `run:churn:${startedAt}`,
  watch: 'churn',
  version: 4,
  trigger: 'drift',
  startedAt,
  endedAt: startedAt + 2_345,
  parameters: { estimator: 'logistic', window: 'since the change point', rows: '800', c: '1' },
  metrics: { accuracy: 0.875, log_loss: 0.1 + 0.2, drift_score: 1e-300, champion_only: 3, delta: -0.25 },
  tags: { 'vigie.watch': 'churn', 'vigie.trigger': 'drift', 'vigie.by': 'patrol', 'vigie.version': '4' },
  note: 'Vigie trained a model for the watch `churn` (trigger: drift). It became version 4.',
  data: [],
  report: null,
  incident: null,
  against: null,
  thread: 'incident:1',
};

/** The same with all that a training can hold. */
export const complete: TrainingIntent = {
  ...training,
  tags: { ...training.tags, 'vigie.result': 'promoted' },
  parameters: { ...training.parameters, note: 'é'.repeat(6_001) },
  metrics: { ...training.metrics, champion_accuracy: 0.75 },
  data: [
    { context: 'training', name: 'churn', digest: 'a'.repeat(36), rows: 800 },
    { context: 'evaluation', name: 'churn holdout', digest: 'b'.repeat(64), rows: 200 },
  ],
  report: reportOf({ watch: 'churn', number: 7 }),
};

/** Of a training whose model was not kept. */
export const facts: IntentFacts = {
  version: null,
  against: null,
  chart: null,
  aliases: async () => ({ champion: null, challenger: null, previous: null }),
};

/** Of one whose version serves now. */
export const promoted: IntentFacts = {
  ...facts,
  version: versionOf({ watch: 'churn', version: 4, intent: training.key }),
  chart: Buffer.from('a PNG'),
  aliases: async () => ({ champion: 4, challenger: null, previous: 3 }),
};

export const rollback: SwitchIntent = {
  kind: 'switch',
  key: 'switch:churn:9',
  watch: 'churn',
  version: 3,
  how: 'rolled_back',
  by: 'ada',
  reason: 'it was wrong about students',
  endedAt: startedAt + 60_000,
  thread: null,
};

/** An intent in the outbox: every attempt starts from what the last one saved. */
export function outboxOf(intent: TrainingIntent) {
  let progress: IntentItem['progress'] = {};
  return {
    item: (): IntentItem<TrainingIntent> => ({ key: intent.key, intent, progress, attempts: 0 }),
    save: async (next: IntentItem['progress']) => {
      progress = next;
    },
    progress: () => progress,
  };
}

const pairs = z
  .array(z.object({ key: z.string(), value: z.string() }))
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])));
const kept = z.object({
  run: z.object({
    info: z.object({
      experiment_id: z.string(),
      run_name: z.string(),
      status: z.string(),
      start_time: z.number(),
      end_time: z.number().optional(),
    }),
    data: z.object({
      metrics: z
        .array(
          z.object({
            key: z.string(),
            value: z.number(),
            timestamp: z.number(),
            step: z.number().default(0),
          }),
        )
        .default([]),
      params: pairs,
      tags: pairs,
    }),
    inputs: z
      .object({
        dataset_inputs: z
          .array(
            z.object({
              tags: z.array(z.object({ value: z.string() })),
              dataset: z.object({ name: z.string(), digest: z.string(), profile: z.string() }),
            }),
          )
          .default([]),
      })
      .optional(),
    outputs: z.object({ model_outputs: z.array(z.object({ model_id: z.string() })).default([]) }).optional(),
  }),
});

/** Asks as MLflow's own clients do: the address may hold a user and a password, which fetch takes for a fault. */
export async function askMlflow(uri: string, path: string, init: RequestInit = {}): Promise<Response> {
  const url = new URL(`${uri}/${path}`);
  const headers = new Headers(init.headers);
  if (url.username !== '') headers.set('authorization', `Basic ${btoa(`${url.username}:${url.password}`)}`);
  url.username = '';
  url.password = '';
  return await fetch(url, { ...init, headers });
}

/** Reads a run back the way anybody else would: by GET. */
export async function readRun(uri: string, runId: string) {
  const response = await askMlflow(uri, `api/2.0/mlflow/runs/get?run_id=${runId}`);
  const { run } = kept.parse(await response.json());
  return {
    ...run.info,
    params: run.data.params,
    tags: run.data.tags,
    points: run.data.metrics,
    inputs: (run.inputs?.dataset_inputs ?? []).map(({ tags, dataset }) => ({
      ...dataset,
      context: tags[0]?.value,
    })),
    models: (run.outputs?.model_outputs ?? []).map((model) => model.model_id),
    metrics: Object.fromEntries(run.data.metrics.map(({ key, value }) => [key, value])),
  };
}
