// The run of a watch's day: every check of that day as a step of its metrics.
import type { MonitorDay } from '../../intent.ts';
import type { MlflowClient } from './client.ts';
import { metricsPerBatch, milliseconds } from './encode.ts';
import { ensureExperiment, ensureRun, onRun, type RunSeed } from './run.ts';

/** Made when there is none; equal metrics at equal times are no news to the server. @throws as `Tracker.log` */
export async function logDay(client: MlflowClient, experiment: string, day: MonitorDay): Promise<void> {
  const found = await ensureExperiment(client, experiment);
  const runId = await ensureRun(client, seedOf(day), found);
  const metrics = metricsOf(day);
  for (let from = 0; from < metrics.length; from += metricsPerBatch) {
    const body = { metrics: metrics.slice(from, from + metricsPerBatch), params: [], tags: [] };
    await onRun(client, runId, { path: 'runs/log-batch', body });
  }
  if (day.endedAt === null) return;
  const end = { status: 'FINISHED', end_time: milliseconds(day.endedAt) };
  await onRun(client, runId, { path: 'runs/update', body: end });
}

function seedOf({ key, watch, day, startedAt }: MonitorDay): RunSeed {
  return {
    key,
    name: `${watch} checks ${day}`,
    startedAt,
    tags: {
      'mlflow.note.content': `The checks of the watch \`${watch}\` on ${day}: a step is a check, by its running number.`,
      'vigie.kind': 'monitor',
      'vigie.watch': watch,
      'vigie.day': day,
    },
  };
}

function metricsOf({ checks }: MonitorDay) {
  return checks.flatMap(({ number, at, metrics }) =>
    Object.entries(metrics).map(([key, value]) => ({
      key,
      value,
      timestamp: milliseconds(at),
      step: number,
    })),
  );
}
