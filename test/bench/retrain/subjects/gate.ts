// B5: the gate without drift. What it promotes all the same, whether any of that is worse, and how soon probation knows.

import type { FitOptions } from '../../../../core/estimators/estimator.ts';
import { logistic } from '../../../../core/estimators/logistic.ts';
import { pairedLogE } from '../../../../core/evaluation/paired-e-process.ts';
import { type Frame, schemaOf, selectRows, sliceRows } from '../../../../core/frame/frame.ts';
import type { Trigger } from '../../../../core/model.ts';
import { rollbackAt } from '../../drift/probation.ts';
import { type Served, serve } from '../../drift/served.ts';
import { generate } from '../../drift/streams.ts';
import { winner } from '../../drift/tournament.ts';
import { median, type Row, rowOf } from '../../figures.ts';
import { type RandomNumbers, randomNumbers } from '../../random.ts';
import type { Subject } from '../../subject.ts';

/** Rows the champion learnt from, of so many that are known by now. */
const championRows = 1_000;
const knownRows = 3_000;
const poolRows = 10_000;
const testRows = 20_000;
/** Half a point of accuracy: less does not make a model worse. */
const worseBy = 0.005;
const poisonedRows = 600;
const flipped = 0.3;
/** Shares of all rows where one of two models alone is right. */
const onlyOld = 0.1;
const onlyNew = 0.05;
const mostDiscordant = 500;

interface Occasion {
  readonly what: string;
  readonly trigger: Trigger;
  readonly sinceChange: number | null;
  readonly poison: boolean;
  /** Share of the resamples, at most. */
  readonly target: 'worse' | 'promoted';
}

const plain = { trigger: 'drift', sinceChange: 300, poison: false, target: 'worse' } as const;
const occasions: readonly Occasion[] = [
  { ...plain, what: 'after a false alarm' },
  { ...plain, what: 'on schedule', trigger: 'schedule', sinceChange: null },
  { ...plain, what: '30 % flipped labels', sinceChange: poisonedRows, poison: true, target: 'promoted' },
];

export const gate: Subject = {
  name: 'gate',
  about: 'promotions on resamples without drift, of what a poisoned batch taught; rows to rollback',
  cases: ({ quick, full }) => {
    const resamples = full ? 1_000 : quick ? 50 : 200;
    const gated = occasions.map((occasion) => ({
      name: occasion.what,
      run: async () => rowsFor(occasion, resamples),
    }));
    return [...gated, { name: 'rollback', run: async () => [rollback(resamples)] }];
  },
};

function rowsFor(occasion: Occasion, resamples: number): Row[] {
  const pool = steady(poolRows, 1);
  const test = steady(testRows, 2);
  let promoted = 0;
  let worse = 0;
  for (let seed = 1; seed <= resamples; seed++) {
    const known = resample(pool, randomNumbers(seed), occasion.poison);
    const champion = servedBy(sliceRows(known, 0, championRows));
    const won = winner(champion, { known, ...occasion });
    if (won === null) continue;
    promoted += 1;
    if (accuracyOn(test, servedBy(won.rows, won.options)) < accuracyOn(test, champion) - worseBy) worse += 1;
  }
  const facts = { subject: 'gate', unit: 'share', note: `${resamples} resamples of 3,000 of 10,000 rows` };
  const shares = { promoted: promoted / resamples, worse: worse / resamples };
  return [
    rowOf(
      {
        ...facts,
        what: `${occasion.what}: ${occasion.target === 'worse' ? 'a worse model promoted' : 'promoted'}`,
        also: shares,
        targets: { value: occasion.target === 'worse' ? 0.05 : 0 },
      },
      [shares[occasion.target]],
    ),
  ];
}

/** Rows where one of the models alone is right until a promoted model that is five points worse is rolled back. */
function rollback(runs: number): Row {
  const rows = Array.from({ length: runs }, (_, seed) => discordantRows(randomNumbers(seed + 1)));
  return rowOf(
    { subject: 'gate', what: 'rollback of a model 5 points worse', unit: 'rows', targets: { value: 150 } },
    [median(rows)],
  );
}

function discordantRows(random: RandomNumbers): number {
  let wins = 0;
  for (let row = 1; row <= mostDiscordant; row++) {
    wins += Number(random.uniform() < onlyOld / (onlyOld + onlyNew));
    if (pairedLogE(wins, row - wins) >= rollbackAt) return row;
  }
  return mostDiscordant;
}

/** Rows of one concept only: SEA's first, which a linear model learns but not from any hundred rows. */
function steady(rows: number, seed: number): Frame {
  return sliceRows(generate('SEA', 2 * rows, seed).rows, 0, rows);
}

function servedBy(rows: Frame, options?: FitOptions): Served {
  return serve({
    train: rows,
    schema: schemaOf(rows),
    until: rows.rows,
    ...(options === undefined ? {} : { options }),
  });
}

function accuracyOn(rows: Frame, { model }: Served): number {
  const { predicted } = logistic.score(model, rows);
  return predicted.reduce((sum, code, row) => sum + Number(code === rows.label.codes[row]), 0) / rows.rows;
}

/** Without replacement, or a holdout would hold rows that were trained on. */
function resample(pool: Frame, random: RandomNumbers, poison: boolean): Frame {
  const order = Array.from({ length: pool.rows }, (_, row) => ({ row, key: random.uniform() }));
  const drawn = order.sort((a, b) => a.key - b.key).slice(0, knownRows);
  const rows = selectRows(
    pool,
    Uint32Array.from(drawn, ({ row }) => row),
  );
  if (!poison) return rows;
  const codes = rows.label.codes.map((code, row) =>
    row >= knownRows - poisonedRows && random.uniform() < flipped ? 1 - code : code,
  );
  return { ...rows, label: { ...rows.label, codes } };
}
