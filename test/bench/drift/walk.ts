// One policy along one stream, each row predicted before it is learnt from (Dawid 1984: prequential). Pure.

import { AppError } from '../../../core/errors.ts';
import { logistic } from '../../../core/estimators/logistic.ts';
import { type Frame, schemaOf, sliceRows } from '../../../core/frame/frame.ts';
import type { Detector } from './detector.ts';
import {
  type ErrorBaseline,
  firstLook,
  type Policy,
  retrained,
  type Served,
  secondLook,
  serve,
} from './policies.ts';
import type { Stream } from './streams.ts';

/** Rows the first model learns from; nothing is counted before their end. */
export const leadIn = 1_000;
/** Rows scored at once: a new model throws the rest of them away. */
const block = 500;
/** Rejections in a row before the evidence starts anew against the errors of now. */
const mostRejections = 3;
const recentRows = 600;

export interface Walk {
  /** Share of the rows after the lead-in predicted right. */
  readonly accuracy: number;
  /** Rows at which the policy alarmed. */
  readonly alarms: readonly number[];
  /** Times another model began to serve. */
  readonly retrains: number;
}

/**
 * An alarm waits for `firstLook` rows since the change; meanwhile nothing is watched. Without an estimate of the change
 * the rows from the alarm on are learnt from: the windows the classical detectors keep hold old rows, and spoil models.
 */
interface Pending {
  readonly change: number;
  readonly at: number;
  readonly rejections: number;
  readonly last: boolean;
}

export function walk(policy: Policy, { rows }: Pick<Stream, 'rows'>): Walk {
  let served = serve(sliceRows(rows, 0, leadIn), schemaOf(rows));
  let watch = watchOf(policy, served);
  let predicted = predictions(served, rows, leadIn);
  let pending: Pending | null = null;
  const misses = new Uint8Array(rows.rows);
  let retrains = 0;
  const alarms: number[] = [];
  for (let row = leadIn; row < rows.rows; row++) {
    const miss = Number(predicted(row) !== rows.label.codes[row]);
    misses[row] = miss;
    if ((pending === null || pending.last) && watch?.update(miss) === true) {
      alarms.push(row);
      const change = changeBefore(row, watch);
      pending = { change, at: Math.max(row, change + firstLook - 1), rejections: 0, last: false };
    }
    const due: number | null = dueAt(policy, row, pending);
    if (due === null) continue;
    const next: Served | null = lookAt(policy, served, { known: sliceRows(rows, 0, row + 1), change: due });
    if (next !== null) {
      retrains += 1;
      served = next;
      predicted = predictions(served, rows, row + 1);
    }
    const settled: Pending | null = after(pending, row, next !== null);
    const now = recent(misses, row);
    if (next === null && settled === null) served = { ...served, baseline: () => now };
    if (next !== null || settled === null) watch = watchOf(policy, served);
    pending = settled;
  }
  return { accuracy: 1 - errorsIn(misses.subarray(leadIn)) / (rows.rows - leadIn), alarms, retrains };
}

function changeBefore(row: number, { sinceChange }: Detector): number {
  return row + 1 - Math.max(1, sinceChange?.() ?? 1);
}

function watchOf({ watch }: Policy, { baseline }: Served): Detector | null {
  return watch === null ? null : watch(baseline);
}

/** Rejected for good: what the champion errs now is the baseline, so that it does not ring for ever. */
function recent(misses: Uint8Array, row: number): ErrorBaseline {
  const last = misses.subarray(Math.max(leadIn, row + 1 - recentRows), row + 1);
  return { errors: errorsIn(last), rows: last.length };
}

const errorsIn = (misses: Uint8Array) => misses.reduce((sum, miss) => sum + miss, 0);

/** First row to learn from when this row is one to retrain at, -1 where no change is known; null on other rows. */
function dueAt({ every }: Policy, row: number, pending: Pending | null): number | null {
  if (pending !== null) return row >= pending.at ? pending.change : null;
  return every !== null && (row + 1 - leadIn) % every === 0 ? -1 : null;
}

/** Null when the champion stays, or when the rows hold one class only. */
function lookAt(
  policy: Policy,
  { model }: Served,
  { known, change }: { readonly known: Frame; readonly change: number },
): Served | null {
  try {
    return retrained(policy, model, { known, sinceChange: change < 0 ? null : known.rows - change });
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'not_enough_data') return null;
    throw cause;
  }
}

/** A first look is followed by a second one when there are rows enough; a rejection by another try. */
function after(pending: Pending | null, row: number, changed: boolean): Pending | null {
  if (pending === null || pending.last) return null;
  if (changed) {
    const at = Math.max(row + 1, pending.change + secondLook - 1);
    return { ...pending, at, last: true };
  }
  const rejections = pending.rejections + 1;
  return rejections >= mostRejections ? null : { ...pending, rejections, at: row + firstLook };
}

/** The class of each row, scored some rows ahead. */
function predictions({ model }: Served, rows: Frame, first: number): (row: number) => number {
  let start = first;
  let codes = new Int32Array(0);
  const classes = model.schema.classes.map((name) => rows.label.categories.indexOf(name));
  return (row) => {
    if (row >= start + codes.length) {
      start = row;
      const ahead = sliceRows(rows, row, Math.min(rows.rows, row + block));
      codes = logistic.score(model, ahead).predicted.map((code) => classes[code] ?? -1);
    }
    return codes[row - start] ?? -1;
  };
}

/** What it takes to be right without a model: the label of the row before (Zliobaite 2013). */
export function lastLabelAccuracy({ rows: { rows, label } }: Pick<Stream, 'rows'>): number {
  let right = 0;
  for (let row = leadIn; row < rows; row++) right += Number(label.codes[row] === label.codes[row - 1]);
  return right / (rows - leadIn);
}
