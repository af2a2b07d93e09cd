// Trainings to log, the store's side of logging them, and what a server kept: for the fake and for the real MLflow.
import * as z from 'zod';
import type { TrainingIntent } from '../../../../core/intent.ts';
import type { IntentFacts, IntentItem } from '../../../../core/ports.ts';

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

/** Of a training whose model was not kept. */
export const facts: IntentFacts = {
  version: null,
  against: null,
  chart: null,
  aliases: async () => ({ champion: null, challenger: null, previous: null }),
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
  }),
});

/** Reads a run back the way anybody else would: by GET. */
export async function readRun(uri: string, runId: string) {
  const response = await fetch(`${uri}/api/2.0/mlflow/runs/get?run_id=${runId}`);
  const { run } = kept.parse(await response.json());
  return {
    ...run.info,
    params: run.data.params,
    tags: run.data.tags,
    points: run.data.metrics,
    metrics: Object.fromEntries(run.data.metrics.map(({ key, value }) => [key, value])),
  };
}
