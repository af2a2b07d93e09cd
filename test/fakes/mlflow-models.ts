// Logged models, the registry and its aliases of the fake MLflow; rules as in MLflow 3.17's sqlalchemy_store.py.
import * as z from 'zod';
import { absent, active, key, listed, long, pairsOf, param, Refusal, read, tag } from './mlflow-refusals.ts';
import type { MlflowState } from './mlflow-routes.ts';

export interface FakeModel {
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  readonly type: string;
  readonly run: string;
  status: string;
  readonly params: Map<string, string>;
  readonly tags: Map<string, string>;
}

interface FakeVersion {
  readonly source: string;
  readonly run: string;
  readonly description: string;
  readonly tags: Map<string, string>;
}

export interface FakeRegistered {
  readonly tags: Map<string, string>;
  readonly aliases: Map<string, string>;
  /** Number n is at n - 1. */
  readonly versions: FakeVersion[];
}

const createModel = z.strictObject({
  experiment_id: z.string(),
  name: z.string().regex(/^[^/:.%"']+$/, 'Invalid model name'),
  model_type: z.string(),
  source_run_id: z.string(),
  params: z.array(param).default([]),
  tags: z.array(tag).default([]),
});
const searchModels = z.strictObject({
  experiment_ids: z.array(z.string()),
  filter: z.string().regex(/^source_run_id = '[^']*'$/),
  max_results: z.number().int().min(1),
});
const status = z.enum(['LOGGED_MODEL_PENDING', 'LOGGED_MODEL_READY', 'LOGGED_MODEL_UPLOAD_FAILED']);
const endModel = z.strictObject({ model_id: z.string(), status });
const output = z.strictObject({ model_id: z.string(), step: z.number().int() });
const outputs = z.strictObject({ run_id: z.string(), models: z.array(output).min(1) });
const registryTag = z.strictObject({ key, value: long(100_000) });
const register = z.strictObject({ name: z.string().min(1), tags: z.array(registryTag).default([]) });
const createVersion = z.strictObject({
  name: z.string(),
  source: z.string().regex(/^models:\/m-/),
  run_id: z.string(),
  model_id: z.string(),
  description: long(5000 * 4),
  tags: z.array(registryTag).default([]),
});
const searchVersions = z.strictObject({
  filter: z.string().regex(/^name = '[^']*' and tags\.`[\w.]+` = '[^']*'$/),
  max_results: z.coerce.number().int().min(1),
});
const alias = z
  .string()
  .regex(/^[\w-]{1,255}$/)
  .refine((name) => name !== 'latest' && !/^v\d+$/.test(name), 'reserved alias');
const number = z.string().regex(/^\d+$/);
const setAlias = z.strictObject({ name: z.string(), alias, version: number });
const dropAlias = z.strictObject({ name: z.string(), alias });
const tagVersion = z.strictObject({ name: z.string(), version: number, key, value: long(100_000) });
const tagModel = z.strictObject({ name: z.string(), key, value: long(100_000) });

/** Method and path, with `:id` for a model's; the id is checked against the one in the body. */
export function createModelRoutes(
  state: MlflowState,
): Record<string, (body: unknown, id: string) => unknown> {
  return {
    'POST logged-models': (body) => addModel(state, body),
    'POST logged-models/search': (body) => findModels(state, body),
    'PATCH logged-models/:id': (body, id) => finish(state, body, id),
    'POST runs/outputs': (body) => link(state, body),
    'POST registered-models/create': (body) => addRegistered(state, body),
    'GET registered-models/get': (body) => showRegistered(state, body),
    'POST registered-models/set-tag': (body) => {
      const given = read(tagModel, body);
      registeredOf(state, given.name).tags.set(given.key, given.value);
      return {};
    },
    'POST registered-models/alias': (body) => {
      const given = read(setAlias, body);
      versionOf(state, given.name, given.version);
      registeredOf(state, given.name).aliases.set(given.alias, given.version);
      return {};
    },
    'DELETE registered-models/alias': (body) => {
      const given = read(dropAlias, body);
      registeredOf(state, given.name).aliases.delete(given.alias);
      return {};
    },
    'POST model-versions/create': (body) => addVersion(state, body),
    'GET model-versions/search': (body) => findVersions(state, body),
    'POST model-versions/set-tag': (body) => {
      const given = read(tagVersion, body);
      versionOf(state, given.name, given.version).tags.set(given.key, given.value);
      return {};
    },
  };
}

function addModel(state: MlflowState, body: unknown): unknown {
  const given = read(createModel, body);
  const experiment = state.experiments.get(given.experiment_id);
  if (experiment === undefined) throw absent(`Experiment ${given.experiment_id}`);
  active('experiment', given.experiment_id, experiment.stage);
  const model: FakeModel = {
    id: `m-${(state.models.size + 1).toString(16).padStart(32, '0')}`,
    experiment: given.experiment_id,
    name: given.name,
    type: given.model_type,
    run: given.source_run_id,
    status: 'LOGGED_MODEL_PENDING',
    params: new Map(given.params.map((one) => [one.key, one.value])),
    tags: new Map(given.tags.map((one) => [one.key, one.value])),
  };
  state.models.set(model.id, model);
  return { model: shown(state, model) };
}

function findModels(state: MlflowState, body: unknown): unknown {
  const { experiment_ids: ids, filter } = read(searchModels, body);
  const run = /'(.*)'/.exec(filter)?.[1];
  const found = [...state.models.values()].filter(
    (model) => ids.includes(model.experiment) && model.run === run,
  );
  return listed(
    'models',
    found.map((model) => shown(state, model)),
  );
}

function finish(state: MlflowState, body: unknown, id: string): unknown {
  const given = read(endModel, body);
  if (given.model_id !== id)
    throw new Refusal('INVALID_PARAMETER_VALUE', 'model_id must be in path and body');
  const model = modelOf(state, id);
  model.status = given.status;
  return { model: shown(state, model) };
}

function link(state: MlflowState, body: unknown): unknown {
  const given = read(outputs, body);
  const run = state.runs.get(given.run_id);
  if (run === undefined) throw absent(`Run with id=${given.run_id}`);
  active('run', run.id, run.stage);
  for (const { model_id: id } of given.models) {
    if (run.outputs.includes(id))
      throw new Refusal(
        'BAD_REQUEST',
        '(sqlite3.IntegrityError) UNIQUE constraint failed: inputs.source_type, ...',
      );
    run.outputs.push(id);
  }
  return {};
}

function addRegistered({ registered }: MlflowState, body: unknown): unknown {
  const { name, tags } = read(register, body);
  if (registered.has(name))
    throw new Refusal('RESOURCE_ALREADY_EXISTS', `Registered Model (name=${name}) already exists.`);
  registered.set(name, {
    tags: new Map(tags.map((one) => [one.key, one.value])),
    aliases: new Map(),
    versions: [],
  });
  return { registered_model: { name } };
}

function showRegistered(state: MlflowState, body: unknown): unknown {
  const { name } = read(z.strictObject({ name: z.string() }), body);
  const { tags, aliases } = registeredOf(state, name);
  const named = [...aliases].map(([one, version]) => ({ alias: one, version }));
  return { registered_model: { name, ...listed('tags', pairsOf(tags)), ...listed('aliases', named) } };
}

function addVersion(state: MlflowState, body: unknown): unknown {
  const given = read(createVersion, body);
  if (given.source !== `models:/${given.model_id}`)
    throw new Refusal('INVALID_PARAMETER_VALUE', `Invalid model version source: '${given.source}'`);
  modelOf(state, given.model_id);
  const { versions } = registeredOf(state, given.name);
  versions.push({
    source: given.source,
    run: given.run_id,
    description: given.description,
    tags: new Map(given.tags.map((one) => [one.key, one.value])),
  });
  return { model_version: { name: given.name, version: String(versions.length) } };
}

function findVersions(state: MlflowState, body: unknown): unknown {
  const { filter } = read(searchVersions, body);
  const [, name = '', wanted = '', value] = /^name = '(.*)' and tags\.`(.*)` = '(.*)'$/.exec(filter) ?? [];
  const versions = state.registered.get(name)?.versions ?? [];
  const found = versions.flatMap((one, index) =>
    one.tags.get(wanted) === value ? [{ name, version: String(index + 1) }] : [],
  );
  return listed('model_versions', found);
}

function modelOf({ models }: MlflowState, id: string): FakeModel {
  const model = models.get(id);
  if (model === undefined) throw absent(`Logged model ${id}`);
  return model;
}

function registeredOf({ registered }: MlflowState, name: string): FakeRegistered {
  const model = registered.get(name);
  if (model === undefined) throw absent(`Registered Model with name=${name}`);
  return model;
}

function versionOf(state: MlflowState, name: string, version: string): FakeVersion {
  const found = registeredOf(state, name).versions[Number(version) - 1];
  if (found === undefined) throw absent(`Model Version (name=${name}, version=${version})`);
  return found;
}

function shown({ root }: MlflowState, model: FakeModel) {
  return {
    info: {
      model_id: model.id,
      experiment_id: model.experiment,
      name: model.name,
      artifact_uri: `${root}/${model.experiment}/models/${model.id}/artifacts`,
      status: model.status,
    },
  };
}
