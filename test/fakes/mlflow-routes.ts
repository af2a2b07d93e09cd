// What the fake MLflow does and refuses, route by route; rules as in MLflow 3.17's validation.py and sqlalchemy_store.py.
import * as z from 'zod';
import type { FakeModel, FakeRegistered } from './mlflow-models.ts';
import {
  absent,
  active,
  key,
  listed,
  long,
  pairsOf,
  param,
  Refusal,
  read,
  type Stage,
  tag,
  whole,
} from './mlflow-refusals.ts';

interface FakeRun {
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  readonly startTime: number;
  status: string;
  endTime: number | null;
  stage: Stage;
  readonly params: Map<string, string>;
  /** By key, timestamp, step and model: logging the same point again changes nothing. */
  readonly metrics: Map<string, z.infer<typeof metric>>;
  readonly tags: Map<string, string>;
  /** By name and digest. */
  readonly inputs: Map<string, z.infer<typeof dataset>>;
  /** Ids of models. */
  readonly outputs: string[];
}

export interface MlflowState {
  /** What every artifact_uri begins with. */
  readonly root: string;
  readonly models: Map<string, FakeModel>;
  readonly registered: Map<string, FakeRegistered>;
  /** By path below the root. */
  readonly files: Map<string, Buffer>;
  readonly experiments: Map<string, { readonly name: string; stage: Stage }>;
  readonly runs: Map<string, FakeRun>;
}

const metric = z.strictObject({
  key,
  value: z.number(),
  timestamp: whole,
  step: whole,
  model_id: z.string().optional(),
  dataset_name: z.string().optional(),
  dataset_digest: z.string().optional(),
});
const dataset = z.strictObject({
  tags: z.array(z.strictObject({ key: long(255), value: long(500) })),
  dataset: z.strictObject({
    name: long(500),
    digest: long(36),
    source_type: z.string(),
    source: long(65_535),
    profile: z.string(),
  }),
});
const logInputs = z.strictObject({ run_id: z.string(), datasets: z.array(dataset) });
const createRun = z.strictObject({
  experiment_id: z.string(),
  start_time: whole,
  run_name: z.string(),
  tags: z.array(tag),
});
const logBatch = z
  .strictObject({
    run_id: z.string(),
    metrics: z.array(metric).max(1000).default([]),
    params: z.array(param).max(100).default([]),
    tags: z.array(tag).max(100).default([]),
  })
  .refine((batch) => batch.metrics.length + batch.params.length + batch.tags.length <= 1000, 'over 1000')
  .refine(
    (batch) => new Set(batch.params.map((one) => one.key)).size === batch.params.length,
    'duplicate keys',
  );
const search = z.strictObject({
  experiment_ids: z.array(z.string()),
  filter: z.string().regex(/^tags\.`[\w.]+` = '[^']*'$/),
  run_view_type: z.enum(['ACTIVE_ONLY', 'DELETED_ONLY', 'ALL']),
  max_results: whole.min(1).max(50_000),
});
const updateRun = z.strictObject({
  run_id: z.string(),
  status: z.enum(['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED']),
  end_time: whole,
});

export function createRoutes(state: MlflowState): Record<string, ((body: unknown) => unknown) | undefined> {
  return {
    'GET experiments/search': (body) => searchExperiments(state, body),
    'GET experiments/get-by-name': (body) => experimentByName(state, body),
    'POST experiments/create': (body) => createExperiment(state, body),
    'POST runs/create': (body) => addRun(state, body),
    'POST runs/search': (body) => searchRuns(state, body),
    'POST runs/log-batch': (body) => addBatch(state, body),
    'POST runs/log-inputs': (body) => addInputs(state, body),
    'POST runs/update': (body) => endRun(state, body),
    'GET runs/get': (body) => ({
      run: shown(state, runOf(state, read(z.strictObject({ run_id: z.string() }), body).run_id)),
    }),
  };
}

function searchExperiments(state: MlflowState, body: unknown): unknown {
  read(z.strictObject({ max_results: z.coerce.number().int().min(1) }), body);
  const experiments = [...state.experiments].map(([experiment_id, { name }]) => ({ experiment_id, name }));
  return experiments.length === 0 ? {} : { experiments };
}

function experimentByName(state: MlflowState, body: unknown): unknown {
  const { experiment_name: name } = read(z.strictObject({ experiment_name: z.string() }), body);
  const found = [...state.experiments].find(([, experiment]) => experiment.name === name);
  if (found === undefined)
    throw new Refusal('RESOURCE_DOES_NOT_EXIST', `Could not find experiment with name '${name}'`);
  return { experiment: { experiment_id: found[0], name, lifecycle_stage: found[1].stage } };
}

