// Which rows judge, and which rows train: the common holdout and the windows of the tournament. Pure.
import { concatFrames, type Frame, lastRows, selectRows, sliceRows } from '../frame/frame.ts';

/** Newest labelled rows the holdout is drawn from, and the least it may be drawn from. */
const holdoutSpan = 600;
export const leastLabelled = 200;
const leastHoldoutSpan = 90;
const windowSizes = [500, 2_000];
/** Rows until one counts half. */
const halfLife = 1_000;
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
  const { first, holdout, rest } = drawn(labelled, sinceChange);
  return {
    holdout: selectRows(labelled, holdout),
    // The long part is copied as a whole, not row by row.
    rest: concatFrames(sliceRows(labelled, 0, first), selectRows(labelled, rest)),
  };
}

/** The holdout alone, which is small however many rows there are. */
export function holdoutOf(labelled: Frame, sinceChange: number | null): Frame {
  return selectRows(labelled, drawn(labelled, sinceChange).holdout);
}

/** Before `first` nothing is drawn. */
function drawn(labelled: Frame, sinceChange: number | null) {
  const span = Math.max(leastHoldoutSpan, Math.min(holdoutSpan, sinceChange ?? holdoutSpan));
  const first = Math.max(0, labelled.rows - span);
  const holdout: number[] = [];
  const rest: number[] = [];
  for (let row = first; row < labelled.rows; row++) {
    ((labelled.rows - 1 - row) % 3 === 0 ? holdout : rest).push(row);
  }
  return { first, holdout: Uint32Array.from(holdout), rest: Uint32Array.from(rest) };
}

export interface TrainingWindow {
  readonly name: string;
  readonly rows: Frame;
  /** How many of the newest labelled rows, holdout included, the window spans: what the winner is refitted on. */
  readonly span: number;
  /** Of the span, how fast older rows count less; absent = all count alike. */
  readonly halfLife?: number;
  /** The champion's own window with all that came since. */
  readonly continued?: true;
}

/** What is known of the time behind the labelled rows: rows since each event, null where there was none. */
export interface Past {
  /** Since the change that the last check estimated. */
  readonly sinceChange: number | null;
  /** Since the beginning of the champion's own window, and since its end. */
  readonly champion: { readonly window: number; readonly since: number } | null;
}

/**
 * The windows challengers are trained on: since the change, the champion's own with what came since, the newest 500, the
 * newest 2,000, all with older rows counting less, all. Sizes that hold everything, and a change too recent to learn from,
 * are left out.
 */
export function trainingWindows({ holdout, rest }: Split, { sinceChange, champion }: Past): TrainingWindow[] {
  const total = rest.rows + holdout.rows;
  const newest = (name: string, rows: number): TrainingWindow => ({
    name,
    rows: lastRows(rest, rows),
    span: Math.min(total, rows + holdout.rows),
  });
  const windows = windowSizes.filter((size) => size < rest.rows).map((size) => newest(`last ${size}`, size));
  const own = doubled(champion);
  if (own !== null && own < total)
    windows.unshift({ ...newest(`continued ${own}`, own - holdout.rows), continued: true });
  if (sinceChange !== null && sinceChange >= leastSinceChange && sinceChange < total)
    windows.unshift(newest(`since the change (${sinceChange})`, Math.max(1, sinceChange - holdout.rows)));
  if (rest.rows > 2 * halfLife)
    windows.push({ name: `half-life ${halfLife}`, rows: faded(rest, halfLife), span: total, halfLife });
  const all = newest(`all ${total}`, rest.rows);
  return [...windows, own !== null && own >= total ? { ...all, continued: true } : all];
}

/** Rows since the champion's own window began, once they are twice those it had: fewer make hardly another model. */
function doubled(champion: Past['champion']): number | null {
  if (champion === null) return null;
  const { window, since } = champion;
  return since >= window - since ? window : null;
}

/** The rows the winner of a window is refitted on, holdout included. */
export function refitRows(labelled: Frame, { span, halfLife: fades }: TrainingWindow): Frame {
  const rows = lastRows(labelled, span);
  return fades === undefined ? rows : faded(rows, fades);
}

/** Rows of about one weight: to work it out takes longer than all else. */
const fadingStep = 64;
const golden = (Math.sqrt(5) - 1) / 2;
/** A multiple n of the golden ratio is no nearer than this share of 1/n to a whole number: (3 - sqrt 5) / 2 (Hurwitz 1891). */
const nearest = (3 - Math.sqrt(5)) / 2;

/**
 * The rows with each kept by the chance of its weight, 1/2 for every `halfLife` rows of age: fitted to them a model is one of
 * weighted rows, and they are rows still, which a snapshot holds and folds divide. Not by lot: multiples of the golden ratio
 * fill 0..1 evenly, in step with no period of the data, and are the same each time (Weyl's sequence). So rows are too old to
 * be kept, all of them, from where their weight is below what a multiple can be.
 */
export function faded(rows: Frame, halfLife: number): Frame {
  const weightAt = (age: number) => 0.5 ** (age / halfLife);
  const kept: number[] = [];
  /** Weight of the first row of the step: no later one has more, and most multiples are larger. */
  let most = 1;
  for (let age = 0; age < rows.rows; age++) {
    if (age % fadingStep === 0) {
      most = weightAt(age);
      if (most * age < nearest && age > halfLife) break;
    }
    const turns = age * golden;
    const share = turns - Math.floor(turns);
    if (share < most && share < weightAt(age)) kept.push(rows.rows - 1 - age);
  }
  kept.reverse();
  return selectRows(rows, Uint32Array.from(kept));
}
