// Whether a champion whose signals still learn is to be armed anew on a longer past, and how long a one. Pure.
import type { Learning } from '../drift.ts';
import { cyclesKnown, leastMeasured } from './arm.ts';
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
}

/** Rows a reference may grow to; more where the seasons need it, as far as memory goes. */
const usualRows = 20_000;
const [mostRows, mostCells] = [100_000, 3_000_000];
/** A quarter more than two, so that the first rows to leave are not those that made two. */
const cyclesHeld = 2.25;

/**
 * Rows a larger reference may hold (the newest), or null when it is no use yet: nothing learns for want of a past, or
 * the past has not grown enough. Every step at least doubles it, or is the last one that some signal waits for.
 */
export function growthOf(
  { signals }: Pick<Plan, 'signals'>,
  { past, since, cycle }: { past: Past; since: Since; cycle: number | null },
): number | null {
  const lacks = (reason: Learning) => signals.some(({ learning }) => learning === reason);
  const [rows, history, labels] = [lacks('few rows'), lacks('short history'), lacks('few labels')];
  if (!rows && !history && !labels) return null;
  const total = past.rows + since.rows;
  const span = past.span === null || since.span === null ? null : past.span + since.span;
  const most = room(past.features, span === null || cycle === null ? 0 : (total * cyclesHeld * cycle) / span);
  // Its accuracy can be measured on them, however long its past is.
  if (labels && since.labels >= leastMeasured) return most;
  const long = rows && past.rows < leastRows && total >= leastRows;
  const round = history && span !== null && cycle !== null && span >= cyclesKnown * cycle;
  return past.rows < most && (since.rows >= past.rows || long || round) ? most : null;
}

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
