// The data-quality gate of a retraining: what a pipeline has spoilt is held back before anybody learns from it.
import { tasks } from '../compute/tasks.ts';
import { AppError } from '../errors.ts';
import { cooldownAfter } from '../evidence/cooldown.ts';
import { openIncident, timeOf } from '../evidence/monitor.ts';
import { type Found, lastingIn, opened, shown } from '../evidence/quarantine.ts';
import { type Frame, selectRows } from '../frame/frame.ts';
import type { ModelVersion } from '../model.ts';
import type { Quarantine } from '../quarantine.ts';
import type { DataFinding } from '../retraining/data-gate.ts';
import type { WatchState } from '../state.ts';
import { heldIds, keptFor, learnable } from './held.ts';
import { heldNews } from './held-news.ts';
import { mostRows } from './labelled.ts';
import { incidentNews, withPending } from './told.ts';
import { changeState, type Watched, type World } from './world.ts';

/** Ids a batch names, for whoever looks for what is wrong. */
const examplesKept = 20;

interface Look {
  readonly champion: ModelVersion;
  readonly state: WatchState;
  /** Nothing may follow from it but the refusal. */
  readonly dryRun: boolean;
}

/**
 * Looks at the labelled rows since the champion's reference window, but for those that a person released.
 * @throws AppError `bad_data` that names what is wrong; those rows are in quarantine then
 */
export async function requireSoundRows(world: World, watched: Watched, look: Look): Promise<void> {
  const { champion, state } = look;
  const { schema } = champion.model;
  const held = await heldIds(world, watched, { state, schema });
  const asked = { state, held, after: state.referenceEnd, rows: mostRows, labelled: true, schema };
  const all = await learnable(world, watched, asked);
  const unjudged = Uint32Array.from(all.ids.keys()).filter((row) => !held.released.has(all.ids[row] ?? ''));
  const fresh = selectRows(all, unjudged);
  const reference = await world.registry.reference(champion);
  const faults = await world.compute.run(tasks.dataFaults, { reference, fresh });
  if (faults.length === 0) return;
  const number = look.dryRun ? null : await hold(world, watched, { ...look, fresh, faults });
  throw refusal(watched.watch.name, faults, number);
}

interface Spoilt extends Look {
  readonly fresh: Frame;
  readonly faults: readonly DataFinding[];
}

async function hold(world: World, watched: Watched, spoilt: Spoilt): Promise<number | null> {
  const { state, champion } = spoilt;
  const found = await batchIn(world, watched, spoilt);
  const after = await changeState(world, watched.watch.name, (now) => {
    // Rows have come meanwhile, or another model serves: the next look finds what is there then.
    const same = now.checks === state.checks && now.champion === champion.version;
    if (lastingIn(now) !== null || !same) return null;
    const next = cooled(shown(opened(now, found)));
    const at = world.clock.now();
    return withPending(next, [...incidentNews(now, next, watched, at), ...heldNews(next, watched, at)]);
  });
  const held = after.quarantines ?? 0;
  return held > (state.quarantines ?? 0) ? held : null;
}

/** No retraining begins by itself for a while: what comes next may be as faulty. */
function cooled(state: WatchState): WatchState {
  const open = openIncident(state);
  if (open === null) return state;
  return { ...state, incident: { ...open, retryAt: timeOf(open.latest) + cooldownAfter(1) } };
}

/** All rows between the first and the last that are faulty, labelled or not. */
async function batchIn({ clock }: World, { watch, source }: Watched, spoilt: Spoilt): Promise<Found> {
  const { champion, state, fresh, faults } = spoilt;
  const { schema } = champion.model;
  const start = Math.min(...faults.map((fault) => fault.start));
  const last = Math.max(...faults.map((fault) => fault.end)) - 1;
  const { referenceEnd: after, position: upTo } = state;
  const rows = await source.recent({ after, upTo, rows: 5 * mostRows, labelled: false, schema });
  const place = (row: number) => rows.ids.lastIndexOf(fresh.ids[row] ?? '');
  const [from, until] = [Math.max(0, place(start)), place(last) + 1];
  const time = (row: number) =>
    Number.isNaN(fresh.times[row] ?? Number.NaN) ? null : (fresh.times[row] ?? null);
  return {
    origin: 'training',
    reasons: faults.map(({ start: _, end: __, ...fault }) => fault),
    rows: until - from,
    after: rows.rows - until,
    from: time(start),
    until: time(last),
    openedAt: clock.now(),
    keptFor: keptFor(watch),
    examples: fresh.ids.slice(start, Math.min(last + 1, start + examplesKept)),
  };
}

const kinds = {
  missing: 'more values are missing',
  category: 'categories are new',
  constant: 'no longer changes',
  duplicate: 'rows came twice',
  label: 'is the only class of the labels',
} as const satisfies Record<Quarantine['reasons'][number]['kind'], string>;

function refusal(watch: string, faults: readonly DataFinding[], number: number | null): AppError {
  const said = faults.map(({ kind, of, before, after }) => {
    return `${of === null ? '' : `${of}: `}${kinds[kind]} (${before} -> ${after})`;
  });
  const batch = number === null ? '' : ` They are held back as batch ${number}.`;
  const free = number === null ? 'N' : String(number);
  return new AppError(
    'bad_data',
    `The rows since the reference of "${watch}" are not fit to learn from: ${said.join('; ')}.${batch}`,
    {
      remedy: `Fix the pipeline. Where the rows are right: /quarantine release watch:${watch} number:${free}.`,
    },
  );
}
