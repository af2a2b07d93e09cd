// Labels as they come: with their row, hours later, or a thousand at a time. Each counts once in the evidence. Pure.
import { type Frame, recode } from '../frame/frame.ts';
import type { CheckInput } from './check.ts';
import type { Labelled } from './streams.ts';

/** A labelled row: its number in the new rows, negative for one before them. */
export interface Arrival extends Labelled {
  readonly row: number;
  readonly time: number;
  readonly id: number;
  /** Whether the version in the champion's shadow was right; null = nobody asked it, or it said nothing. */
  readonly shadowHit: boolean | null;
}

/** What a version says of `labelledContext` (null = there is none) and of `fresh`: numbers of its own classes. */
export interface Said {
  readonly before: Int32Array | null;
  readonly now: Int32Array;
  readonly classes: readonly string[];
}

/** Of the rows of a check, so many must be labelled for labels that came early to be fair. */
const fairShare = 0.8;

export interface Arrivals {
  /** Labels that count in a slice: those of its rows, and in the first one those that came late. */
  labelled(slice: number): readonly Arrival[];
  /** A window of what is known after a slice, oldest first. */
  known(slice: number): readonly Arrival[];
  /** What has counted, after a slice: short hashes, for the state. */
  told(slice: number): Uint8Array;
}

type Input = Pick<
  CheckInput,
  | 'settings'
  | 'model'
  | 'plan'
  | 'evidence'
  | 'labelledContext'
  | 'fresh'
  | 'contextIds'
  | 'freshIds'
  | 'ends'
  | 'at'
>;

/** `shadow`: the version on whose answers a probation rests; null = there is none. */
export function arrivals(input: Input, champion: Said, shadow: Said | null): Arrivals {
  const { ends, evidence, plan } = input;
  const { labelledContext: context, contextIds, freshIds } = input;
  const old =
    champion.before === null
      ? []
      : onesOf(
          { frame: context, ids: contextIds, first: -context.rows },
          { predicted: champion.before, classes: champion.classes },
          shadow?.before == null ? null : { predicted: shadow.before, classes: shadow.classes },
        );
  const fresh = onesOf(
    { frame: input.fresh, ids: freshIds, first: 0 },
    { predicted: champion.now, classes: champion.classes },
    shadow && { predicted: shadow.now, classes: shadow.classes },
  );
  const counted = new Set(evidence?.key === plan.key ? shortsIn(evidence.told) : []);
  const known = [...old, ...fresh];
  let kept = old.filter(({ id }) => counted.has(id)).map(({ id }) => id);
  let waiting = old.filter(({ id }) => !counted.has(id));
  let next = 0;
  const slices = ends.map((end, slice) => {
    const from = next;
    while (next < fresh.length && (fresh[next]?.row ?? end) < end) next += 1;
    const own = fresh.slice(from, next);
    const whole = own.length >= fairShare * (end - (slice === 0 ? 0 : (ends[slice - 1] ?? 0)));
    const until = input.fresh.times[end - 1] ?? Number.NaN;
    const ripe = ({ time }: Arrival) => isRipe(input, time, Number.isNaN(until) ? input.at : until);
    const taken = [...waiting.filter(ripe), ...own.filter((one) => whole || ripe(one))];
    waiting = [...waiting.filter((one) => !ripe(one)), ...own.filter((one) => !whole && !ripe(one))];
    kept = [...kept, ...taken.map(({ id }) => id)].slice(-reach(input));
    return { taken, told: bytesOf(Uint16Array.from(kept)), known: old.length + next };
  });
  return {
    labelled: (slice) => slices[slice]?.taken ?? [],
    known: (slice) => {
      const end = slices[slice]?.known ?? 0;
      return known.slice(Math.max(0, end - input.settings.window), end);
    },
    told: (slice) => slices[slice]?.told ?? new Uint8Array(0),
  };
}

/** Labelled rows that are looked back on, and remembered: a window of them, and not too few for a day's batch. */
export const labelReach = (window: number) => Math.max(1_000, window);
const reach = ({ settings }: Input) => labelReach(settings.window);

function isRipe({ settings }: Input, time: number, now: number): boolean {
  return settings.labelMaturity === 0 || Number.isNaN(time) || now - time >= settings.labelMaturity;
}

interface Read {
  readonly frame: Frame;
  readonly ids: Uint16Array;
  /** The number of its first row. */
  readonly first: number;
}

interface Answers {
  readonly predicted: Int32Array;
  readonly classes: readonly string[];
}

function onesOf({ frame, ids, first }: Read, champion: Answers, shadow: Answers | null): Arrival[] {
  const labels = recode(frame.label, champion.classes).codes;
  const shadowHits = hitsOf(frame, shadow);
  return judgedRows(champion.predicted, frame.label.codes).map((row) => ({
    row: first + row,
    time: frame.times[row] ?? Number.NaN,
    id: ids[row] ?? 0,
    hit: labels[row] === champion.predicted[row],
    label: labels[row] ?? -1,
    shadowHit: shadowHits(row),
  }));
}

function hitsOf({ label }: Frame, shadow: Answers | null): (row: number) => boolean | null {
  if (shadow === null) return () => null;
  const labels = recode(label, shadow.classes).codes;
  return (row) => (shadow.predicted[row] === -1 ? null : labels[row] === shadow.predicted[row]);
}

/** Rows whose label is known and whose answer was given. A label outside the champion's classes is known to be missed; where a model said nothing, nothing was. */
export function judgedRows(predicted: Int32Array, labels: Int32Array): number[] {
  return [...labels.keys()].filter((row) => (labels[row] ?? -1) >= 0 && predicted[row] !== -1);
}

/**
 * FNV-1a of an id, folded to 16 bits: of the labels that come late one in some sixty is taken for another and skipped,
 * whatever it says. So a thousand rows are remembered in 2 KB.
 */
export function shortHashes(ids: readonly string[]): Uint16Array {
  return Uint16Array.from(ids, (id) => {
    let hash = 0x811c9dc5;
    for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
    return (hash >>> 16) ^ (hash & 0xffff);
  });
}

function shortsIn(bytes: Uint8Array): Uint16Array {
  return new Uint16Array(bytes.slice().buffer);
}

function bytesOf(shorts: Uint16Array): Uint8Array {
  return new Uint8Array(shorts.buffer);
}
