// Checks on their way to MLflow: one run a watch and day. They are read from the stored reports, from where the last time
// ended: nothing is kept twice, and what is told twice changes nothing.
import type { DriftReport } from '../drift.ts';
import { AppError } from '../errors.ts';
import type { MonitorDay } from '../intent.ts';
import type { Tracker } from '../ports.ts';
import type { Watch } from '../watch.ts';
import { tryLease } from './lease.ts';
import type { World } from './world.ts';

/** Those of wide watches are large. */
const reportsAtOnce = 50;

/** How far the checks of a watch were told. */
interface Mark {
  readonly server: string;
  /** Of the last one. */
  readonly number: number;
  /** The day whose run has not ended. */
  readonly open: { readonly day: string; readonly startedAt: number; readonly lastAt: number } | null;
}

/** Tells the checks that are new, of every watch; how many. Soft: what cannot be told now waits in the store. */
export async function logChecks(world: World): Promise<{ done: number }> {
  const { tracker } = world;
  if (tracker === null) return { done: 0 };
  let done = 0;
  for (const { watch } of world.watches.values()) {
    const told = await tryLease(world, `monitor:${watch.name}`, () => logWatch(world, tracker, watch));
    done += told?.result ?? 0;
  }
  return { done };
}

async function logWatch(world: World, tracker: Tracker, watch: Watch): Promise<number> {
  const { marks } = world.store;
  const name = `MLflow monitor of ${watch.name}`;
  let mark = markIn(await marks.read(name), tracker.server);
  for (let done = 0; ; ) {
    const next = await nextPart(world, watch, mark);
    if (next === null || !(await tell(world, tracker, next.day))) return done;
    mark = next.after;
    await marks.put(name, JSON.stringify(mark));
    done += next.day.checks.length;
  }
}

/** Another server has been told nothing. */
function markIn(text: string | null, server: string): Mark {
  const mark: Mark | null = text === null ? null : JSON.parse(text);
  return mark?.server === server ? mark : { server, number: 0, open: null };
}

interface DayPart {
  readonly day: MonitorDay;
  readonly after: Mark;
}

/** What is to be told next: the end of a day that is over, else the next checks of one day; null = nothing now. */
async function nextPart(world: World, watch: Watch, mark: Mark): Promise<DayPart | null> {
  const page = { limit: reportsAtOnce, before: null, after: String(mark.number) };
  const kept = await world.store.reports.page(watch.name, page);
  const reports = kept.map(({ entry }) => entry).reverse();
  const [first] = reports;
  const day = dayOf(first?.at ?? world.clock.now(), watch);
  const { open } = mark;
  const facts = (of: { day: string; startedAt: number }) => {
    const key = `monitor:${watch.name}:${of.day}`;
    return { key, watch: watch.name, day: of.day, startedAt: of.startedAt };
  };
  if (open !== null && open.day !== day)
    return { day: { ...facts(open), checks: [], endedAt: open.lastAt }, after: { ...mark, open: null } };
  if (first === undefined) return null;
  const other = reports.findIndex(({ at }) => dayOf(at, watch) !== day);
  const ofDay = other === -1 ? reports : reports.slice(0, other);
  const { number, at: lastAt } = ofDay.at(-1) ?? first;
  const now = { day, startedAt: open?.startedAt ?? first.at };
  return {
    day: { ...facts(now), checks: ofDay.map(checkOf), endedAt: null },
    after: { ...mark, number, open: { ...now, lastAt } },
  };
}

/** "2026-11-25": the calendar day, where the watch is. */
function dayOf(time: number, { timezone: timeZone }: Watch): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(time);
}

function checkOf({ number, at, newRows, score, evidence, performance, estimate }: DriftReport) {
  const known: [string, number | null | undefined][] = [
    ['score', score],
    // 1 = drift is proven; without anything that speaks for it there is none.
    ['evidence_ratio', evidence === null ? null : Math.max(0, (evidence.log ?? 0) / evidence.bar)],
    ['accuracy', performance?.accuracy],
    ['estimated_accuracy', estimate?.accuracy],
    ['rows', newRows],
  ];
  const finite = known.filter((entry): entry is [string, number] => Number.isFinite(entry[1]));
  return { number, at, metrics: Object.fromEntries(finite) };
}

/** False = later. What MLflow will never take, or somebody deleted there, is passed over. */
async function tell(world: World, tracker: Tracker, day: MonitorDay): Promise<boolean> {
  try {
    await tracker.monitor(day);
    return true;
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    const { code, message, remedy } = cause;
    world.log.warn('MLflow did not take the checks of a day', { key: day.key, code, message, remedy });
    return code !== 'upstream_unavailable';
  }
}
