// Aliases that somebody moved in MLflow: a move is the request to promote what it points to now. The store is the truth,
// so nothing changes before the model has been looked at, and what is refused is told once.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import type { RegisteredVersion } from '../foreign.ts';
import { foreignVersion, registeredNow } from './foreign.ts';
import { withLease } from './lease.ts';
import { ledBy } from './led.ts';
import { type Call, type Caller, operation, type Run } from './operation.ts';
import { promote, promoteInput } from './promote.ts';
import { leastRows, referenceRows } from './reference-rows.ts';
import type { SwitchResult } from './results.ts';
import { switchVersion } from './switched.ts';
import { singleNews } from './told.ts';
import { stateOf, type Watched, type World, watchOf } from './world.ts';

const mlflow: Caller = { name: 'mlflow', via: 'job', role: 'admin' };
const ownAlias = 'champion';
const dayMs = 86_400_000;

interface Moves {
  /** Of a version that is kept here. */
  readonly promote: Run<SwitchResult>;
  /** Of one that somebody else registered. */
  readonly adopt: Run<SwitchResult>;
}

/** Each is an operation of its own: checked, timed, and audited as the act of who moved the alias. */
function movesOf(world: World): Moves {
  const switching = { name: 'promote', scope: 'admin', led: ledBy.switched } as const;
  return {
    promote: operation(world, { ...switching, input: promoteInput }, (input, call) =>
      promote(world, input, call),
    ),
    adopt: operation(world, { ...switching, input: adoptInput }, (input, call) => adopt(world, input, call)),
  };
}

/** Looks at the alias of every watch; how many promotions followed. A server that is away is asked again. */
export async function aliases(world: World): Promise<{ readonly done: number }> {
  const moves = movesOf(world);
  let done = 0;
  for (const watched of world.watches.values()) {
    try {
      if (await followAlias(world, watched, moves)) done++;
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause;
      const { code, message } = cause;
      world.log.debug('an alias waits', { watch: watched.watch.name, code, message });
    }
  }
  return { done };
}

async function followAlias(world: World, watched: Watched, moves: Moves): Promise<boolean> {
  const { registered, store } = world;
  const { name, champion, foreign } = watched.watch;
  if (registered == null || champion === 'external') return false;
  // What we are about to tell MLflow may be what the alias lacks.
  if (champion === 'trained' && (await store.intents.depth()) > 0) return false;
  const found = await registered.aliased(foreign?.name ?? name, foreign?.alias ?? ownAlias);
  if (found === null || found.setByUs) return false;
  const mark = `alias:${name}`;
  const seen = `${found.name}/${found.version}`;
  if ((await store.marks.read(mark)) === seen) return false;
  const state = await stateOf(world, name);
  // The first champion comes with the patrol.
  if (state.champion === null) return false;
  const serving = await world.registry.version(name, state.champion);
  const same =
    champion === 'trained'
      ? found.ours === serving.version
      : serving.origin?.registered?.name === found.name &&
        serving.origin.registered.version === found.version;
  const moved = same ? false : await move(world, watched, { found, moves });
  await store.marks.put(mark, seen);
  return moved;
}

interface Move {
  readonly found: RegisteredVersion;
  readonly moves: Moves;
}

/** True = it serves now, false = it was refused and that was told. @throws AppError for what may pass by itself */
async function move(world: World, watched: Watched, { found, moves }: Move): Promise<boolean> {
  const { name: watch, champion } = watched.watch;
  const reason = `alias moved in MLflow to version ${found.version} of ${found.name}`;
  try {
    if (champion === 'mlflow') await moves.adopt({ watch }, mlflow);
    else await moves.promote({ watch, version: ourVersion(watch, found), reason }, mlflow);
    return true;
  } catch (cause) {
    if (!(cause instanceof AppError) || passing.includes(cause.code)) throw cause;
    await tellRefusal(world, watched, { found, cause });
    return false;
  }
}

/** What the next minute may change. */
const passing: readonly string[] = [
  'upstream_unavailable',
  'storage_unavailable',
  'watch_busy',
  'cancelled',
  'conflict',
  'not_enough_data',
  'no_champion',
  'internal',
];

function ourVersion(watch: string, { name, version, ours }: RegisteredVersion): number {
  if (ours !== null) return ours;
  throw new AppError('unsupported', `Version ${version} of "${name}" in MLflow was not trained here.`, {
    remedy: `Watch "${watch}" serves what it trains: point the alias back, or set champion "mlflow" in the watch.`,
  });
}

interface Refusal {
  readonly found: RegisteredVersion;
  readonly cause: AppError;
}

async function tellRefusal(world: World, watched: Watched, { found, cause }: Refusal): Promise<void> {
  const at = world.clock.now();
  const { code, message, remedy } = cause;
  const name = `alias:${found.version}:${Math.floor(at / dayMs)}`;
  await world.store.outbox.add(
    singleNews('failed', watched, { name, at, facts: { operation: 'promotion', code, message, remedy } }),
  );
}

const adoptInput = z.strictObject({ watch: z.string() });

/**
 * The model the alias points to takes the champion's place: tried on its own example and on rows of the watch first.
 * @throws AppError of MLflow and of the model
 */
async function adopt(world: World, input: z.infer<typeof adoptInput>, call: Call): Promise<SwitchResult> {
  const watched = watchOf(world, input.watch);
  const { name } = watched.watch;
  const work = async (world: World, signal: AbortSignal): Promise<SwitchResult> => {
    const foreign = await registeredNow(world, watched);
    const state = await stateOf(world, name);
    const { frame: rows } = await referenceRows(world, watched, { state, least: leastRows });
    const by = call.caller.name;
    const version = await foreignVersion(world, watched, foreign, { rows, trigger: 'manual', by });
    signal.throwIfAborted();
    return switchVersion(world, watched, {
      call,
      how: 'promoted',
      reason: null,
      versionsIn: ({ champion }) => {
        if (champion !== null) return { from: champion, to: version.version };
        throw new AppError('no_champion', `Watch "${name}" has no model yet.`);
      },
    });
  };
  return withLease(world, name, { operation: 'promote', caller: call.caller, work });
}
