// Cuts a backlog into the checks that would have been made had Vigie watched all along. Pure.
import type { Frame } from '../frame/frame.ts';

/** Rows of a slice where rows carry no time. */
const rowsWithoutTime = 100;

/**
 * Ends (exclusive) of the slices of `fresh`: one cadence of event time each, counted from the first row that has a
 * time (so that the rows of one ordinary patrol are one slice), or 100 rows where none has. A row older than the slice
 * it arrives in stays in it: slots only ever advance.
 */
export function sliceEnds(fresh: Frame, cadenceMinutes: number): number[] {
  if (fresh.rows === 0) return [];
  const origin = fresh.times.find((time) => !Number.isNaN(time));
  const starts =
    origin === undefined
      ? countedStarts(fresh.rows)
      : timedStarts(fresh.times, origin, cadenceMinutes * 60_000);
  return [...starts, fresh.rows];
}

/** Rows at which a new slice begins, without the first. */
function countedStarts(rows: number): number[] {
  const starts: number[] = [];
  for (let row = rowsWithoutTime; row < rows; row += rowsWithoutTime) starts.push(row);
  return starts;
}

function timedStarts(times: Float64Array, origin: number, slotMs: number): number[] {
  const starts: number[] = [];
  let slot = Number.NEGATIVE_INFINITY;
  times.forEach((time, row) => {
    const own = Math.floor((time - origin) / slotMs);
    // NaN (no time) compares as false: such a row stays in the slice it arrived in.
    if (!(own > slot)) return;
    if (row > 0) starts.push(row);
    slot = own;
  });
  return starts;
}
