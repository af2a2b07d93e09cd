// Versions of a watch's registered model. MLflow counts them by itself: ours is a tag of each.
import type { SwitchIntent, TrainingIntent } from '../../intent.ts';
import type { MlflowClient } from './client.ts';
import { type Drain, type Ids, type Step, whenLogged } from './drain.ts';
import { encodePairs, registryValue } from './encode.ts';
import { at, objectOf, textAt } from './json.ts';
import { isCode } from './run.ts';

export const registered: Step = { name: 'version', run: whenLogged(register) };

async function register(drain: Drain, ids: Ids): Promise<Partial<Ids>> {
  const { client, intent } = drain;
  await ensureRegistered(client, intent.watch);
  const known = await findVersion(client, intent.watch, ['vigie.idempotency_key', intent.key]);
  return { modelVersion: known ?? (await createVersion(drain, ids)) };
}

/** MLflow's number of the version that carries the tag; null = none does. */
export async function findVersion(
  client: MlflowClient,
  name: string,
  [tag, value]: readonly [string, string],
): Promise<string | null> {
  return await client.request({
    method: 'GET',
    path: 'model-versions/search',
    // Names of watches, keys and numbers: nothing to escape.
    query: { filter: `name = '${name}' and tags.\`${tag}\` = '${value}'`, max_results: '1' },
    read: (answer) => {
      if (objectOf(answer) === undefined) return undefined;
      const versions = at(answer, 'model_versions') ?? [];
      if (!Array.isArray(versions)) return undefined;
      return versions.length === 0 ? null : textAt(versions[0], 'version');
    },
  });
}

/** Who moved the champion to a version, when and why. */
export async function tagSwitch(
  client: MlflowClient,
  version: string,
  { watch, how, by, reason, endedAt }: SwitchIntent,
): Promise<void> {
  const tags = encodePairs(movedTags(how, { at: endedAt, by, why: reason ?? '' }));
  for (const tag of tags) {
    const body = { name: watch, version, ...tag };
    await client.request({ method: 'POST', path: 'model-versions/set-tag', body, read: objectOf });
  }
}

async function ensureRegistered(client: MlflowClient, name: string): Promise<void> {
  const body = { name, tags: encodePairs({ 'vigie.watch': name }) };
  try {
    await client.request({ method: 'POST', path: 'registered-models/create', body, read: objectOf });
  } catch (cause) {
    if (!isCode(cause, 'conflict')) throw cause;
  }
}

async function createVersion({ client, intent }: Drain, { runId, modelId }: Ids): Promise<string> {
  return await client.request({
    method: 'POST',
    path: 'model-versions/create',
    once: true,
    body: {
      name: intent.watch,
      source: `models:/${modelId}`,
      run_id: runId,
      model_id: modelId,
      description: registryValue(intent.note),
      tags: encodePairs(versionTags(intent)),
    },
    read: (answer) => textAt(answer, 'model_version', 'version'),
  });
}

function versionTags({ key, watch, version, tags, trigger, endedAt }: TrainingIntent) {
  const promoted = ['first', 'forced', 'promoted'].includes(tags['vigie.result'] ?? '');
  const facts = { at: endedAt, by: tags['vigie.by'] ?? '', why: tags['vigie.reason'] ?? trigger };
  return {
    'vigie.idempotency_key': key,
    'vigie.watch': watch,
    'vigie.version': String(version),
    ...(promoted ? movedTags('promoted', facts) : {}),
  };
}

/** A reason that was not given leaves no tag. */
function movedTags(
  how: SwitchIntent['how'],
  { at: when, by, why }: { at: number; by: string; why: string },
): Record<string, string> {
  return {
    [`vigie.${how}_at`]: new Date(when).toISOString(),
    [`vigie.${how}_by`]: by,
    ...(why === '' ? {} : { [`vigie.${how}_why`]: why }),
  };
}
