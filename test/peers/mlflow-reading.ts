// What an MLflow server holds, read the way anybody else would.
import { expect } from 'vitest';
import * as z from 'zod';
import { askMlflow } from '../core/adapters/mlflow/training.ts';

interface Asked<T> {
  readonly path: string;
  readonly schema: z.ZodType<T>;
  /** Sent by POST; without one it is a GET. */
  readonly body?: object;
}

async function read<T>(uri: string, { path, schema, body }: Asked<T>): Promise<T> {
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await askMlflow(uri, `api/2.0/mlflow/${path}`, body === undefined ? {} : post);
  expect(response.status, path).toBe(200);
  return schema.parse(await response.json());
}

const pair = z.object({ key: z.string(), value: z.string() });
const pairs = z
  .array(pair)
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])));

export async function registeredOf(uri: string, watch: string) {
  const { registered_model: model } = await read(uri, {
    path: `registered-models/get?name=${watch}`,
    schema: z.object({
      registered_model: z.object({
        tags: pairs,
        aliases: z.array(z.object({ alias: z.string(), version: z.string() })).default([]),
      }),
    }),
  });
  return {
    tags: model.tags,
    aliases: Object.fromEntries(model.aliases.map(({ alias, version }) => [alias, version])),
  };
}

export async function versionsOf(uri: string, watch: string) {
  const filter = encodeURIComponent(`name = '${watch}'`);
  const version = z.object({ version: z.string(), source: z.string(), run_id: z.string(), tags: pairs });
  const { model_versions: versions } = await read(uri, {
    path: `model-versions/search?max_results=100&filter=${filter}`,
    schema: z.object({ model_versions: z.array(version).default([]) }),
  });
  return versions.sort((one, other) => Number(one.version) - Number(other.version));
}

export async function modelsOf(uri: string, experimentId: string, runId: string) {
  const metric = z.object({ key: z.string(), value: z.number(), dataset_name: z.string().optional() });
  const model = z.object({
    info: z.object({ model_id: z.string(), status: z.string(), name: z.string() }),
    data: z.object({ metrics: z.array(metric).default([]) }).optional(),
  });
  const { models } = await read(uri, {
    path: 'logged-models/search',
    schema: z.object({ models: z.array(model).default([]) }),
    body: { experiment_ids: [experimentId], filter: `source_run_id = '${runId}'`, max_results: 10 },
  });
  return models;
}

/** How many runs carry the key of an intent. */
export async function runsOf(uri: string, experimentId: string, key: string): Promise<number> {
  const { runs } = await read(uri, {
    path: 'runs/search',
    schema: z.object({ runs: z.array(z.unknown()).default([]) }),
    body: {
      experiment_ids: [experimentId],
      filter: `tags.\`vigie.idempotency_key\` = '${key}'`,
      run_view_type: 'ALL',
      max_results: 10,
    },
  });
  return runs.length;
}

export async function filesOf(uri: string, runId: string) {
  const file = z.object({ path: z.string(), file_size: z.number().optional() });
  const { files } = await read(uri, {
    path: `artifacts/list?run_id=${runId}`,
    schema: z.object({ files: z.array(file).default([]) }),
  });
  return files.map(({ path }) => path).sort();
}
