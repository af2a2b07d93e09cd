// Replay calibration of the mean engine: how much of a rise a signal's own history holds without drift. Pure.
import { logMeanExp } from '../../stats/log-sums.ts';
import {
  type Baseline,
  ceilingOf,
  leastTolerance,
  meanBaseline,
  meanBound,
  shareBaseline,
} from './bounds.ts';
import { meanExperts, meanGains, meanOdds } from './mean-bet.ts';
import { nextEvidence } from './recursion.ts';
import { type ReplayTerms, replayLevel, safety, smallestPassing } from './replay.ts';

/** Fewer rows make a baseline whose error the bound cannot carry. */
const leastRows = 300;

export interface CalibratedMean {
  /** The bound to bet against. */
  readonly bound: number;
  readonly baseline: Baseline;
  /** How far the mean may rise above the baseline. */
  readonly tolerance: number;
  /** The history is too short or too restless to promise anything: the signal may be suspected, not alarmed on. */
  readonly learning: boolean;
}

/**
 * The bound of a signal from its reference values in [0, 1], in time order: each half bets against the other half's
 * baseline; the tolerance is the smallest under which neither replay passes half the alarm's level. Throws
 * `invalid_input` for a value outside [0, 1].
 */
export function calibrateMean(values: Float64Array, terms: ReplayTerms): CalibratedMean {
  const baseline = baselineOf(values);
  const half = Math.floor(values.length / 2);
  const first = values.subarray(0, half);
  const second = values.subarray(half);
  const replays = [
    { baseline: baselineOf(first), stream: second },
    { baseline: baselineOf(second), stream: first },
  ];
  const limit = replayLevel(terms);
  const passes = (tolerance: number) =>
    replays.every(({ baseline: other, stream }) =>
      staysUnder(stream, meanBound(other, tolerance), { limit, rowsPerCheck: terms.rowsPerCheck }),
    );
  const high = ceilingOf(baseline);
  const tolerance = smallestPassing(passes, { low: leastTolerance, high });
  const raised =
    tolerance === null || tolerance === leastTolerance ? (tolerance ?? high) : safety * tolerance;
  const learning = values.length < leastRows || tolerance === null || raised >= high;
  return { bound: meanBound(baseline, raised), baseline, tolerance: raised, learning };
}

/** The exact limit for indicators, the empirical one for anything else. */
function baselineOf(values: Float64Array): Baseline {
  let ones = 0;
  for (let row = 0; row < values.length; row += 1) {
    const x = values[row] as number;
    if (x === 1) ones += 1;
    else if (x !== 0) return meanBaseline(values);
  }
  return shareBaseline(ones, values.length);
}

function staysUnder(
  values: Float64Array,
  bound: number,
  { limit, rowsPerCheck }: { limit: number; rowsPerCheck: number },
): boolean {
  const odds = meanOdds(bound);
  const gains = new Float64Array(meanExperts);
  const evidence = new Float64Array(meanExperts).fill(-Infinity);
  for (let from = 0; from < values.length; from += rowsPerCheck) {
    meanGains(odds, values.subarray(from, from + rowsPerCheck), gains);
    for (let expert = 0; expert < meanExperts; expert += 1)
      evidence[expert] = nextEvidence(evidence[expert] as number, gains[expert] as number, true);
    if (logMeanExp(evidence) > limit) return false;
  }
  return true;
}
