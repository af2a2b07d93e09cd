// A simulated watch of ten features: calibrated on a fresh reference, then fed ten rows a check. Pure.
import type { Bet } from '../../../core/evidence/bets/bet.ts';
import { cellBet } from '../../../core/evidence/bets/cell-bet.ts';
import { calibrateCells } from '../../../core/evidence/bets/replay-cells.ts';
import { cellNumbers } from '../../../core/stats/cell-numbers.ts';
import { buildCells, type Cells, countCells } from '../../../core/stats/cells.ts';
import type { NumericColumn } from '../../../core/stats/column.ts';
import { logWeightedSum } from '../../../core/stats/log-sums.ts';
import { randomNumbers } from '../random.ts';
import { type Feature, rowsPerDay, type World, worlds } from './worlds.ts';

export const rowsPerCheck = 10;
/** One check every two minutes; the budget is one false alarm a week. */
export const checksPerWeek = 5040;
/** Evidence at which a watch alarms, in nats: log A. */
export const level = Math.log(checksPerWeek);
export const featureCount = 10;
const referenceRows = 3 * rowsPerDay;

export interface Watched {
  /** The watch's evidence after one more check; `shift` is added to the first feature. */
  check(shift: number): number;
  /** The feature whose evidence is largest. */
  blamed(): number;
  /** As after an alarm: no evidence, nothing learnt. */
  reset(): void;
}

interface Signal {
  readonly feature: Feature;
  readonly cells: Cells;
  readonly bet: Bet<Int32Array>;
  readonly state: Float64Array;
}

function valuesOf(feature: Feature, { rows, shift }: { rows: number; shift: number }): NumericColumn {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) values[row] = feature() + shift;
  return { kind: 'numeric', values };
}

function signalOf(feature: Feature): Signal {
  const reference = valuesOf(feature, { rows: referenceRows, shift: 0 });
  const cells = buildCells(reference);
  const counts = countCells(cells, reference);
  const { plan } = calibrateCells(reference, { rowsPerCheck, level, counts, features: featureCount });
  const bet = cellBet(plan);
  return { feature, cells, bet, state: new Float64Array(bet.size) };
}

/** Ten features of one world with a tenth of the budget each, behind a fresh reference of three days. */
export function watchedFeatures(world: World, seed: number): Watched {
  const random = randomNumbers(seed);
  const signals = Array.from({ length: featureCount }, () => signalOf(worlds[world](random)));
  const weights = signals.map(() => 1 / featureCount);
  const logs = new Float64Array(featureCount);
  const check = { starts: true, at: { row: 0, time: 0 } };
  const reset = () => {
    for (const { bet, state } of signals) bet.begin(state);
  };
  reset();
  return {
    check(shift) {
      signals.forEach(({ feature, cells, bet, state }, at) => {
        const rows = valuesOf(feature, { rows: rowsPerCheck, shift: at === 0 ? shift : 0 });
        bet.take(state, cellNumbers(cells, rows), check);
        logs[at] = bet.evidence(state);
      });
      return logWeightedSum(logs, weights);
    },
    blamed: () => logs.indexOf(Math.max(...logs)),
    reset,
  };
}
