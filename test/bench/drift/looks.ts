// When one retrains along a stream: some rows after an alarm, by the calendar, or because challengers are due. Pure.
import type { Trigger } from '../../../core/model.ts';
import type { Policy } from './policies.ts';

/** Rows since an estimated change before one retrains on them, and again: the product's minimum, and drift that settled. */
const firstLook = 200;
const secondLook = 1_000;
/** Rejections in a row before the evidence starts anew against the errors of now. */
const mostRejections = 3;

/**
 * An alarm waits for `firstLook` rows since the change; meanwhile nothing is watched. Without an estimate of the change
 * the rows from the alarm on are learnt from: the windows the classical detectors keep hold old rows, and spoil models.
 */
export interface Pending {
  /** First row of the new regime, as estimated. */
  readonly change: number;
  /** Row of the look. */
  readonly at: number;
  readonly rejections: number;
  readonly last: boolean;
}

export function waitingFor(row: number, change: number): Pending {
  return { change, at: Math.max(row, change + firstLook - 1), rejections: 0, last: false };
}

export interface Due {
  /** First row to learn from; null = no change is known. */
  readonly change: number | null;
  readonly trigger: Trigger;
}

interface Standing {
  readonly pending: Pending | null;
  /** Rows since the last look, and of the window the champion was fitted to. */
  readonly since: number;
  readonly window: number;
}

/**
 * Null on rows at which nobody retrains. Challengers are due once the rows of the champion have doubled, which makes it
 * another model, or sooner where that takes longer than `challengers` rows.
 */
export function dueAt(
  { every, challengers }: Policy,
  row: number,
  { pending, since, window }: Standing,
): Due | null {
  if (pending !== null) return row >= pending.at ? { change: pending.change, trigger: 'drift' } : null;
  const period = every ?? (challengers === null ? null : Math.min(challengers, Math.max(firstLook, window)));
  return period !== null && since >= period ? { change: null, trigger: 'schedule' } : null;
}

/**
 * What is ahead after a look. What serves without a gate gets a second look once there are rows enough; a rejection is
 * followed by another try.
 */
export function settled(
  { challengers }: Policy,
  pending: Pending | null,
  { row, changed }: { readonly row: number; readonly changed: boolean },
): Pending | null {
  if (pending === null || pending.last) return null;
  if (changed && challengers !== null) return null;
  if (changed) {
    const at = Math.max(row + 1, pending.change + secondLook - 1);
    return { ...pending, at, last: true };
  }
  const rejections = pending.rejections + 1;
  return rejections >= mostRejections ? null : { ...pending, rejections, at: row + firstLook };
}
