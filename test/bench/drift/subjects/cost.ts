// B6: what evidence costs: a check of a watch's columns, and arming it on a reference.

import { cellBet } from '../../../../core/evidence/bets/cell-bet.ts';
import { meanBet } from '../../../../core/evidence/bets/mean-bet.ts';
import { calibrateCells } from '../../../../core/evidence/bets/replay-cells.ts';
import { calibrateMean } from '../../../../core/evidence/bets/replay-mean.ts';
import { cellNumbers } from '../../../../core/stats/cell-numbers.ts';
import { buildCells, countCells } from '../../../../core/stats/cells.ts';
import { featureEffect } from '../../../../core/stats/feature-effect.ts';
import { makeColumns } from '../../data.ts';
import { type Row, rowOf } from '../../figures.ts';
import { randomNumbers } from '../../random.ts';
import type { Subject } from '../../subject.ts';
import { timed } from '../../timing.ts';

const features = 30;
const referenceRows = 20_000;
const checkRows = 100;
const terms = { rowsPerCheck: 10, level: Math.log(5_040) };
const baselineError = 0.1;

export const cost: Subject = {
  name: 'cost',
  about: 'a check of 100 rows x 30 columns, arming on 20,000 x 30',
  cases: ({ quick }) => [{ name: `${features} columns`, run: () => measure(quick ? 5 : 15) }],
};

async function measure(rounds: number): Promise<Row[]> {
  const reference = makeColumns(features, referenceRows, { seed: 1, drift: 0 });
  const errors = errorsOf(referenceRows);
  const arming: number[] = [];
  let armed = arm(reference, errors);
  for (let round = 0; round < rounds; round++)
    arming.push(
      (await timed(() => {
        armed = arm(reference, errors);
      })) / 1_000,
    );
  const checks: number[] = [];
  for (let round = 0; round < 20 * rounds; round++) {
    const current = makeColumns(features, checkRows, { seed: round + 2, drift: 0 });
    const now = errorsOf(checkRows);
    checks.push(await timed(() => check(armed, current, now)));
  }
  const facts = {
    subject: 'cost',
    note: 'the engines and the effects, without reading rows and writing state',
  };
  const [first = 0, ...warm] = checks;
  return [
    rowOf(
      {
        ...facts,
        what: `a check of ${checkRows} rows x ${features}`,
        unit: 'ms',
        cold: first,
        targets: { value: 20 },
      },
      warm,
    ),
    rowOf({ ...facts, what: 'arming on 20,000 rows x 30', unit: 's', targets: { value: 3 } }, arming),
  ];
}

function errorsOf(rows: number): Float64Array {
  const random = randomNumbers(rows);
  return Float64Array.from({ length: rows }, () => Number(random.uniform() < baselineError));
}

type Armed = ReturnType<typeof arm>;

function arm(reference: readonly Float64Array[], errors: Float64Array) {
  const columns = reference.map((values) => {
    const column = { kind: 'numeric', values } as const;
    const cells = buildCells(column);
    const counts = countCells(cells, column);
    const bet = cellBet(calibrateCells(column, { ...terms, counts, features }).plan);
    const state = new Float64Array(bet.size);
    bet.begin(state);
    return { cells, counts, bet, state };
  });
  const bet = meanBet(calibrateMean(errors, terms).bounds);
  const state = new Float64Array(bet.size);
  bet.begin(state);
  return { columns, errors: { bet, state } };
}

/** Ten rows to a bet's start, as a watch would be checked; then the effect of each column. */
function check({ columns, errors }: Armed, current: readonly Float64Array[], misses: Float64Array): number {
  const moment = { starts: true, at: { row: 0, time: 0 } };
  errors.bet.take(errors.state, misses, moment);
  let evidence = errors.bet.evidence(errors.state);
  columns.forEach(({ cells, counts, bet, state }, at) => {
    const column = { kind: 'numeric', values: current[at] as Float64Array } as const;
    bet.take(state, cellNumbers(cells, column), moment);
    evidence = Math.max(evidence, bet.evidence(state), featureEffect(counts, countCells(cells, column)).n);
  });
  return evidence;
}
