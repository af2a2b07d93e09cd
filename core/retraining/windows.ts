// Which rows judge, and which rows train: the common holdout and the windows of the tournament. Pure.
import { concatFrames, type Frame, lastRows, selectRows, sliceRows } from '../frame/frame.ts';

/** Newest labelled rows the holdout is drawn from, and the least it may be drawn from. */
const holdoutSpan = 600;
export const leastLabelled = 200;
const leastHoldoutSpan = 90;
const windowSizes = [500, 2_000];
/** Labelled rows since a change that make a window of their own. */
export const leastSinceChange = 200;

export interface Split {
  /** Every third of the newest labelled rows: interleaved, so that it covers the regime of now. */
  readonly holdout: Frame;
  /** All other labelled rows, oldest first. */
  readonly rest: Frame;
}

/**
 * Splits labelled rows (oldest first) into the holdout and the rest. After a change (`sinceChange` labelled rows ago)
 * the holdout is drawn from the new regime only. Nothing of it is ever trained on before the decision.
 */
export function splitHoldout(labelled: Frame, sinceChange: number | null): Split {
  const span = Math.max(leastHoldoutSpan, Math.min(holdoutSpan, sinceChange ?? holdoutSpan));
  const first = Math.max(0, labelled.rows - span);
  const holdout: number[] = [];
  const rest: number[] = [];
  for (let row = first; row < labelled.rows; row++) {
    ((labelled.rows - 1 - row) % 3 === 0 ? holdout : rest).push(row);
  }
  // The long part is copied as a whole: row by row it would hold up the event loop.
  return {
    holdout: selectRows(labelled, Uint32Array.from(holdout)),
    rest: concatFrames(sliceRows(labelled, 0, first), selectRows(labelled, Uint32Array.from(rest))),
  };
}

export interface TrainingWindow {
  readonly name: string;
  readonly rows: Frame;
  /** How many of the newest labelled rows, holdout included, the window spans: what the winner is refitted on. */
  readonly span: number;
}

/**
 * The windows challengers are trained on: since the change, the newest 500, the newest 2,000, all. Sizes that hold
 * everything, and a change too recent to learn from, are left out.
 */
export function trainingWindows({ holdout, rest }: Split, sinceChange: number | null): TrainingWindow[] {
  const total = rest.rows + holdout.rows;
  const named = (name: string, rows: Frame): TrainingWindow => ({
    name,
    rows,
    span: Math.min(total, rows.rows + holdout.rows),
  });
  const windows = windowSizes
    .filter((size) => size < rest.rows)
    .map((size) => named(`last ${size}`, lastRows(rest, size)));
  if (sinceChange !== null && sinceChange >= leastSinceChange && sinceChange < total) {
    windows.unshift(
      named(`since the change (${sinceChange})`, lastRows(rest, Math.max(1, sinceChange - holdout.rows))),
    );
  }
  return [...windows, named(`all ${total}`, rest)];
}