function createExperiment({ experiments }: MlflowState, body: unknown): unknown {
  const { name } = read(z.strictObject({ name: long(500) }), body);
  if ([...experiments.values()].some((experiment) => experiment.name === name))
    throw new Refusal(
      'RESOURCE_ALREADY_EXISTS',
      `Experiment(name=${name}) already exists. Error: ...\n[SQL: ...]`,
    );
  const id = String(experiments.size + 1);
  experiments.set(id, { name, stage: 'active' });
  return { experiment_id: id };
}

function addRun(state: MlflowState, body: unknown): unknown {
  const given = read(createRun, body);
  const experiment = state.experiments.get(given.experiment_id);
  if (experiment === undefined)
    throw new Refusal('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${given.experiment_id} exists`);
  active('experiment', given.experiment_id, experiment.stage);
  const run: FakeRun = {
    id: (state.runs.size + 1).toString(16).padStart(32, '0'),
    experiment: given.experiment_id,
    name: given.run_name,
    startTime: given.start_time,
    status: 'RUNNING',
    endTime: null,
    stage: 'active',
    params: new Map(),
    metrics: new Map(),
    tags: new Map(given.tags.map((one) => [one.key, one.value])),
    inputs: new Map(),
    outputs: [],
  };
  state.runs.set(run.id, run);
  return { run: shown(state, run) };
}

function searchRuns(state: MlflowState, body: unknown): unknown {
  const { experiment_ids: ids, filter, run_view_type: view } = read(search, body);
  const [, name = '', value] = /`(.*)` = '(.*)'/.exec(filter) ?? [];
  const runs = [...state.runs.values()].filter(
    (run) =>
      ids.includes(run.experiment) &&
      run.tags.get(name) === value &&
      (view === 'ALL' || (view === 'DELETED_ONLY') === (run.stage === 'deleted')),
  );
  return runs.length === 0 ? {} : { runs: runs.map((run) => shown(state, run)) };
}

function addBatch(state: MlflowState, body: unknown): unknown {
  const batch = read(logBatch, body);
  const run = runOf(state, batch.run_id);
  active('run', run.id, run.stage);
  for (const { key: name, value } of batch.params) {
    if ((run.params.get(name) ?? value) !== value)
      throw new Refusal('INVALID_PARAMETER_VALUE', `Changing param values is not allowed. '${name}'`);
    run.params.set(name, value);
  }
  for (const point of batch.metrics) {
    const of = point.model_id === undefined ? '' : `:${point.model_id}`;
    run.metrics.set(`${point.key}:${point.timestamp}:${point.step}${of}`, point);
  }
  for (const one of batch.tags) run.tags.set(one.key, one.value);
  return {};
}

function addInputs(state: MlflowState, body: unknown): unknown {
  const given = read(logInputs, body);
  const run = runOf(state, given.run_id);
  active('run', run.id, run.stage);
  for (const one of given.datasets) run.inputs.set(`${one.dataset.name}:${one.dataset.digest}`, one);
  return {};
}

function endRun(state: MlflowState, body: unknown): unknown {
  const { run_id: id, status, end_time: endTime } = read(updateRun, body);
  const run = runOf(state, id);
  active('run', id, run.stage);
  Object.assign(run, { status, endTime });
  return { run_info: shown(state, run).info };
}

function runOf(state: MlflowState, id: string): FakeRun {
  const run = state.runs.get(id);
  if (run === undefined) throw absent(`Run with id=${id}`);
  return run;
}

function shown({ root }: MlflowState, run: FakeRun) {
  const metrics = [...run.metrics.values()].filter((point) => point.model_id === undefined);
  return {
    info: {
      run_id: run.id,
      experiment_id: run.experiment,
      run_name: run.name,
      status: run.status,
      start_time: run.startTime,
      ...(run.endTime === null ? {} : { end_time: run.endTime }),
      artifact_uri: `${root}/${run.experiment}/${run.id}/artifacts`,
      lifecycle_stage: run.stage,
    },
    data: { metrics, params: pairsOf(run.params), tags: pairsOf(run.tags) },
    ...(run.inputs.size === 0 ? {} : { inputs: { dataset_inputs: [...run.inputs.values()] } }),
    ...(run.outputs.length === 0
      ? {}
      : {
          outputs: listed(
            'model_outputs',
            run.outputs.map((id) => ({ model_id: id, step: '0' })),
          ),
        }),
  };
}
