// Replay calibration of the cell engine: the tolerance under which a column's own history is no alarm. Pure.
import { cellNumbers } from '../../stats/cell-numbers.ts';
import { buildCells, countCells, quantileBins } from '../../stats/cells.ts';
import type { StatsColumn } from '../../stats/column.ts';
import { jeffreysShares } from '../../stats/counts.ts';
import { kappaFloor, leastKappa } from './bounds.ts';
import type { CellPlan } from './cell-bet.ts';
import { predictive } from './predictive.ts';
import { checkSizes, type ReplayTerms, raised, smallestPassing, staysAtMost } from './replay.ts';

/** Rows an expert remembers: the shortest finds large shifts soonest, the longest small ones at all. */
const memories = [100, 400, 1600, 6400];
/** A half must hold this many memories: an expert that never matures in the replay learns nothing from it. */
const memoriesPerHalf = 4;
const largestKappa = 10;
/** The part of the alarm's level that a replay may reach. */
const replayedShare = 0.5;
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
 * the tolerance is the smallest under which neither replay passes half the alarm's level. Rows that depend on one another
 * and seasons that come round look like drift to a bet that takes rows as independent: this is where it learns how
 * much of that is normal here. Empirical, not a theorem: designed for data like the reference. Cost O(rows x memories).
 */
export function calibrateCells(column: StatsColumn, terms: ColumnTerms): CalibratedCells {
  const n = rowsOf(column);
  const shares = jeffreysShares(terms.counts);
  const floor = n === 0 ? leastKappa : kappaFloor({ cells: shares.length, n, features: terms.features });
  const half = Math.floor(n / 2);
  const mature = memories.filter((memory) => half >= memoriesPerHalf * memory);
  const used = mature.length > 0 ? mature : memories.slice(0, 1);
  const streams = streamsOf(column, terms.counts);
  const replayed = used.map((memory) => replayedKappa(streams, memory, terms));
  return {
    plan: { shares, memories: used, kappas: replayed.map((kappa) => Math.max(floor, kappa ?? largestKappa)) },
    learning: n < leastRows || mature.length === 0 || replayed.includes(null),
  };
}

interface Stream {
  readonly shares: Float64Array;
  readonly numbers: Int32Array;
}

/** Each half as a stream against the other half. */
function streamsOf(column: StatsColumn, counts: Uint32Array): Stream[] {
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
    return [{ shares: jeffreysShares(countCells(own, reference)), numbers: cellNumbers(own, stream) }];
  });
}

interface Replay {
  /** Per check, at zero tolerance. */
  readonly gains: Float64Array;
  readonly sizes: Float64Array;
}

function replayedKappa(streams: readonly Stream[], memory: number, terms: ReplayTerms): number | null {
  const replays = streams.map((stream) => replay(stream, memory, terms));
  const limit = replayedShare * terms.level;
  const passes = (kappa: number) =>
    replays.every(({ gains, sizes }) =>
      staysAtMost(
        limit,
        gains.length,
        (check) => (gains[check] as number) - (sizes[check] as number) * kappa,
      ),
    );
  const kappa = smallestPassing(passes, { low: leastKappa, high: largestKappa });
  return kappa === null ? null : raised(kappa, leastKappa);
}

function replay({ shares, numbers }: Stream, memory: number, { rowsPerCheck }: ReplayTerms): Replay {
  const forecast = predictive(shares, memory);
  const counts = new Float64Array(shares.length);
  forecast.begin(counts);
  const sizes = checkSizes(numbers.length, rowsPerCheck);
  const gains = sizes.map((size, check) =>
    forecast.gain(counts, numbers.subarray(check * rowsPerCheck, check * rowsPerCheck + size)),
  );
  return { gains, sizes };
}

const rowsOf = (column: StatsColumn) =>
  column.kind === 'numeric' ? column.values.length : column.codes.length;

function partOf(column: StatsColumn, from: number, to: number): StatsColumn {
  return column.kind === 'numeric'
    ? { kind: 'numeric', values: column.values.subarray(from, to) }
    : { ...column, codes: column.codes.subarray(from, to) };
}
