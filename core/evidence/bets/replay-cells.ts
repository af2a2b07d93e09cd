// Replay calibration of the cell engine: the tolerance under which a column's own history is no alarm. Pure.
import { cellNumbers } from '../../stats/cell-numbers.ts';
import { buildCells, countCells, quantileBins } from '../../stats/cells.ts';
import type { StatsColumn } from '../../stats/column.ts';
import { jeffreysShares } from '../../stats/counts.ts';
import { kappaFloor } from './bounds.ts';
import type { CellPlan } from './cell-bet.ts';
import { predictive } from './predictive.ts';
import { checksOf, type ReplayTerms, raised, replayLimit, smallestPassing, staysAtMost } from './replay.ts';

/** Rows an expert remembers: the shortest finds large shifts soonest, the longest small ones at all. */
const memories = [100, 400, 1600, 6400];
/** A half must hold this many memories: an expert that never matures in the replay learns nothing from it. */
const memoriesPerHalf = 4;
/** More nats a row than any drift has: the ceiling. */
const mostExtra = 10;
/** A longer memory tolerates at least this much of what the next shorter one does; see `calibrateCells`. */
const tie = 0.5;
/** Fewer rows than this calibrate nothing. */
const leastRows = 500;

export interface CalibratedCells {
  readonly plan: CellPlan;
  /** The history is too short or too restless to promise anything: the column may be suspected, not alarmed on. */
  readonly learning: boolean;
}

export interface ColumnTerms extends ReplayTerms {
  /** Rows of the whole reference in each of the column's cells. */
  readonly counts: Uint32Array;
  /** Features of the watch: they share the risk of an unlucky reference. */
  readonly features: number;
}

/**
 * The plan of a column from its reference rows in time order. Each half bets against the other half's cells; per memory,
 * kappa is the ordinary tolerance plus what the replays needed beyond theirs to stay below the limit. Rows that depend on
 * one another and seasons that come round look like drift to a bet that takes rows as independent: this is where it
 * learns how much of that is normal here. Empirical, not a theorem: designed for data like the reference.
 *
 * The longer the memory, the fewer times it renews itself in a half, and the more its replay says about luck: so each
 * kappa is at least half of the shorter memory's. Under AR(0.9) this alone takes false alarms from 0.6 to 0.15 a week.
 * Cost: O(rows x memories), and the recursion over checks once per halving of the bisection.
 */
export function calibrateCells(column: StatsColumn, terms: ColumnTerms): CalibratedCells {
  const n = rowsOf(column);
  const shares = jeffreysShares(terms.counts);
  const half = Math.floor(n / 2);
  const mature = memories.filter((memory) => half >= memoriesPerHalf * memory);
  const used = mature.length > 0 ? mature : memories.slice(0, 1);
  const streams = streamsOf(column, terms);
  const extras = used.map((memory) => replayedExtra(streams, memory, terms));
  const floor = kappaFloor({ cells: shares.length, n, features: terms.features });
  return {
    plan: { shares, memories: used, kappas: tied(extras.map((extra) => floor + (extra ?? mostExtra))) },
    learning: n < leastRows || mature.length === 0 || extras.includes(null),
  };
}

function tied(kappas: readonly number[]): number[] {
  const result: number[] = [];
  for (const kappa of kappas) result.push(Math.max(kappa, tie * (result.at(-1) ?? 0)));
  return result;
}

interface Stream {
  /** Tolerance against the sampling error of the half that is bet against. */
  readonly floor: number;
  readonly shares: Float64Array;
  readonly numbers: Int32Array;
}

/** Each half as a stream against the other half. */
function streamsOf(column: StatsColumn, { counts, features }: ColumnTerms): Stream[] {
  const half = Math.floor(rowsOf(column) / 2);
  const first = partOf(column, 0, half);
  const second = partOf(column, half, rowsOf(column));
  // A half keeps the full reference's number of bins, which its own size might have lowered.
  const bins = quantileBins(rowsOf(column) - (counts.at(-1) ?? 0));
  return [
    [first, second],
    [second, first],
  ].flatMap(([reference, stream]) => {
    if (reference === undefined || stream === undefined) return [];
    const own = buildCells(reference, bins);
    const shares = jeffreysShares(countCells(own, reference));
    const floor = kappaFloor({ cells: shares.length, n: rowsOf(reference), features });
    return [{ floor, shares, numbers: cellNumbers(own, stream) }];
  });
}

/** Gains of a check at the ordinary tolerance, and its rows. */
interface Played {
  readonly gain: number;
  readonly rows: number;
}

/**
 * A short history has seen less of what it can do, so it may show less. Chance makes evidence grow with the logarithm of
 * the checks; two nats below it is where three days of checks meet the limit of all replays. For 2000 rows this takes the
 * false alarms under AR(0.5) and AR(0.9) from 11 and 33 a week to 2 and 11, still too many to promise anything.
 */
const cellsLimit = (terms: ReplayTerms, checks: number) =>
  Math.min(replayLimit(terms), Math.max(1, Math.log(checks) - 2));

function replayedExtra(streams: readonly Stream[], memory: number, terms: ReplayTerms): number | null {
  const replays = streams.map((stream) => replay(stream, memory, terms));
  const limit = cellsLimit(terms, replays.flat().length);
  const passes = (extra: number) =>
    replays.every((checks) => staysAtMost(limit, checks, ({ gain, rows }) => gain - rows * extra));
  const needed = smallestPassing(passes, mostExtra);
  return needed === null ? null : raised(needed);
}

function replay({ floor, shares, numbers }: Stream, memory: number, terms: ReplayTerms): Played[] {
  const forecast = predictive(shares, memory);
  const counts = new Float64Array(shares.length);
  forecast.begin(counts);
  return checksOf(numbers.length, terms).map(({ from, to }) => {
    const rows = to - from;
    return { rows, gain: forecast.gain(counts, numbers.subarray(from, to)) - rows * floor };
  });
}

const rowsOf = (column: StatsColumn) =>
  column.kind === 'numeric' ? column.values.length : column.codes.length;

function partOf(column: StatsColumn, from: number, to: number): StatsColumn {
  return column.kind === 'numeric'
    ? { kind: 'numeric', values: column.values.subarray(from, to) }
    : { ...column, codes: column.codes.subarray(from, to) };
}
