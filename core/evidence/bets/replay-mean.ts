// Replay calibration of the mean engine: how much of a rise a signal's own history holds without drift. Pure.
import {
  type Baseline,
  ceilingOf,
  leastTolerance,
  meanBaseline,
  meanBound,
  shareBaseline,
} from './bounds.ts';
import { fractions, meanGain, type Tally, tallyOf } from './mean-bet.ts';
import { type ReplayTerms, raised, smallestPassing, staysAtMost } from './replay.ts';

/** Fewer rows make a baseline whose error the bound cannot carry. */
const leastRows = 300;
/**
 * The part of the alarm's level that a replay may reach. Half of it is what the cells allow; here it would raise the
 * tolerance of independent errors from 0.02 to 0.05, for the small stakes gather that much from chance alone.
 */
const replayedShare = 0.75;

export interface CalibratedMean {
  /** The bound each expert bets against: the plan of `meanBet`. */
  readonly bounds: readonly number[];
  readonly baseline: Baseline;
  /** How far above a baseline each expert's bound lies, at the least. */
  readonly tolerances: readonly number[];
  /** The history is too short or too restless to promise anything: the signal may be suspected, not alarmed on. */
  readonly learning: boolean;
}

/**
 * The bounds of a signal from its reference values in [0, 1], in time order: each half bets against the other half's
 * baseline; an expert's tolerance is the smallest under which neither of its replays passes the limit. Per expert,
 * because errors that come in spells fool those who lay much on a row: with one tolerance for all, the boldest would set it
 * and nothing could be proven any more. Throws `invalid_input` for a value outside [0, 1].
 */
export function calibrateMean(values: Float64Array, terms: ReplayTerms): CalibratedMean {
  const baseline = baselineOf(values);
  const replays = replaysOf(values, terms.rowsPerCheck);
  const limit = replayedShare * terms.level;
  const high = ceilingOf(baseline);
  const tolerances = fractions.map((fraction) =>
    smallestPassing(
      (tolerance) => replays.every((replay) => passes(replay, { fraction, tolerance, limit })),
      {
        low: leastTolerance,
        high,
      },
    ),
  );
  const granted = tolerances.map((needed) =>
    needed === null ? high : Math.min(high, raised(needed, leastTolerance)),
  );
  return {
    bounds: granted.map((tolerance) => meanBound(baseline, tolerance)),
    baseline,
    tolerances: granted,
    learning: values.length < leastRows || granted.every((tolerance) => tolerance >= high),
  };
}

interface Replay {
  readonly baseline: Baseline;
  readonly checks: readonly Tally[];
}

/** Each half as a stream against the other half. */
function replaysOf(values: Float64Array, rowsPerCheck: number): Replay[] {
  const half = Math.floor(values.length / 2);
  const first = values.subarray(0, half);
  const second = values.subarray(half);
  return [
    { baseline: baselineOf(first), checks: talliesOf(second, rowsPerCheck) },
    { baseline: baselineOf(second), checks: talliesOf(first, rowsPerCheck) },
  ];
}

function talliesOf(values: Float64Array, rowsPerCheck: number): Tally[] {
  const checks: Tally[] = [];
  for (let from = 0; from < values.length; from += rowsPerCheck)
    checks.push(tallyOf(values.subarray(from, from + rowsPerCheck)));
  return checks;
}

/** The exact limit for indicators, the empirical one for anything else. */
function baselineOf(values: Float64Array): Baseline {
  const { ones, others } = tallyOf(values);
  return others.length === 0 ? shareBaseline(ones, values.length) : meanBaseline(values);
}

interface Trial {
  readonly fraction: number;
  readonly tolerance: number;
  readonly limit: number;
}

function passes({ baseline, checks }: Replay, { fraction, tolerance, limit }: Trial): boolean {
  const bound = meanBound(baseline, tolerance);
  return staysAtMost(limit, checks.length, (check) => meanGain(checks[check] as Tally, fraction, bound));
}
