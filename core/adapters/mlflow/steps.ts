// The steps of a training's way into MLflow, in order.
import { reconcile } from './aliases.ts';
import { runFiles } from './artifacts.ts';
import { type Step, whenLogged } from './drain.ts';
import { batchesOf, inputsOf, milliseconds } from './encode.ts';
import { objectOf } from './json.ts';
import { modelSteps } from './logged-model.ts';
import { registered } from './registry.ts';
import { ensureExperiment, ensureRun, trainingSeed } from './run.ts';

export const steps: readonly Step[] = [
  {
    name: 'run',
    async run({ client, intent, experiment }) {
      await client.refuseOld();
      const found = await ensureExperiment(client, experiment);
      return { experimentId: found.id, runId: await ensureRun(client, trainingSeed(intent), found) };
    },
  },
  {
    name: 'logged',
    async run({ client, intent }, { runId }) {
      for (const batch of batchesOf(intent)) {
        const body = { run_id: runId, ...batch };
        await client.request({ method: 'POST', path: 'runs/log-batch', body, read: objectOf });
      }
      return {};
    },
  },
  {
    name: 'inputs',
    async run({ client, intent }, { runId }) {
      const datasets = inputsOf(intent);
      if (datasets.length === 0) return {};
      const body = { run_id: runId, datasets };
      await client.request({ method: 'POST', path: 'runs/log-inputs', body, read: objectOf });
      return {};
    },
  },
  runFiles,
  ...modelSteps,
  registered,
  {
    name: 'aliases',
    run: whenLogged(async ({ client, intent, facts }) => {
      await reconcile(client, intent.watch, facts.aliases);
      return {};
    }),
  },
  {
    name: 'finished',
    async run({ client, intent }, { runId }) {
      const body = { run_id: runId, status: 'FINISHED', end_time: milliseconds(intent.endedAt) };
      await client.request({ method: 'POST', path: 'runs/update', body, read: objectOf });
      return {};
    },
  },
];
