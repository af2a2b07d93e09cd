// Which rows judge, and which rows train: the common holdout and the windows of the tournament (drift.md 5.4). Pure.
import { type Frame, lastRows, selectRows } from '../frame/frame.ts';

/** Newest labelled rows the holdout is drawn from, and the least it may be drawn from. */
const holdoutSpan = 600;
export const leastLabelled = 200;
const windowSizes = [500, 2_000];

export interface Split {
  /** Every third of the newest labelled rows: interleaved, so that it covers the regime of now. */
  readonly holdout: Frame;
  /** All other labelled rows, oldest first. */
  readonly rest: Frame;
}

/** Splits labelled rows (oldest first) into the holdout and the rest; nothing of the holdout is ever trained on before the decision. */
export function splitHoldout(labelled: Frame): Split {
  const first = Math.max(0, labelled.rows - holdoutSpan);
  const holdout: number[] = [];
  const rest: number[] = [];
  for (let row = 0; row < labelled.rows; row++) {
    (row >= first && (labelled.rows - 1 - row) % 3 === 0 ? holdout : rest).push(row);
  }
  return {
    holdout: selectRows(labelled, Uint32Array.from(holdout)),
    rest: selectRows(labelled, Uint32Array.from(rest)),
  };
}

export interface TrainingWindow {
  readonly name: string;
  readonly rows: Frame;
  /** How many of the newest labelled rows, holdout included, the window spans: what the winner is refitted on. */
  readonly span: number;
}

/** The windows challengers are trained on: the newest 500, the newest 2,000, all. Sizes that hold everything are left out. */
export function trainingWindows({ holdout, rest }: Split): TrainingWindow[] {
  const all = { name: `all ${rest.rows + holdout.rows}`, rows: rest, span: rest.rows + holdout.rows };
  const some = windowSizes
    .filter((size) => size < rest.rows)
    .map((size) => ({ name: `last ${size}`, rows: lastRows(rest, size), span: size + holdout.rows }));
  return [...some, all];
}
