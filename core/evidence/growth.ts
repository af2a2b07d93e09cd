// Whether a champion whose signals still learn is to be armed anew on a longer past, and how long a one. Pure.
import type { Evidence, Learning } from '../drift.ts';
import { cyclesKnown } from './arm.ts';
import { suspicious } from './gather.ts';
import { leastRows } from './ground.ts';
import type { Plan } from './plan.ts';

/** The reference a plan was made from. */
interface Past {
  readonly rows: number;
  /** Milliseconds; null where rows carry no time. */
  readonly span: number | null;
  readonly features: number;
}

/** What has come since. */
interface Since {
  readonly rows: number;
  /** Rows whose labels were taken in; counted as far as they are remembered. */
  readonly labels: number;
  readonly span: number | null;
  readonly doubt: Doubt;
}

/** Who suspects a change: nobody, only signals that learn, or one that may prove it. */
export type Doubt = 'none' | 'learning' | 'armed';

export function doubtIn({ suspected, log, bar }: Pick<Evidence, 'suspected' | 'log' | 'bar'>): Doubt {
  if (!suspected) return 'none';
  return (log ?? 0) < suspicious * bar ? 'learning' : 'armed';
}

/** So many times the reference the accuracy must hold before what is only suspected becomes usual. */
const heldLong = 3;
/** Labels that tell an accuracy as served. */
const wellMeasured = 300;
/** Rows a reference may grow to; more where the seasons need it, as far as memory goes. */
const usualRows = 20_000;
const [mostRows, mostCells] = [100_000, 3_000_000];
/** A quarter more than two, so that the first rows to leave are not those that made two. */
const cyclesHeld = 2.25;

/**
 * Rows a larger reference may hold (the newest), or null when it is no use yet: nothing learns for want of a past, or
 * the past has not grown enough. Every step at least doubles it, or is the last one that some signal waits for. What is
 * suspected does not become usual, unless the accuracy holds for three times as long; or it is a season: one
 * that was never seen is suspected by all that learn, until two of them are known.
 */
export function growthOf(
  { signals }: Pick<Plan, 'signals'>,
  { past, since, cycle }: { past: Past; since: Since; cycle: number | null },
): number | null {
  const lacks = (reason: Learning) => signals.some(({ learning }) => learning === reason);
  const total = past.rows + since.rows;
  const seasons = seasonsIn(past.span, since.span, cycle);
  const most = room(past.features, seasons === 0 ? 0 : (total / seasons) * cyclesHeld);
  const round = lacks('short history') && seasons >= cyclesKnown && past.rows < most;
  if (since.doubt === 'armed') return null;
  const errors = signals.some(({ kind, learning }) => kind === 'error' && learning === null);
  const held = errors && since.rows >= heldLong * past.rows;
  if (since.doubt === 'learning' && !held) return round ? most : null;
  // Its accuracy can be measured on them, however long its past is.
  if (lacks('few labels') && since.labels >= wellMeasured) return most;
  const long = lacks('few rows') && past.rows < leastRows && total >= leastRows;
  const double = waits.some(lacks) && since.rows >= past.rows;
  return past.rows < most && (double || long || round) ? most : null;
}

/** 0 where rows carry no time, or nothing repeats. */
function seasonsIn(past: number | null, since: number | null, cycle: number | null): number {
  return past === null || since === null || cycle === null ? 0 : (past + since) / cycle;
}

/** What more of the past may end. */
const waits: readonly Learning[] = ['few rows', 'short history', 'few labels'];

function room(features: number, needed: number): number {
  const possible = Math.min(mostRows, Math.floor(mostCells / Math.max(1, features)));
  return Math.max(usualRows, Math.min(Math.ceil(needed), possible));
}

/** Features may prove drift under `after`, and under `before` none could. */
export function newlyArmed(before: Pick<Plan, 'signals'>, after: Pick<Plan, 'signals'>): boolean {
  const armed = ({ signals }: Pick<Plan, 'signals'>) =>
    signals.some(({ kind, learning }) => kind === 'feature' && learning === null);
  return !armed(before) && armed(after);
}
