// The retraining of a model of somebody else: the watch's own program trains one challenger, and the ordinary gate judges it.
import { tasks } from '../compute/tasks.ts';
import { AppError } from '../errors.ts';
import { csvOf } from '../frame/csv.ts';
import { verdictOf } from '../retraining/contest.ts';
import { splitHoldout } from '../retraining/windows.ts';
import type { Watch } from '../watch.ts';
import { answered } from './answered.ts';
import { modelOf, openForeign } from './foreign.ts';
import { managedAs } from './managed.ts';
import type { Progress } from './operation.ts';
import type { Contest, Entry } from './tournament.ts';
import { fitOptions } from './training.ts';
import { requireServedHere, type Watched, type World } from './world.ts';

/** @throws AppError `unsupported` where somebody else trains, and no command does so at our word */
export function requireTrainedHere(watched: Watched): void {
  const { watch } = watched;
  requireServedHere(watched, {
    is: 'managed',
    remedy: 'Retrain it where it lives, then take a new reference with /train (force, as admin).',
  });
  const { registered } = managedAs(watch);
  if (registered === undefined) return;
  throw new AppError('unsupported', `The training of watch "${watch.name}" is managed elsewhere.`, {
    remedy: `Register a new version and move its alias (${registered}) in MLflow, or give the watch a trainCommand.`,
  });
}

interface Challenge {
  readonly entry: Entry;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/**
 * Gives the command all labelled rows but the holdout.
 * @throws AppError `bad_data` when it fails, or what it wrote cannot be asked the champion's questions
 */
export async function holdChallenge(world: World, watch: Watch, challenge: Challenge): Promise<Contest> {
  const { entry, signal, progress } = challenge;
  const { champion, labelled } = entry;
  const { holdout, rest } = splitHoldout(labelled, entry.past.sinceChange);
  const window = { name: `all ${rest.rows}`, rows: rest, span: labelled.rows };
  progress({ id: 'challenging', window: window.name }, 0.1);
  const bytes = await trained(world, watch, { csv: csvOf(rest), signal });
  const { features, classes } = champion.model.schema;
  const signature = features.map(({ name, kind }) => ({
    name,
    type: kind === 'numeric' ? 'double' : 'string',
  }));
  const foreign = await openForeign(world, { bytes, signature, classes, example: null }, null);
  const model = modelOf(foreign, classes);
  progress({ id: 'judging', rows: holdout.rows }, 0.65);
  // It is asked for its answers before it is kept.
  await world.store.snapshots.put(foreign.file.sha256, foreign.file.bytes);
  const seen = await Promise.all([champion.model, model].map((one) => answered(world, one, holdout)));
  const fought = await world.compute.run(tasks.duels, {
    champion: champion.model,
    challengers: [model],
    holdout,
    answers: seen.flatMap(({ answers }) => answers ?? []),
  });
  const { trigger } = entry;
  return {
    ...verdictOf([{ window }], fought, { trigger, baseline: champion.baseline }),
    refit: labelled,
    options: fitOptions,
    holdout: await world.compute.run(tasks.digest, { rows: holdout }),
    trained: { foreign, model, rows: labelled, measuredOn: holdout },
  };
}

async function trained(
  { trainer }: World,
  { name, foreign }: Watch,
  { csv, signal }: { csv: string; signal: AbortSignal },
): Promise<Uint8Array> {
  const command = foreign?.command ?? null;
  if (trainer === undefined || command === null)
    throw new AppError('unsupported', `Nothing trains challengers of watch "${name}" here.`);
  return trainer.train({ watch: name, command, csv }, signal);
}
