// The aliases of a watch's registered model follow the store, which is the truth.
import type { IntentFacts } from '../../ports.ts';
import type { MlflowClient } from './client.ts';
import { at, listAt, objectOf, tagsOf, textAt } from './json.ts';
import { findVersion } from './registry.ts';
import { isCode } from './run.ts';

/** MLflow's version that `champion` was last pointed to by us: an alias that differs was moved by somebody else. */
const lastSetTag = 'vigie.champion';

const names = ['previous', 'challenger', 'champion'] as const;

interface Standing {
  readonly aliases: ReadonlyMap<string, string>;
  readonly lastSet: string | null;
}

/**
 * Points every alias to the version it belongs to now. A version that MLflow does not have yet is left for its own
 * intent; a champion cannot be absent, the others are removed where the store has none.
 */
export async function reconcile(
  client: MlflowClient,
  watch: string,
  wanted: IntentFacts['aliases'],
): Promise<void> {
  const standing = await readStanding(client, watch);
  if (standing === null) return;
  const belongs = await wanted();
  for (const alias of names) {
    const ours = belongs[alias];
    if (ours === null) await clear(client, { watch, alias, standing });
    else await point(client, { watch, alias, ours, standing });
  }
}

/** Null: MLflow knows no such model. */
export async function readStanding(client: MlflowClient, name: string): Promise<Standing | null> {
  try {
    return await client.request({
      method: 'GET',
      path: 'registered-models/get',
      query: { name },
      read: (answer) => standingOf(at(answer, 'registered_model')),
    });
  } catch (cause) {
    if (isCode(cause, 'not_found')) return null;
    throw cause;
  }
}

function standingOf(model: unknown): Standing | undefined {
  if (objectOf(model) === undefined) return undefined;
  const aliases = listAt(model, 'aliases').map((entry): [string, string] => [
    textAt(entry, 'alias') ?? '',
    textAt(entry, 'version') ?? '',
  ]);
  return { aliases: new Map(aliases), lastSet: tagsOf(model).get(lastSetTag) ?? null };
}

async function point(
  client: MlflowClient,
  { watch: name, alias, ours, standing }: { watch: string; alias: string; ours: number; standing: Standing },
): Promise<void> {
  const version = await findVersion(client, name, ['vigie.version', String(ours)]);
  if (version === null) return;
  if (standing.aliases.get(alias) !== version) {
    const body = { name, alias, version };
    await client.request({ method: 'POST', path: 'registered-models/alias', body, read: objectOf });
  }
  if (alias !== 'champion' || standing.lastSet === version) return;
  const body = { name, key: lastSetTag, value: version };
  await client.request({ method: 'POST', path: 'registered-models/set-tag', body, read: objectOf });
}

async function clear(
  client: MlflowClient,
  { watch: name, alias, standing }: { watch: string; alias: string; standing: Standing },
): Promise<void> {
  if (alias === 'champion' || !standing.aliases.has(alias)) return;
  const body = { name, alias };
  await client.request({ method: 'DELETE', path: 'registered-models/alias', body, read: objectOf });
}
