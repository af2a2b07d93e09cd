// One value of a row that came over HTTP: what it is, or the fault it has. Pure.
import { categoryOf } from '../frame/cells.ts';
import { type FaultList, quoted } from '../frame/faults.ts';
import type { Feature } from '../frame/frame.ts';
import { clockSkewMs } from '../frame/time.ts';

export type Cell = number | string | null;

/** What a fault is called by, and where it goes. */
export interface Place {
  readonly path: string;
  readonly faults: FaultList;
}

const longestText = 1_000;
const minuteMs = 60_000;
const dayMs = 86_400_000;

/** `ahead`: milliseconds from now, NaN for what is no time. */
export function timeFault(ahead: number, retention: number): string | null {
  if (Number.isNaN(ahead)) return 'is not a time: write ISO 8601, or seconds or milliseconds since the epoch';
  if (ahead > clockSkewMs)
    return `is ${Math.round(ahead / minuteMs)} minutes in the future: is the clock or the timezone wrong?`;
  const days = (ms: number) => Number((ms / dayMs).toFixed(1));
  return -ahead < retention
    ? null
    : `is ${days(-ahead)} days old, and rows are kept for ${days(retention)}: raise retention.observations`;
}

export function cellOf({ kind }: { kind: Feature['kind'] | null }, value: unknown, place: Place): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' && kind !== 'categorical') return finite(value, place);
  if (kind !== 'numeric') return textOf(value, place);
  place.faults.add(() => ({ path: place.path, message: `${shownOf(value)} is not a number` }));
  return null;
}

function finite(value: number, { path, faults }: Place): number | null {
  if (Number.isFinite(value)) return value;
  faults.add(() => ({ path, message: 'the number is infinite' }));
  return null;
}

/** A category or class in its one spelling: 1 and "1.0" are "1", true is "true"; null, "" and "NaN" are missing. */
export function textOf(value: unknown, place: Place): string | null {
  if (value === null) return null;
  if (typeof value === 'number') return finite(value, place) === null ? null : String(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return value.length <= longestText ? categoryOf(value) : tooLong(place);
  place.faults.add(() => ({
    path: place.path,
    message: `${shownOf(value)} is not a text, number or boolean`,
  }));
  return null;
}

function tooLong({ path, faults }: Place): null {
  faults.add(() => ({ path, message: `has more than ${longestText} characters` }));
  return null;
}

export function shownOf(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  return `a value of type ${Array.isArray(value) ? 'array' : typeof value}`;
}
