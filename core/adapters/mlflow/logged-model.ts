// The model of a training as MLflow 3 keeps it: an entity of its own, linked from the run that made it.
import { AppError } from '../../errors.ts';
import { placeOf, uploadAll } from './artifacts.ts';
import { type Drain, type Ids, type Step, whenLogged } from './drain.ts';
import { encodePairs, modelMetrics } from './encode.ts';
import { at, objectOf, textAt } from './json.ts';
import { isCode, tagRun } from './run.ts';

/** MLflow sets no limit here; a run's is kept. */
const mostParams = 100;

export const modelSteps: readonly Step[] = [
  { name: 'model', run: makeModel },
  { name: 'package', sendsFiles: true, run: whenLogged(sendPackage) },
  { name: 'ready', run: whenLogged(makeReady) },
  { name: 'outputs', run: whenLogged(linkFromRun) },
  { name: 'scores', run: whenLogged(logScores) },
];

async function makeModel(drain: Drain, ids: Ids): Promise<Partial<Ids>> {
  if (drain.facts.version === null || !placeOf(ids.artifacts).proxied) return {};
  const lacking = formless(drain, ids);
  if (lacking !== null) {
    await tagRun(drain.client, ids.runId, { 'vigie.model': `skipped: ${lacking}` });
    return {};
  }
  return (await findModel(drain, ids)) ?? (await createModel(drain, ids));
}

/** Why the model has no form that others could load; null = it has. Asked first, so that no empty model is left behind. */
function formless(drain: Drain, ids: Ids): string | null {
  try {
    filesOf(drain, ids);
    return null;
  } catch (cause) {
    if (isCode(cause, 'unsupported')) return cause.message;
    throw cause;
  }
}

function filesOf({ intent, facts, packageOf }: Drain, { runId, modelId, modelArtifacts }: Ids) {
  if (facts.version === null)
    throw new AppError('unsupported', `Version ${intent.version} of "${intent.watch}" is no longer kept.`);
  const ids = { runId, modelId, artifactPath: modelArtifacts };
  return packageOf({ version: facts.version, ids, createdAt: intent.endedAt });
}

async function findModel({ client }: Drain, { experimentId, runId }: Ids): Promise<Partial<Ids> | null> {
  return await client.request({
    method: 'POST',
    path: 'logged-models/search',
    body: { experiment_ids: [experimentId], filter: `source_run_id = '${runId}'`, max_results: 1 },
    read: (answer) => {
      if (objectOf(answer) === undefined) return undefined;
      const models = at(answer, 'models') ?? [];
      if (!Array.isArray(models)) return undefined;
      return models.length === 0 ? null : modelOf(models[0]);
    },
  });
}

async function createModel({ client, intent, facts }: Drain, ids: Ids): Promise<Partial<Ids>> {
  return await client.request({
    method: 'POST',
    path: 'logged-models',
    once: true,
    body: {
      experiment_id: ids.experimentId,
      // The name of a watch has none of the characters that are refused here.
      name: intent.watch,
      model_type: facts.version?.model.estimator ?? '',
      source_run_id: ids.runId,
      params: encodePairs(intent.parameters).slice(0, mostParams),
      tags: encodePairs({
        'vigie.idempotency_key': intent.key,
        'vigie.watch': intent.watch,
        'vigie.version': String(intent.version),
      }),
    },
    read: (answer) => modelOf(at(answer, 'model')),
  });
}

function modelOf(model: unknown): Pick<Ids, 'modelId' | 'modelArtifacts'> | undefined {
  const modelId = textAt(model, 'info', 'model_id');
  const modelArtifacts = textAt(model, 'info', 'artifact_uri');
  return modelId === undefined || modelArtifacts === undefined ? undefined : { modelId, modelArtifacts };
}

async function sendPackage(drain: Drain, ids: Ids): Promise<Partial<Ids>> {
  const place = placeOf(ids.modelArtifacts);
  if (place.proxied) await uploadAll(drain.client, place.path, filesOf(drain, ids));
  return {};
}

async function makeReady({ client }: Drain, { modelId }: Ids): Promise<Partial<Ids>> {
  await endModel(client, modelId, 'LOGGED_MODEL_READY');
  return {};
}

/** The id is wanted in the path and in the body. */
export async function endModel(
  client: Drain['client'],
  modelId: string,
  status: 'LOGGED_MODEL_READY' | 'LOGGED_MODEL_UPLOAD_FAILED',
): Promise<void> {
  const body = { model_id: modelId, status };
  await client.request({ method: 'PATCH', path: `logged-models/${modelId}`, body, read: objectOf });
}

/** What shows the model on the page of its run. */
async function linkFromRun({ client }: Drain, { runId, modelId }: Ids): Promise<Partial<Ids>> {
  const body = { run_id: runId, models: [{ model_id: modelId, step: 0 }] };
  try {
    await client.request({ method: 'POST', path: 'runs/outputs', body, read: objectOf });
  } catch (cause) {
    // It is linked already.
    if (!isCode(cause, 'conflict')) throw cause;
  }
  return {};
}

async function logScores({ client, intent }: Drain, { runId, modelId }: Ids): Promise<Partial<Ids>> {
  const metrics = modelMetrics(intent, modelId);
  if (metrics.length === 0) return {};
  const body = { run_id: runId, metrics };
  await client.request({ method: 'POST', path: 'runs/log-batch', body, read: objectOf });
  return {};
}
