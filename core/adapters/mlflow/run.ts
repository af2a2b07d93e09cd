// Finding or making what a run needs on the server: its experiment, then the run itself, each once.
import { AppError } from '../../errors.ts';
import type { TrainingIntent } from '../../intent.ts';
import type { MlflowClient } from './client.ts';
import { encodePairs, milliseconds, noteTag } from './encode.ts';
import { at, objectOf, textAt } from './json.ts';

const idempotencyTag = 'vigie.idempotency_key';

export interface Experiment {
  readonly id: string;
  readonly name: string;
}

/**
 * The experiment of this name, made when there is none.
 * @throws AppError `upstream_unavailable` when it was deleted: the name stays taken until it is restored
 */
export async function ensureExperiment(client: MlflowClient, name: string): Promise<Experiment> {
  const found = await findExperiment(client, name);
  if (found !== null) return found;
  try {
    const id = await client.request({
      method: 'POST',
      path: 'experiments/create',
      body: { name },
      read: (answer) => textAt(answer, 'experiment_id'),
    });
    return { id, name };
  } catch (cause) {
    if (!isCode(cause, 'conflict')) throw cause;
    // Somebody else made it between the two calls.
    const theirs = await findExperiment(client, name);
    if (theirs === null) throw cause;
    return theirs;
  }
}

/** What a run begins with. */
export interface RunSeed {
  readonly key: string;
  readonly name: string;
  readonly startedAt: number;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The id of the run that carries the seed's key, made when there is none. A create whose answer was lost is found
 * again here. The server cannot do both at once, so one intent must not be carried by two callers at the same time.
 * @throws AppError `not_found` when the run was deleted, `upstream_unavailable` when the experiment was
 */
export async function ensureRun(
  client: MlflowClient,
  seed: RunSeed,
  experiment: Experiment,
): Promise<string> {
  const found = await client.request({
    method: 'POST',
    path: 'runs/search',
    body: {
      experiment_ids: [experiment.id],
      // Keys are made of a watch's name and numbers: nothing to escape.
      filter: `tags.\`${idempotencyTag}\` = '${seed.key}'`,
      run_view_type: 'ALL',
      max_results: 1,
    },
    read: firstRun,
  });
  if (found === null) return await createRun(client, seed, experiment);
  if (found.deleted) throw discarded(found.id);
  return found.id;
}

/** A call about a run. @throws as the client, and AppError `not_found` that says so when the run was deleted */
export async function onRun(
  client: MlflowClient,
  runId: string,
  { path, body }: { path: string; body: object },
): Promise<void> {
  try {
    await client.request({ method: 'POST', path, body: { run_id: runId, ...body }, read: objectOf });
  } catch (cause) {
    throw isCode(cause, 'not_found') ? discarded(runId) : cause;
  }
}

/** Sets tags of a run that exists. */
export async function tagRun(
  client: MlflowClient,
  runId: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const body = { run_id: runId, tags: encodePairs(tags) };
  await client.request({ method: 'POST', path: 'runs/log-batch', body, read: objectOf });
}

/** Somebody deleted the run while it was being logged: a decision, so it is not made again. */
export function discarded(runId: string): AppError {
  return new AppError(
    'not_found',
    `The run ${runId}, or its model, was deleted in MLflow before it was complete.`,
    {
      remedy: 'Nothing to do if that was meant; restore the run in MLflow to keep what it holds.',
    },
  );
}

export function isCode(cause: unknown, code: AppError['code']): cause is AppError {
  return cause instanceof AppError && cause.code === code;
}

/** Null: there is none of that name. @throws AppError `upstream_unavailable` when it was deleted */
export async function findExperiment(client: MlflowClient, name: string): Promise<Experiment | null> {
  try {
    const found = await client.request({
      method: 'GET',
      path: 'experiments/get-by-name',
      query: { experiment_name: name },
      read: (answer) => stored(at(answer, 'experiment'), 'experiment_id'),
    });
    if (found.deleted) throw deletedExperiment({ id: found.id, name });
    return { id: found.id, name };
  } catch (cause) {
    if (isCode(cause, 'not_found')) return null;
    throw cause;
  }
}

async function createRun(client: MlflowClient, seed: RunSeed, experiment: Experiment): Promise<string> {
  try {
    return await client.request({
      method: 'POST',
      path: 'runs/create',
      once: true,
      body: {
        experiment_id: experiment.id,
        start_time: milliseconds(seed.startedAt),
        run_name: seed.name,
        tags: encodePairs(firstTags(seed)),
      },
      read: (answer) => textAt(answer, 'run', 'info', 'run_id'),
    });
  } catch (cause) {
    throw isCode(cause, 'not_found') ? deletedExperiment(experiment) : cause;
  }
}

/** Null: an answer without runs, which is MLflow's way to say that there is none. */
function firstRun(answer: unknown): { id: string; deleted: boolean } | null | undefined {
  if (objectOf(answer) === undefined) return undefined;
  const runs = at(answer, 'runs') ?? [];
  if (!Array.isArray(runs)) return undefined;
  return runs.length === 0 ? null : stored(at(runs[0], 'info'), 'run_id');
}

function stored(entity: unknown, idKey: string): { id: string; deleted: boolean } | undefined {
  const id = textAt(entity, idKey);
  return id === undefined ? undefined : { id, deleted: textAt(entity, 'lifecycle_stage') === 'deleted' };
}

/** What a run carries from its first moment; the key among them, so that no run is ever without it. */
function firstTags({ key, name, tags }: RunSeed): Record<string, string> {
  return {
    [idempotencyTag]: key,
    'mlflow.runName': name,
    'mlflow.source.name': 'vigie',
    'mlflow.source.type': 'JOB',
    ...tags,
  };
}

export function trainingSeed(intent: TrainingIntent): RunSeed {
  const { key, startedAt } = intent;
  const user = intent.tags['vigie.by'];
  const tags = {
    ...(intent.note === '' ? {} : { [noteTag]: intent.note }),
    ...(user === undefined ? {} : { 'mlflow.user': user }),
  };
  return { key, name: runName(intent), startedAt, tags };
}

function runName({ watch, version }: TrainingIntent): string {
  return version === null ? `${watch} challenger` : `${watch} v${version}`;
}

function deletedExperiment({ id, name }: Experiment): AppError {
  return new AppError('upstream_unavailable', `The MLflow experiment "${name}" was deleted.`, {
    remedy: `Restore it (mlflow experiments restore --experiment-id ${id}) or name another in MLFLOW_EXPERIMENT.`,
  });
}
