// /history: what was, newest first, page by page: checks, retrainings, incidents, and who did what.
import * as z from 'zod';
import type { DriftReport } from '../drift.ts';
import type { RetrainRecord } from '../record.ts';
import type { WatchState } from '../state.ts';
import type { Kept, Page } from '../store.ts';
import type { CheckLine, HistoryResult, IncidentLine, RetrainLine } from './history-result.ts';
import { runStateOf } from './track.ts';
import { runKey } from './training.ts';
import { stateOf, type World, watchOf } from './world.ts';

const pageLength = 10;
/** Of a whole list: read so many at a time, since reports are large, up to so many. */
const [portion, longest] = [500, 10_000];
const cursor = z.string().min(1).max(40).optional();

export const historyInput = z.strictObject({
  watch: z.string().optional(),
  kind: z.enum(['checks', 'retrains', 'incidents', 'audit', 'traffic']),
  before: cursor,
  after: cursor,
  /** The newest 10,000 lines instead of a page. */
  all: z.boolean().default(false),
});
type Input = z.infer<typeof historyInput>;

/** Of one watch; acts of every watch where none is named. Reports are kept 30 days, the rest 400. */
export async function history(world: World, input: Input): Promise<HistoryResult> {
  const { kind } = input;
  if (kind === 'audit' || kind === 'traffic') return actsOf(world, { ...input, kind });
  const { reports, retrains } = world.store;
  const { name: watch, timezone } = watchOf(world, input.watch).watch;
  const of = { watch, timezone };
  if (kind === 'retrains')
    return {
      kind,
      ...of,
      ...(await withRuns(world, await pageIn(input, (page) => retrains.list(watch, page)))),
    };
  if (kind === 'incidents') {
    const all = incidentsIn(await stateOf(world, watch));
    return { kind, ...of, ...(await pageIn(input, async (page) => sliceOf(all, page))) };
  }
  const list = async (page: Page) =>
    (await reports.page(watch, page)).map(({ cursor, entry }) => ({ cursor, entry: checkLine(entry) }));
  return { kind, ...of, ...(await pageIn(input, list)) };
}

/** The key of a training's run is known from when it began, also of one from before records told of runs. */
async function withRuns(world: World, part: Part<RetrainRecord>): Promise<Part<RetrainLine>> {
  const lines = part.lines.map(async (record) => {
    const run = await runStateOf(world, runKey(record.watch, record.startedAt));
    return { ...record, run };
  });
  return { ...part, lines: await Promise.all(lines) };
}

async function actsOf(world: World, input: Input & { kind: 'audit' | 'traffic' }): Promise<HistoryResult> {
  const { kind, watch: named } = input;
  const watch = named === undefined ? null : watchOf(world, named).watch.name;
  const list = (page: Page) => world.store.audit.list({ watch, traffic: kind === 'traffic' }, page);
  return { kind, watch, timezone: zoneOf(world, watch), ...(await pageIn(input, list)) };
}

/** That of all watches where they agree. */
function zoneOf({ watches }: World, named: string | null): string {
  const meant = [...watches.values()].filter(({ watch }) => named === null || watch.name === named);
  const [zone = 'UTC', ...others] = new Set(meant.map(({ watch }) => watch.timezone));
  return others.length === 0 ? zone : 'UTC';
}

interface Part<T> {
  readonly lines: readonly T[];
  readonly older: string | null;
  readonly newer: string | null;
}

/** One more than is shown is asked for: it says whether the list goes on. */
async function pageIn<T>(
  { before, after, all }: Input,
  list: (page: Page) => Promise<readonly Kept<T>[]>,
): Promise<Part<T>> {
  if (all) return wholeIn(list);
  const upwards = after !== undefined && before === undefined;
  const page = { limit: pageLength + 1, before: before ?? null, after: upwards ? after : null };
  const found = await list(page);
  const more = found.length > pageLength;
  const shown = upwards ? found.slice(-pageLength) : found.slice(0, pageLength);
  const [first] = shown;
  const last = shown.at(-1);
  return {
    lines: shown.map(({ entry }) => entry),
    older: last !== undefined && (more || upwards) ? last.cursor : null,
    newer: first !== undefined && (upwards ? more : before !== undefined) ? first.cursor : null,
  };
}

/** All there is, newest first; `older` where that is more than fits. */
async function wholeIn<T>(list: (page: Page) => Promise<readonly Kept<T>[]>): Promise<Part<T>> {
  const kept: Kept<T>[] = [];
  let more = true;
  while (more && kept.length < longest) {
    const before = kept.at(-1)?.cursor ?? null;
    const found = await list({ limit: portion, before, after: null });
    kept.push(...found);
    more = found.length === portion;
  }
  const lines = kept.map(({ entry }) => entry);
  return { lines, older: more ? (kept.at(-1)?.cursor ?? null) : null, newer: null };
}

/** The state keeps them all in short: newest first. */
function incidentsIn({ incident, pastIncidents }: WatchState): Kept<IncidentLine>[] {
  const past = pastIncidents.map(
    ({ number, firedAt, closedAt, resolution, fired }): IncidentLine => ({
      number,
      firedAt,
      closedAt,
      resolution,
      fired,
      takenBy: null,
    }),
  );
  const latest: IncidentLine[] =
    incident === null
      ? []
      : [
          {
            number: incident.number,
            firedAt: incident.opened.at,
            closedAt: incident.closedAt,
            resolution: incident.resolution,
            fired: incident.fired,
            takenBy: incident.acknowledged?.by ?? null,
          },
        ];
  return [...past.filter(({ number }) => number !== incident?.number), ...latest]
    .toReversed()
    .map((entry) => ({ cursor: String(entry.number), entry }));
}

function sliceOf<T>(all: readonly Kept<T>[], { limit, before, after }: Page): Kept<T>[] {
  const older = (one: Kept<T>) => before === null || Number(one.cursor) < Number(before);
  const newer = (one: Kept<T>) => after === null || Number(one.cursor) > Number(after);
  const found = all.filter((one) => older(one) && newer(one));
  return after !== null && before === null ? found.slice(-limit) : found.slice(0, limit);
}

function checkLine(report: DriftReport): CheckLine {
  const { rowsUntil, at, version, verdict, grade, score, threshold, newRows } = report;
  return { number: report.number, at: rowsUntil ?? at, version, verdict, grade, score, threshold, newRows };
}
