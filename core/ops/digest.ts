// The digest: what the last day or week came to, watch by watch. Asked for, or told once a day.
import * as z from 'zod';
import type { ReportFigures } from '../drift.ts';
import { openIncident } from '../evidence/monitor.ts';
import type { Digest, Incident, WatchDigest } from '../news.ts';
import type { PastIncident, WatchState } from '../state.ts';
import { type Decisions, decisionsOf } from './decisions.ts';
import { lastDue, planIn } from './digest-plan.ts';
import { ledgerIn } from './told.ts';
import { stateOf, type Watched, type World, watchOf } from './world.ts';

const minute = 60_000;
const day = 86_400_000;
const spans = { '24h': day, '7d': 7 * day } as const;

export const digestInput = z.strictObject({
  watch: z.string().optional(),
  period: z.enum(['24h', '7d']).default('24h'),
});
/** A slot is a minute since the epoch. */
export const postDigestInput = z.strictObject({ slot: z.int().min(0) });

export async function digest(world: World, input: z.infer<typeof digestInput>): Promise<Digest> {
  const asked = input.watch === undefined ? [...world.watches.values()] : [watchOf(world, input.watch)];
  const at = world.clock.now();
  const since = at - spans[input.period];
  const watches = await Promise.all(asked.map((watched) => digestOf(world, watched, { since, at })));
  return { at, period: input.period, watches };
}

/**
 * Tells the digest that is due, once, however many processes ask and however often: its day and hour are its key. One
 * that nobody was there to tell is told late; none is told that was due before somebody chose its hour.
 */
export async function postDigest(
  world: World,
  { slot }: z.infer<typeof postDigestInput>,
): Promise<{ readonly told: boolean }> {
  const decisions = await decisionsOf(world);
  const plan = planIn(world, decisions);
  const due = lastDue(plan, slot * minute);
  if (plan.off || due === null || due.at < (await sinceWhen(world, decisions))) return { told: false };
  const thread = `digest:${due.day}T${plan.hour}`;
  const key = `${thread}:1`;
  if ((await world.store.outbox.outcomeOf(key)) !== null) return { told: false };
  const told = await digest(world, { period: '24h' });
  const facts = { kind: 'digest', watch: '', at: told.at, thread, revision: 1, channel: null } as const;
  await world.store.outbox.add({ ...facts, key, digest: told });
  return { told: true };
}

/** Before there was a watch there was nothing to tell of. */
async function sinceWhen(world: World, decisions: Decisions): Promise<number> {
  const states = await Promise.all([...world.watches.keys()].map((watch) => stateOf(world, watch)));
  return Math.max(
    Math.min(...states.map(({ createdAt }) => createdAt)),
    decisions.changedAt(['digest hour', 'digest zone', 'digest off']),
  );
}

async function digestOf(
  world: World,
  { watch }: Watched,
  span: { since: number; at: number },
): Promise<WatchDigest> {
  const state = await stateOf(world, watch.name);
  const reports = await world.store.reports.since(watch.name, span.since);
  const within = (time: number) => time >= span.since && time <= span.at;
  const all = [...state.pastIncidents, ...lastOf(state)];
  const began = all.filter(({ firedAt }) => within(firedAt));
  const retrainings = state.pastRetrainings.filter(({ at }) => within(at));
  const promotions = retrainings.filter(({ result }) => result === 'promoted').length;
  const open = openIncident(state);
  return {
    watch: watch.name,
    checks: reports.length,
    rows: reports.reduce((sum, { rows }) => sum + rows, 0),
    drifted: reports.filter(({ verdict }) => verdict === 'drift').length,
    incidents: began.length,
    acknowledgedAfter: meanOf(began, ({ acknowledgedAt }) => acknowledgedAt),
    resolvedAfter: meanOf(
      all.filter(({ closedAt }) => closedAt !== null && within(closedAt)),
      ({ closedAt }) => closedAt,
    ),
    open: open && { number: open.number, since: open.opened.at, owner: open.acknowledged?.by ?? null },
    promotions,
    rejections: retrainings.length - promotions,
    accuracy: accuracyOf(reports),
    ledger: ledgerIn(state, watch, span.at),
  };
}

type Timed = Pick<PastIncident, 'firedAt' | 'acknowledgedAt'> & { readonly closedAt: number | null };

/** The incident that is still in the state, open or closed. */
function lastOf({ incident }: WatchState): Timed[] {
  return incident === null ? [] : [timed(incident)];
}

function timed({ opened, acknowledged, closedAt }: Incident): Timed {
  return { firedAt: opened.at, acknowledgedAt: acknowledged?.at ?? null, closedAt };
}

/** Mean milliseconds from the alarm on, over those that came so far; null = none did. */
function meanOf(incidents: readonly Timed[], end: (incident: Timed) => number | null): number | null {
  const spans = incidents.flatMap((incident) => {
    const at = end(incident);
    return at === null ? [] : [at - incident.firedAt];
  });
  return spans.length === 0 ? null : spans.reduce((sum, span) => sum + span, 0) / spans.length;
}

function accuracyOf(reports: readonly ReportFigures[]): WatchDigest['accuracy'] {
  const known = reports.flatMap(({ accuracy }) => (accuracy === null ? [] : [accuracy]));
  const [first] = known;
  const last = known.at(-1);
  return first === undefined || last === undefined ? null : { first, last };
}
