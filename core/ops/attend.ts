// What people do about the open incident of a watch: take it, snooze it, close it. Each is one compare-and-set with its
// news in the same write; what is done already is an answer, not a failure.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import {
  acknowledgeIncident,
  closeByHand,
  isMuted,
  snoozeIncident,
  wakeIncident,
} from '../evidence/attended.ts';
import { openIncident } from '../evidence/monitor.ts';
import type { Incident } from '../news.ts';
import type { WatchState } from '../state.ts';
import type { Call } from './operation.ts';
import type { AttendResult } from './results.ts';
import { incidentNews, withPending } from './told.ts';
import { changeState, type Watched, type World, watchOf } from './world.ts';

const minute = 60_000;
/** A second press on the same choice: its snooze is the one that runs. */
const sameMs = minute;
const spanRule =
  'use a number of minutes, hours or days up to 30 days, like "90m", "6h" or "2d", or "resolved"';
const unitMs = { m: minute, h: 60 * minute, d: 1_440 * minute } as const;

/** "6h" -> milliseconds; "resolved" -> null. */
const span = z
  .union([z.literal('resolved'), z.string().regex(/^[1-9]\d{0,4}[mhd]$/)], spanRule)
  .transform((text) => (text === 'resolved' ? null : spanMs(text)))
  .refine((ms) => ms === null || ms <= 30 * unitMs.d, spanRule);

function spanMs(text: string): number {
  const unit = text.at(-1);
  return Number.parseInt(text, 10) * (unit === 'm' || unit === 'h' || unit === 'd' ? unitMs[unit] : 0);
}

const which = { watch: z.string().optional(), incident: z.int().positive().optional() };
const remark = z.string().max(500).optional();

export const acknowledgeInput = z.strictObject({ ...which, note: remark });
export const snoozeInput = z.strictObject({ ...which, for: span, reason: remark });
export const unsnoozeInput = z.strictObject(which);
export const resolveInput = z.strictObject({ ...which, reason: remark });

/** @throws AppError `conflict` when the incident meant is not open */
export async function acknowledge(
  world: World,
  input: z.infer<typeof acknowledgeInput>,
  { caller }: Call,
): Promise<AttendResult> {
  return attend(world, input, (state, at) => {
    requireOpen(state, input.incident);
    return acknowledgeIncident(state, { by: caller.name, at, note: input.note ?? null });
  });
}

/** @throws AppError `conflict` when the incident meant is not open */
export async function snooze(
  world: World,
  input: z.infer<typeof snoozeInput>,
  { caller }: Call,
): Promise<AttendResult> {
  return attend(world, input, (state, at) => {
    const { snoozed } = requireOpen(state, input.incident);
    const until = input.for === null ? null : at + input.for;
    if (snoozed?.by === caller.name && isSame(snoozed.until, until)) return state;
    return snoozeIncident(state, { by: caller.name, at, until, reason: input.reason ?? null });
  });
}

/**
 * Ends a snooze before its time: what was kept back is told.
 * @throws AppError `conflict` when the incident meant is neither open nor snoozed
 */
export async function unsnooze(world: World, input: z.infer<typeof unsnoozeInput>): Promise<AttendResult> {
  return attend(world, input, (state, at) => {
    const { incident } = state;
    const snoozed = incident !== null && isMeant(incident, input.incident) && isMuted(incident, at);
    if (!snoozed) requireOpen(state, input.incident);
    return wakeIncident(state, at);
  });
}

/** @throws AppError `conflict` when there is no such incident */
export async function resolve(
  world: World,
  input: z.infer<typeof resolveInput>,
  { caller }: Call,
): Promise<AttendResult> {
  return attend(world, input, (state, at) => {
    const { incident } = state;
    if (incident?.phase === 'resolved' && incident.number === input.incident) return state;
    requireOpen(state, input.incident);
    return closeByHand(state, { by: caller.name, reason: input.reason ?? null }, at);
  });
}

/** `change` gives back the state itself when what is asked for is so already. */
async function attend(
  world: World,
  { watch }: { readonly watch?: string | undefined },
  change: (state: WatchState, at: number) => WatchState,
): Promise<AttendResult> {
  const watched = watchOf(world, watch);
  const at = world.clock.now();
  let done = false;
  const state = await changeState(world, watched.watch.name, (now) => {
    const after = change(now, at);
    done = after !== now;
    return done ? withPending(after, incidentNews(now, after, watched, at)) : null;
  });
  return { watch: watched.watch.name, incident: standing(state, watched), done };
}

function standing({ incident }: WatchState, { watch }: Watched): Incident {
  if (incident === null) throw new TypeError(`watch ${watch.name} was attended to without an incident`);
  return incident;
}

/** The open incident. @throws AppError `conflict` when there is none, or another one was meant */
export function requireOpen(state: WatchState, asked: number | undefined): Incident {
  const open = openIncident(state);
  if (open !== null && isMeant(open, asked)) return open;
  const remedy = {
    remedy: 'See where the watch stands with /drift, and which incidents are open with /alerts list.',
  };
  if (asked === undefined)
    throw new AppError('conflict', `Watch "${state.watch}" has no open incident.`, remedy);
  const known = asked <= state.incidents ? 'is closed' : 'was never opened';
  const other = open === null ? 'none is open' : `the open one is #${open.number}`;
  throw new AppError('conflict', `Incident #${asked} of "${state.watch}" ${known}; ${other}.`, remedy);
}

function isMeant({ number }: Incident, asked: number | undefined): boolean {
  return asked === undefined || asked === number;
}

function isSame(first: number | null, second: number | null): boolean {
  if (first === null || second === null) return first === second;
  return Math.abs(first - second) < sameMs;
}
