// One policy along one stream, each row predicted before it is learnt from (Dawid 1984: prequential). Pure.
import { AppError } from '../../../core/errors.ts';
import { type Frame, schemaOf, sliceRows } from '../../../core/frame/frame.ts';
import { dataFaults } from '../../../core/retraining/data-gate.ts';
import type { Detector } from './detector.ts';
import { type Due, dueAt, type Pending, settled, waitingFor } from './looks.ts';
import { type Policy, retrained } from './policies.ts';
import { heldOut, type Probation } from './probation.ts';
import { type Seat, seated } from './seat.ts';
import { type ErrorBaseline, type Served, serve } from './served.ts';
import type { Stream } from './streams.ts';

/** Rows the first model learns from; nothing is counted before their end. */
export const leadIn = 1_000;
const recentRows = 600;

export interface Walk {
  /** Share of the rows after the lead-in predicted right. */
  readonly accuracy: number;
  /** Rows at which the policy alarmed. */
  readonly alarms: readonly number[];
  /** Times another model began to serve. */
  readonly retrains: number;
  /** Times the one before came back. */
  readonly rollbacks: number;
  /** Tournaments that were not held, as the rows to learn from were taken for faulty. */
  readonly stops: number;
}

interface Run {
  readonly policy: Policy;
  readonly rows: Frame;
  readonly misses: Uint8Array;
  readonly alarms: number[];
  retrains: number;
  rollbacks: number;
  stops: number;
  seat: Seat;
  watch: Detector | null;
  pending: Pending | null;
  probation: Probation | null;
  /** Row of the last look at challengers. */
  looked: number;
}

export function walk(policy: Policy, { rows }: Pick<Stream, 'rows'>): Walk {
  const run = begun(policy, rows);
  for (let row = leadIn; row < rows.rows; row++) {
    const miss = Number(run.seat.predicted(row) !== rows.label.codes[row]);
    run.misses[row] = miss;
    holdAgainstTheOld(run, row, miss);
    listen(run, row, miss);
    const due = dueAt(policy, row, {
      pending: run.pending,
      since: row - run.looked,
      window: run.seat.served.window,
    });
    if (due !== null) look(run, row, due);
  }
  const { alarms, retrains, rollbacks, stops } = run;
  const wrong = errorsIn(run.misses.subarray(leadIn));
  return { accuracy: 1 - wrong / (rows.rows - leadIn), alarms, retrains, rollbacks, stops };
}

function begun(policy: Policy, rows: Frame): Run {
  const first = serve({ train: sliceRows(rows, 0, leadIn), schema: schemaOf(rows), until: leadIn });
  return {
    policy,
    rows,
    misses: new Uint8Array(rows.rows),
    alarms: [],
    retrains: 0,
    rollbacks: 0,
    stops: 0,
    seat: seated(first, rows, leadIn),
    watch: policy.watch?.(first.baseline()) ?? null,
    pending: null,
    probation: null,
    looked: leadIn - 1,
  };
}

/** The model before comes back when it has proved to be better. */
function holdAgainstTheOld(run: Run, row: number, miss: number): void {
  if (run.probation === null) return;
  const { old } = run.probation;
  const after = heldOut(run.probation, miss, Number(old.predicted(row) !== run.rows.label.codes[row]));
  run.probation = after === 'rolled back' ? null : after;
  if (after !== 'rolled back') return;
  run.rollbacks += 1;
  run.seat = old;
  run.pending = null;
  run.watch = run.policy.watch?.(recent(run.misses, row)) ?? null;
}

function listen(run: Run, row: number, miss: number): void {
  const { watch, pending } = run;
  if ((pending !== null && !pending.last) || watch?.update(miss) !== true) return;
  run.alarms.push(row);
  run.pending = waitingFor(row, row + 1 - Math.max(1, watch.sinceChange?.() ?? 1));
}

function look(run: Run, row: number, due: Due): void {
  const { policy, rows, seat } = run;
  run.looked = row;
  const known = sliceRows(rows, 0, row + 1);
  const stopped = policy.challengers !== null && isSpoilt(seat.served, known);
  if (stopped) run.stops += 1;
  const next = stopped ? null : challenge(policy, seat.served, { known, due });
  if (next !== null) {
    run.retrains += 1;
    if (policy.challengers !== null) run.probation = { old: seat, rows: 0, oldWins: 0, newWins: 0 };
    run.seat = seated(next, rows, row + 1);
  }
  const before = run.pending;
  run.pending = settled(policy, before, { row, changed: next !== null });
  // Rejected for good: what the champion errs now is the baseline, so that it does not ring for ever.
  if (next !== null) run.watch = policy.watch?.(next.baseline()) ?? null;
  else if (before !== null && run.pending === null)
    run.watch = policy.watch?.(recent(run.misses, row)) ?? null;
}

/** What the product asks before every tournament. */
function isSpoilt({ reference, until }: Served, known: Frame): boolean {
  return dataFaults(reference, sliceRows(known, until, known.rows)).length > 0;
}

function recent(misses: Uint8Array, row: number): ErrorBaseline {
  const last = misses.subarray(Math.max(leadIn, row + 1 - recentRows), row + 1);
  return { errors: errorsIn(last), rows: last.length };
}

const errorsIn = (misses: Uint8Array) => misses.reduce((sum, miss) => sum + miss, 0);

/** Null when the champion stays, or when the rows hold one class only. */
function challenge(
  policy: Policy,
  champion: Served,
  { known, due: { change, trigger } }: { readonly known: Frame; readonly due: Due },
): Served | null {
  try {
    const sinceChange = change === null ? null : known.rows - change;
    return retrained(policy, champion, { known, sinceChange, trigger });
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'not_enough_data') return null;
    throw cause;
  }
}

/** What it takes to be right without a model: the label of the row before (Zliobaite 2013). */
export function lastLabelAccuracy({ rows: { rows, label } }: Pick<Stream, 'rows'>): number {
  let right = 0;
  for (let row = leadIn; row < rows; row++) right += Number(label.codes[row] === label.codes[row - 1]);
  return right / (rows - leadIn);
}
