// Everything operations reach the world through. Types, and the few questions every operation asks of it.
import type { DriftReport } from '../drift.ts';
import { AppError } from '../errors.ts';
import type { FittedModel } from '../estimators/estimator.ts';
import { external as externalEstimator } from '../estimators/external.ts';
import { onnx } from '../estimators/onnx.ts';
import { settledQuarantine } from '../evidence/quarantine.ts';
import type { RegisteredModels, Trainer } from '../foreign.ts';
import type { Frame } from '../frame/frame.ts';
import type { ModelVersion } from '../model.ts';
import type {
  Clock,
  Compute,
  GatewayHealth,
  Logger,
  Metrics,
  ModelFiles,
  Notifier,
  Random,
  Source,
  Tracker,
} from '../ports.ts';
import type { Registry } from '../registry.ts';
import { firstState, type WatchState } from '../state.ts';
import type { Store } from '../store.ts';
import type { Watch } from '../watch.ts';
import type { Background } from './background.ts';
import type { Setup } from './config-result.ts';
import type { ObservationBuffer } from './observations.ts';
import type { TrendPoint } from './results.ts';

/** A watch with the things only it has. */
export interface Watched {
  readonly watch: Watch;
  readonly source: Source;
  /** The reference file's rows; null when the watch names none. */
  readonly reference: (() => Promise<Frame>) | null;
}

export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly store: Store;
  readonly compute: Compute;
  readonly files: ModelFiles;
  readonly registry: Registry;
  readonly observations: ObservationBuffer;
  readonly background: Background;
  /** null: no MLflow is configured. */
  readonly tracker: Tracker | null;
  /** PNG of the checks up to one, and of what had moved by then; null = it could not be painted. Absent: nobody paints here. */
  readonly picture?: (drift: {
    readonly report: DriftReport;
    /** Newest first. */
    readonly trend: readonly TrendPoint[];
    readonly timezone: string;
  }) => Promise<Uint8Array | null>;
  /** MLflow's registry, read. Absent: no MLflow is configured. */
  readonly registered?: RegisteredModels | null;
  /** Absent: no watch has a training command. */
  readonly trainer?: Trainer;
  /** null: this process tells nobody; what waits is for the process that does. */
  readonly notifier: Notifier | null;
  /** Absent: this process opens no connection to Discord. Null until it begins to. */
  readonly gateway?: {
    readonly health: () => GatewayHealth | null;
    /** Last round trip; null = none was measured. */
    readonly pingSeconds?: () => number | null;
  };
  readonly watches: ReadonlyMap<string, Watched>;
  /** Absent: it was not started from an environment. */
  readonly setup?: Setup;
  readonly notifyNoDrift: boolean;
  readonly service: {
    readonly version: string;
    readonly startedAt: number;
    readonly roles: readonly string[];
  };
  /** Names this process in leases. */
  readonly owner: string;
}

/** The named watch, or the only one. @throws AppError `unknown_watch`, `invalid_input` when several could be meant */
export function watchOf(world: Pick<World, 'watches'>, name: string | undefined): Watched {
  const names = [...world.watches.keys()];
  if (name === undefined && names.length > 1) {
    throw new AppError('invalid_input', `watch: there are several; name one of ${names.join(', ')}`, {
      faults: [{ path: 'watch', message: 'is needed' }],
    });
  }
  const found = world.watches.get(name ?? names[0] ?? '');
  if (found !== undefined) return found;
  throw new AppError('unknown_watch', `There is no watch "${name}".`, {
    remedy: `Watches here: ${names.join(', ')}.`,
  });
}

/** @throws AppError `unsupported` for a watch whose model is served elsewhere; `asked` says what is not done to it */
export function requireServedHere(
  { watch }: Watched,
  asked: { readonly is: string; readonly remedy: string },
): void {
  if (watch.champion !== 'external') return;
  const { is, remedy } = asked;
  throw new AppError('unsupported', `The model of watch "${watch.name}" is ${is} elsewhere.`, { remedy });
}

