// How soon the evidence is right: changes of a known size after a stable stretch. Pure.
import { meanBound, shareBaseline } from '../../../core/evidence/bets/bounds.ts';
import { meanBet } from '../../../core/evidence/bets/mean-bet.ts';
import { calibrateMean } from '../../../core/evidence/bets/replay-mean.ts';
import { type SignalKind, signalWeights } from '../../../core/evidence/bets/weights.ts';
import { type RandomNumbers, randomNumbers } from '../random.ts';
import { checksPerWeek, featureCount, level, rowsPerCheck, watchedFeatures } from './features.ts';

interface ErrorChange {
  readonly kind: 'errors';
  readonly before: number;
  readonly after: number;
  /** Rows the baseline was measured on, replayed for their tolerance; null = it is known. */
  readonly baselineRows: number | null;
  readonly weight: number;
}

interface FeatureChange {
  readonly kind: 'feature';
  /** In standard deviations, of one of ten features. */
  readonly shift: number;
}

type Change = ErrorChange | FeatureChange;

/** The errors' share of the budget in a watch with everything else in it. */
const errorsWeight = (): number => {
  const kinds: SignalKind[] = ['errors', 'estimate', 'prediction', 'prediction', 'prediction'];
  const features = Array.from({ length: featureCount }, (): SignalKind[] => [
    'feature',
    'quality',
    'quality',
  ]);
  return signalWeights([...kinds, ...features.flat()].map((kind) => ({ kind })))[0] ?? 0;
};

const known = { kind: 'errors', before: 0.1, baselineRows: null, weight: 1 } as const;

const changes = {
  'error 0.1 to 0.2, known baseline': { ...known, after: 0.2 },
  'error 0.1 to 0.2, 1000 rows': {
    kind: 'errors',
    before: 0.1,
    after: 0.2,
    baselineRows: 1000,
    weight: errorsWeight(),
  },
  'error 0.1 to 0.3, known baseline': { ...known, after: 0.3 },
  'one of ten features +0.5 sd': { kind: 'feature', shift: 0.5 },
  'one of ten features +1 sd': { kind: 'feature', shift: 1 },
} as const satisfies Readonly<Record<string, Change>>;

export type Scenario = keyof typeof changes;

export interface Delay {
  /** From the change to the end of the check that alarmed; Infinity = not within `longest` rows. */
  readonly rows: number;
  /** Whether the changed signal's evidence was the largest. */
  readonly right: boolean;
}

const stableRows = 2000;
const longest = 6000;
/** Seeds of two runs in a row lie this far apart. */
const stride = 104_729;

/** One delay a run. An alarm before the change is false: the evidence begins anew. */
export function delays(scenario: Scenario, runs: number, seed: number): Delay[] {
  const change: Change = changes[scenario];
  return Array.from({ length: runs }, (_, run) => {
    const own = seed + stride * run;
    return change.kind === 'errors' ? errorDelay(change, own) : featureDelay(change, own);
  });
}

interface Run {
  /** The watch's evidence after a check before or after the change. */
  check(changed: boolean): number;
  reset(): void;
}

function delayOf({ check, reset }: Run): number {
  for (let row = 0; row < stableRows; row += rowsPerCheck) if (check(false) >= level) reset();
  for (let row = 0; row < longest; row += rowsPerCheck) if (check(true) >= level) return row + rowsPerCheck;
  return Infinity;
}

function featureDelay({ shift }: FeatureChange, seed: number): Delay {
  const watched = watchedFeatures('iid', seed);
  const rows = delayOf({ check: (changed) => watched.check(changed ? shift : 0), reset: watched.reset });
  return { rows, right: rows !== Infinity && watched.blamed() === 0 };
}

function errorDelay({ before, after, baselineRows, weight }: ErrorChange, seed: number): Delay {
  const random = randomNumbers(seed);
  const bet = meanBet(boundsOf(before, baselineRows, random));
  const state = new Float64Array(bet.size);
  bet.begin(state);
  const rows = delayOf({
    check(changed) {
      const values = errorsOf(changed ? after : before, rowsPerCheck, random);
      bet.take(state, values, { starts: true, at: { row: 0, time: 0 } });
      return bet.evidence(state) + Math.log(weight);
    },
    reset: () => bet.begin(state),
  });
  return { rows, right: rows !== Infinity };
}

function errorsOf(rate: number, rows: number, { uniform }: RandomNumbers): Float64Array {
  return Float64Array.from({ length: rows }, () => (uniform() < rate ? 1 : 0));
}

/** A rate that is known is one measured on so many rows that only the tolerance is left. */
function boundsOf(rate: number, rows: number | null, random: RandomNumbers): number | readonly number[] {
  if (rows === null) return meanBound(shareBaseline(Math.round(1e6 * rate), 1e6));
  return calibrateMean(errorsOf(rate, rows, random), { rowsPerCheck, level }).bounds;
}

/**
 * Rows that no detector with this budget can beat on average, to first order: log(A / W) over the Kullback-Leibler
 * divergence of the rows after the change from those before (Lorden 1971), without tolerance or learning.
 */
export function leastDelay(scenario: Scenario): number {
  const change: Change = changes[scenario];
  if (change.kind === 'feature') return Math.log(checksPerWeek * featureCount) / (change.shift ** 2 / 2);
  const { before, after, weight } = change;
  const divergence = after * Math.log(after / before) + (1 - after) * Math.log((1 - after) / (1 - before));
  return Math.log(checksPerWeek / weight) / divergence;
}
