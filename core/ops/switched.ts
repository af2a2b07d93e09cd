// Another kept version serves from now on, by one compare-and-set: what /rollback and /promote share.
import { AppError } from '../errors.ts';
import { closeIncident } from '../evidence/monitor.ts';
import type { WatchState } from '../state.ts';
import { crowned } from './crowned.ts';
import { managedAs } from './managed.ts';
import type { Call } from './operation.ts';
import type { SwitchResult } from './results.ts';
import { incidentNews, newsPending, singleNews, switchPending, withPending } from './told.ts';
import { trackSoon } from './track.ts';
import { announceChampion } from './training.ts';
import { changeFrom, stateOf, type Watched, type World } from './world.ts';

interface Switch {
  readonly call: Call;
  /** `promoted` where a person chose the version, else it is the one that served before. */
  readonly how: 'promoted' | 'rolled_back';
  readonly reason: string | null;
  /** The version for a state, and the one it takes the place of. @throws AppError where there is none */
  readonly versionsIn: (state: WatchState) => { readonly from: number; readonly to: number };
  /** What becomes of what is open, by the clock; left out: an incident is closed. */
  readonly closes?: (state: WatchState, at: number) => WatchState;
}

/**
 * The two change places, so that /rollback leads back; what is open is closed, and later rows are held against it.
 * @throws AppError `conflict` where another version came to serve meanwhile: whoever asked meant the one before
 */
export async function switchVersion(
  world: World,
  watched: Watched,
  { call, how, reason, versionsIn, ...asked }: Switch,
): Promise<SwitchResult> {
  const { name } = watched.watch;
  const { caller } = call;
  const closes =
    asked.closes ?? ((state, at) => closeIncident({ ...state, probation: null }, { resolution: how, at }));
  const managed = managedAs(watched.watch);
  let moved = { from: 0, to: 0 };
  const asOf = await stateOf(world, name);
  await changeFrom(world, asOf, (state) => {
    moved = versionsIn(state);
    requireUnmoved(asOf, state);
    const at = world.clock.now();
    const after = {
      ...closes(state, at),
      champion: moved.to,
      previous: moved.from,
      referenceEnd: state.position,
    };
    const facts = { ...moved, ...managed, by: caller.name, ...(how === 'promoted' ? { how } : {}) };
    const quiet = caller.via === 'discord' || caller.via === 'shell';
    const card = quiet
      ? []
      : [newsPending(singleNews('rolled_back', watched, { name: String(at), at, facts }))];
    const version = moved.to;
    const aliases = switchPending(watched, state, { version, how, by: caller.name, reason, endedAt: at });
    const telling = withPending(after, [...incidentNews(state, after, watched, at), ...card, ...aliases]);
    return crowned(state, telling, { how, by: caller.name, at, reason });
  });
  await announceChampion(world, await world.registry.version(name, moved.to));
  await trackSoon(world);
  return { watch: name, ...moved, ...managed };
}

function requireUnmoved(asOf: WatchState, { watch, champion }: WatchState): void {
  if (champion === asOf.champion) return;
  throw new AppError(
    'conflict',
    `Somebody else was faster: version ${champion} of watch "${watch}" serves now, in place of version ${asOf.champion}.`,
    { remedy: `See who and why with /history watch:${watch}, and ask again if it is still wanted.` },
  );
}
