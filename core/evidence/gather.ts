// The evidence of a watch, taken on from check to check: every signal's bets, their weighted sum, and what it means. Pure.
import type { Cause, Evidence, Learning } from '../drift.ts';
import type { EvidenceState } from '../state.ts';
import { logAddExp } from '../stats/log-sums.ts';
import type { Moment } from './bets/bet.ts';
import { type AnyBet, betsOf, type Plan } from './plan.ts';
import type { Stream } from './streams.ts';

/** Parts of the way to an alarm, in nats: from here on something is suspected; below, it is quiet. */
export const suspicious = 0.5;
export const quietBelow = 0.25;
/** Checks with data that must be quiet before an alarm, or a suspicion, is over. */
export const quietChecks = 30;
const causesShown = 3;
const minute = 60_000;

/** The new rows of one check, a stream a signal, in the plan's order. */
interface Taken {
  readonly streams: readonly (Stream | null)[];
  readonly rows: number;
  /** When they came: event time, or the time of the check. */
  readonly at: number;
  /** This check may open a new bet. */
  readonly starts: boolean;
}

export type Named = Omit<Cause, 'before' | 'after'>;

export interface Gathering {
  /** Takes a check's rows in. */
  take(taken: Taken): void;
  /** What it has come to. Words for a cause are for who knows the windows. */
  evidence(wordsOf: (cause: Named) => Pick<Cause, 'before' | 'after'>): Evidence;
  /** E has reached log A. */
  isProof(): boolean;
  /** Rows since the change that is proven now, or that the standing alarm was about; null = there is none. */
  changedRows(): number | null;
  /** An alarm has been told: all bets are closed, and the change it found is kept. */
  close(): void;
  state(): Omit<EvidenceState, 'slot' | 'told'>;
}

/** Goes on from `before`, or begins anew where that was evidence of something else. */
export function gathering(plan: Plan, before: EvidenceState | null, at: number): Gathering {
  const bets = betsOf(plan);
  const size = bets.reduce((sum, { bet }) => sum + bet.size, 0);
  const going = before !== null && before.key === plan.key && before.bets.byteLength === 4 * size;
  const numbers = new Float64Array(size);
  const states = statesOf(bets, numbers);
  const begin = () => bets.forEach(({ bet }, at) => void bet.begin(states[at] as Float64Array));
  if (going) numbers.set(floatsIn(before.bets));
  else begin();
  const origin = going ? before.origin : at;
  let { rows, changed, suspected, quiet, calm } = going ? before : beginning;

  const named = (): Named[] =>
    strongest(bets, states, plan.bar).map(({ signal, share, since }) => ({
      kind: signal.kind,
      of: signal.of,
      share,
      since: since && momentOf(since),
    }));
  const momentOf = ({ row, time }: Moment) => ({ rows: rows - row, at: Math.round(origin + time * minute) });
  const log = () => weighted(bets, states, 'weight');
  const suspicion = () => weighted(bets, states, 'weightInAll');

  const isSuspicious = () => Math.max(log(), suspicion()) >= suspicious * plan.bar;

  /** An alarm stands, and a suspicion lasts, until it has been quiet for long enough. */
  function settle(): void {
    const strongest = Math.max(log(), suspicion());
    quiet = log() < quietBelow * plan.bar ? quiet + 1 : 0;
    calm = strongest < quietBelow * plan.bar ? calm + 1 : 0;
    if (quiet >= quietChecks) changed = null;
    if (calm >= quietChecks) suspected = false;
    if (isSuspicious()) suspected = true;
  }

  return {
    take(taken) {
      if (taken.rows === 0) return;
      const moment = { row: rows, time: (taken.at - origin) / minute };
      const check = { starts: taken.starts, at: moment };
      for (const [at, one] of bets.entries())
        enter(one, states[at] as Float64Array, { stream: taken.streams[at] ?? null, check });
      rows += taken.rows;
      // As it is kept: what follows is the same whether the state was stored in between or not.
      numbers.set(Float32Array.from(numbers));
      settle();
    },
    evidence: (wordsOf) => ({
      log: finite(log()),
      bar: plan.bar,
      suspicion: finite(suspicion()),
      suspected,
      standing: changed && { rows: rows - changed.row, at: changed.at },
      causes: isSuspicious() ? named().map((cause) => ({ ...cause, ...wordsOf(cause) })) : [],
      signals: bets.length,
      learning: learningIn(bets),
    }),
    isProof: () => log() >= plan.bar,
    changedRows() {
      const [first] = log() >= plan.bar ? strongest(bets, states, plan.bar) : [];
      const row = changed?.row ?? first?.since?.row ?? null;
      return row === null ? null : rows - row;
    },
    close() {
      const [first] = strongest(bets, states, plan.bar);
      const since = first?.since ?? { row: rows, time: 0 };
      // A further proof while an alarm stands is about the same change.
      changed ??= { row: since.row, at: momentOf(since).at };
      [quiet, calm] = [0, 0];
      begin();
    },
    state: () => ({
      ...{ key: plan.key, bets: bytesOf(Float32Array.from(numbers)), origin },
      ...{ rows, changed, suspected, quiet, calm },
    }),
  };
}

