// Replay calibration of the mean engine: how much of a rise a signal's own history holds without drift. Pure.
import { type Baseline, meanBaseline, meanBound, mostExtra, shareBaseline } from './bounds.ts';
import { fractions, meanGain, type Tally, tallyOf } from './mean-bet.ts';
import { checksOf, type ReplayTerms, raised, replayLimit, smallestPassing, staysAtMost } from './replay.ts';

/** Fewer rows make a baseline whose error the bound cannot carry. */
const leastRows = 100;

export interface CalibratedMean {
  /** The bound each expert bets against: the plan of `meanBet`. */
  readonly bounds: readonly number[];
  readonly baseline: Baseline;
  /** What the history of each expert needs beyond the ordinary tolerance: for a bound above another baseline. */
  readonly extras: readonly number[];
  /** The history is too short or too restless to promise anything: the signal may be suspected, not alarmed on. */
  readonly learning: boolean;
}

/**
 * The bounds of a signal from its reference values in [0, 1], in time order: each half bets against the other half's
 * bound, raised by the smallest rise that keeps both replays of an expert below the limit. Per expert, because errors that
 * come in spells fool those who lay much on a row: with one tolerance for all, the boldest would set it and nothing could
 * be proven any more. Throws `invalid_input` for a value outside [0, 1].
 */
export function calibrateMean(values: Float64Array, terms: ReplayTerms): CalibratedMean {
  const baseline = baselineOf(values);
  const replays = replaysOf(values, terms);
  const limit = replayLimit(terms);
  const most = mostExtra(baseline);
  const extras = fractions.map((fraction) => {
    const passes = (extra: number) => replays.every((replay) => passesAt(replay, { fraction, extra, limit }));
    const needed = smallestPassing(passes, most);
    return needed === null ? most : Math.min(most, raised(needed));
  });
  return {
    bounds: extras.map((extra) => meanBound(baseline, extra)),
    baseline,
    extras,
    learning: values.length < leastRows || extras.every((extra) => extra >= most),
  };
}

interface Replay {
  readonly baseline: Baseline;
  readonly checks: readonly Tally[];
}

/** Each half as a stream against the other half. */
function replaysOf(values: Float64Array, terms: ReplayTerms): Replay[] {
  const half = Math.floor(values.length / 2);
  const first = values.subarray(0, half);
  const second = values.subarray(half);
  const talliesOf = (stream: Float64Array) =>
    checksOf(stream.length, terms).map(({ from, to }) => tallyOf(stream.subarray(from, to)));
  return [
    { baseline: baselineOf(first), checks: talliesOf(second) },
    { baseline: baselineOf(second), checks: talliesOf(first) },
  ];
}

/** The exact limit for indicators, the empirical one for anything else. */
function baselineOf(values: Float64Array): Baseline {
  const { ones, others } = tallyOf(values);
  return others.length === 0 ? shareBaseline(ones, values.length) : meanBaseline(values);
}

interface Trial {
  readonly fraction: number;
  readonly extra: number;
  readonly limit: number;
}

function passesAt({ baseline, checks }: Replay, { fraction, extra, limit }: Trial): boolean {
  const bound = meanBound(baseline, extra);
  return staysAtMost(limit, checks, (tally) => meanGain(tally, fraction, bound));
}
