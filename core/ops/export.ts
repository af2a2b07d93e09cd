// Runs that were kept here, told to a server that a person names: all that waits, oldest first, then the checks.
import { AppError } from '../errors.ts';
import type { Intent } from '../intent.ts';
import { logChecks } from './monitor-runs.ts';
import { trackAll } from './track.ts';
import type { World } from './world.ts';

export interface Exported {
  readonly server: string;
  /** Trainings and switches that are there now, and those that MLflow will not have. */
  readonly logged: number;
  readonly refused: number;
  /** Of all watches. */
  readonly checks: number;
}

/**
 * What is there already is left as it is, so that an export that was cut short goes on where it stopped.
 * @throws AppError `invalid_config` without a server, `upstream_unavailable` when it is away, also half way,
 * `conflict` while another process tells it
 */
export async function exportRuns(
  world: World,
  told: (intent: Intent, outcome: 'logged' | 'refused') => void,
): Promise<Exported> {
  const { tracker, store } = world;
  if (tracker === null) throw new AppError('invalid_config', 'No MLflow is named.');
  // A server that is away has every run wait longer: ask before any is tried.
  await tracker.ping();
  const count = { logged: 0, refused: 0 };
  await trackAll(world, tracker, (intent, outcome) => {
    count[outcome]++;
    told(intent, outcome);
  });
  const left = await store.intents.depth();
  if (left > 0) throw await cutShort(world, left);
  const checks = (await logChecks(world)).done;
  return { server: tracker.server, ...count, checks };
}

async function cutShort({ store }: World, left: number): Promise<AppError> {
  const { retrying } = await store.intents.trouble();
  return new AppError(
    'upstream_unavailable',
    `${left} still wait${left === 1 ? 's' : ''}: ${retrying?.reason ?? 'MLflow went away.'}`,
    { remedy: `${retrying?.remedy ?? 'See that it runs.'} Then export again: it goes on where it stopped.` },
  );
}