const beginning = { rows: 0, changed: null, suspected: false, quiet: 0, calm: 0 } as Pick<
  EvidenceState,
  'rows' | 'changed' | 'suspected' | 'quiet' | 'calm'
>;

function statesOf(bets: readonly AnyBet[], numbers: Float64Array): Float64Array[] {
  let start = 0;
  return bets.map(({ bet }) => {
    start += bet.size;
    return numbers.subarray(start - bet.size, start);
  });
}

interface Entry {
  readonly stream: Stream | null;
  readonly check: { readonly starts: boolean; readonly at: Moment };
}

function enter({ bet }: AnyBet, state: Float64Array, { stream, check }: Entry): void {
  // The plan makes cells of whole numbers and means of values; the two only meet here.
  if (stream !== null) bet.take(state, stream as Int32Array & Uint8Array, check);
}

function weighted(
  bets: readonly AnyBet[],
  states: readonly Float64Array[],
  weight: 'weight' | 'weightInAll',
): number {
  return bets.reduce(
    (sum, { signal, bet }, at) =>
      logAddExp(sum, Math.log(signal[weight]) + bet.evidence(states[at] as Float64Array)),
    Number.NEGATIVE_INFINITY,
  );
}

interface Strong {
  readonly signal: AnyBet['signal'];
  /** Its part of the evidence, in nats. */
  readonly log: number;
  readonly share: number;
  readonly since: Moment | null;
}

/** The signals with the largest part of the evidence; those that only suspect count as the others do. */
function strongest(bets: readonly AnyBet[], states: readonly Float64Array[], bar: number): Strong[] {
  const total = weighted(bets, states, 'weightInAll');
  if (total === Number.NEGATIVE_INFINITY) return [];
  const strong = bets.map(({ signal, bet }, at) => {
    const state = states[at] as Float64Array;
    const log = Math.log(signal.weightInAll) + bet.evidence(state);
    return { signal, log, share: Math.exp(log - total), since: bet.since(state) };
  });
  return explained(strong, bar)
    .filter(({ share }) => share > 0.01)
    .sort((one, other) => other.share - one.share)
    .slice(0, causesShown);
}

/**
 * Values that are missing, or of a category nobody knows, fall into a cell of their own: a column's own signal sees them
 * too, and sooner. Where they make a suspicion by themselves they are what the column's evidence is about.
 */
function explained(strong: readonly Strong[], bar: number): Strong[] {
  const gaps = strong.filter(
    ({ signal: { kind }, log }) => (kind === 'missing' || kind === 'category') && log >= suspicious * bar,
  );
  if (gaps.length === 0) return [...strong];
  const gapOf = ({ signal: { kind, of } }: Strong) =>
    kind === 'feature' ? gaps.find(({ signal }) => signal.of === of) : undefined;
  return strong.flatMap((one) => {
    if (gapOf(one) !== undefined) return [];
    const share = strong.reduce((sum, other) => sum + (gapOf(other) === one ? other.share : 0), one.share);
    return [{ ...one, share }];
  });
}

function learningIn(bets: readonly AnyBet[]): Evidence['learning'] {
  const reasons = bets.flatMap(({ signal }) => (signal.learning === null ? [] : [signal.learning]));
  const because: Learning | undefined = reasons[0];
  return because === undefined ? null : { signals: reasons.length, because };
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);

function floatsIn(bytes: Uint8Array): Float32Array {
  // A copy: what a driver hands out need not begin at a multiple of four.
  return new Float32Array(bytes.slice().buffer);
}

function bytesOf(floats: Float32Array): Uint8Array {
  return new Uint8Array(floats.buffer);
}