const kindWords = {
  trained: 'trained here',
  external: 'served elsewhere',
  mlflow: 'read from MLflow',
} as const satisfies Record<Watch['champion'], string>;

function kindOf({ estimator }: FittedModel): Watch['champion'] {
  if (estimator === externalEstimator.name) return 'external';
  return estimator === onnx.name ? 'mlflow' : 'trained';
}

/**
 * A watch whose `champion` setting was changed still has a version of the other kind.
 * @throws AppError `conflict`
 */
export function requireSameKind({ watch }: Watched, { version, model }: ModelVersion): void {
  const kind = kindOf(model);
  if (kind === watch.champion) return;
  const [was, is] = [kindWords[kind], kindWords[watch.champion]];
  throw new AppError(
    'conflict',
    `Version ${version} of watch "${watch.name}" was ${was}, now its model is ${is}.`,
    {
      remedy: `Begin anew with /train watch:${watch.name} force:true (admin), or set champion back.`,
    },
  );
}

/**
 * The champion `state` names, whatever memory says.
 * @throws AppError `no_champion`, and `conflict` where it is of the other kind
 */
export async function championOf(
  world: Pick<World, 'registry'>,
  watched: Watched,
  { champion }: Pick<WatchState, 'champion'>,
): Promise<ModelVersion> {
  const { name } = watched.watch;
  const found =
    champion === null ? await world.registry.required(name) : await world.registry.version(name, champion);
  requireSameKind(watched, found);
  return found;
}

/** The watch's state; the first call for a watch writes it. */
export async function stateOf(world: Pick<World, 'store' | 'clock'>, watch: string): Promise<WatchState> {
  return (
    (await world.store.states.read(watch)) ?? world.store.states.create(firstState(watch, world.clock.now()))
  );
}

/** What a score is held against: what a person set meanwhile, else the setting of the watch. */
export function thresholdOf({ threshold }: Watch, state: Pick<WatchState, 'threshold'>): number {
  return state.threshold?.value ?? threshold;
}

/** Where a state is kept, and told as it stands. */
type Written = Pick<World, 'store' | 'metrics'>;

/** How often a change is worked out anew when somebody else was faster. */
const attempts = 20;

/**
 * Changes the state by compare-and-set: `change` is worked out again on the newest state until it lands; null from it
 * means there is nothing to change. What is pending is moved on either way.
 * @throws AppError `conflict` when others are always faster
 */
export async function changeState(
  world: Written & Pick<World, 'clock'>,
  watch: string,
  change: (state: WatchState) => WatchState | null,
): Promise<WatchState> {
  return changeFrom(world, await stateOf(world, watch), change);
}

/** The same from a state that was read before: it is read again only when somebody else was faster. */
export async function changeFrom(
  world: Written & Pick<World, 'clock'>,
  known: WatchState,
  change: (state: WatchState) => WatchState | null,
): Promise<WatchState> {
  let before = known;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const after = change(before);
    // Whoever died before it could move what is pending left it here.
    if (after === null) return settled(world, before);
    const landed = await replaced(world, after);
    if (landed !== null) return landed;
    before = await stateOf(world, known.watch);
  }
  throw new AppError('conflict', `The state of watch "${known.watch}" keeps changing.`);
}

/** Writes a state that was made of the one its rev names, and moves on what is pending; null = somebody was faster. */
export async function replaced(world: Written, next: WatchState): Promise<WatchState | null> {
  const after = settledQuarantine(next);
  if (!(await world.store.states.replace(after))) return null;
  world.metrics.stands(after);
  return settled(world, { ...after, rev: after.rev + 1 });
}

async function settled({ store }: Pick<World, 'store'>, state: WatchState): Promise<WatchState> {
  await store.states.settle(state);
  return { ...state, pending: [] };
}
