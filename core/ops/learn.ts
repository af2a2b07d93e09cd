// While signals still learn for want of a past, the reference grows with the rows that come: the same model, armed anew
// on all it has served so far. Called by the patrol; nobody is told until features are armed.
import type { Prospect } from '../drift.ts';
import { doubtIn, growthOf, newlyArmed } from '../evidence/growth.ts';
import { openIncident } from '../evidence/monitor.ts';
import { carried } from '../evidence/on-probation.ts';
import type { Plan } from '../evidence/plan.ts';
import type { ModelVersion } from '../model.ts';
import type { Pending, WatchState } from '../state.ts';
import { termsOf } from './check.ts';
import { crowned } from './crowned.ts';
import { heldIds, learnable } from './held.ts';
import { tryLease, workOn } from './lease.ts';
import { measuredAsServed, regrounded } from './regrounded.ts';
import { newsPending, singleNews, withPending } from './told.ts';
import { announceChampion } from './training.ts';
import { changeState, stateOf, type Watched, type World } from './world.ts';

/** Newest labelled rows that accuracy is measured on. */
const mostMeasured = 20_000;

/** Does nothing, at no cost, unless the reference is to grow now: `known` is the state as the patrol left it. */
export async function learnOn(world: World, watched: Watched, known: WatchState): Promise<void> {
  const { name, mode } = watched.watch;
  if (mode === 'seed' || (await stepOf(world, watched, known)) === null) return;
  await tryLease(world, workOn(name), async () => {
    const state = await stateOf(world, name);
    // Somebody else may have done it before the lease was ours.
    const step = await stepOf(world, watched, state);
    if (step !== null) await grow(world, watched, { ...step, state });
  });
}

interface Step {
  readonly champion: ModelVersion;
  readonly plan: Plan;
  /** Rows the reference may hold. */
  readonly most: number;
}

/** Told from counts alone: rows are read once it is worth it. */
async function stepOf(world: World, { watch }: Watched, state: WatchState): Promise<Step | null> {
  const { evidence, lastReport } = state;
  const told = lastReport?.evidence ?? null;
  if (state.champion === null || evidence === null || told === null || openIncident(state) !== null)
    return null;
  if (told.learning === null) return null;
  const champion = await world.registry.version(watch.name, state.champion);
  const terms = termsOf(watch, champion);
  // Under another key nothing is known yet of what came since.
  if (evidence.key !== terms.key) return null;
  const { plan, span } = await world.registry.armed(champion, terms);
  const until = lastReport?.rowsUntil ?? null;
  const most = growthOf(plan, {
    past: { rows: champion.referenceRows, span, features: champion.model.schema.features.length },
    since: {
      rows: evidence.rows,
      labels: evidence.told.byteLength / Uint16Array.BYTES_PER_ELEMENT,
      span: until === null ? null : until - evidence.origin,
      doubt: doubtIn(told),
    },
    cycle: watch.cycle,
  });
  return most === null ? null : { champion, plan, most };
}

async function grow(
  world: World,
  watched: Watched,
  { champion, plan, most, state: read }: Step & { readonly state: WatchState },
): Promise<void> {
  const { watch } = watched;
  const { schema } = champion.model;
  const held = await heldIds(world, watched, { state: read, schema });
  const since = { state: read, held, after: read.referenceEnd, schema };
  const rows = await learnable(world, watched, { ...since, rows: most, labelled: false });
  const labelled = await learnable(world, watched, { ...since, rows: mostMeasured, labelled: true });
  const measured = await measuredAsServed(world, watched, { champion, rows: labelled, pool: false });
  const asked = { champion, rows, most, measured, trigger: 'learning', by: 'vigie' } as const;
  const version = await regrounded(world, asked);
  const after = await world.registry.armed(version, termsOf(watch, version));
  const told = newlyArmed(plan, after.plan)
    ? [cardOf(world, watched, { version, prospect: after.prospect })]
    : [];
  const now = await changeState(world, watch.name, (state) => {
    if (state.champion !== champion.version || openIncident(state) !== null) return null;
    const grown = { ...state, ...carried(state), champion: version.version, referenceEnd: read.position };
    const { trainedBy: by, intent } = version;
    const facts = { how: 'learning', by, at: world.clock.now(), intent } as const;
    return crowned(state, withPending(grown, told), facts);
  });
  if (now.champion !== version.version) return;
  await announceChampion(world, version);
  const facts = { watch: watch.name, version: version.version, rows: version.referenceRows };
  world.log.debug('the reference grew while signals learn', facts);
}

interface Armed {
  readonly version: ModelVersion;
  readonly prospect: Prospect;
}

function cardOf(
  world: World,
  watched: Watched,
  { version: { version, baseline, intent, referenceRows: rows }, prospect }: Armed,
): Pending {
  const elsewhere = watched.watch.champion === 'external';
  const facts = { trigger: 'learning' as const, version, baseline, intent, elsewhere, rows, prospect };
  return newsPending(singleNews('trained', watched, { name: `v${version}`, at: world.clock.now(), facts }));
}
