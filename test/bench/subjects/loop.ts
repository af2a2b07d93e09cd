// The event loop while the worker pool is at its heaviest: how late timers of the main thread fire.
import { setTimeout as pause } from 'node:timers/promises';
import { workerPool } from '../../../core/compute/pool.ts';
import { tasks } from '../../../core/compute/tasks.ts';
import { logistic } from '../../../core/estimators/logistic.ts';
import { arm } from '../../../core/evidence/arm.ts';
import { shortHashes } from '../../../core/evidence/labels.ts';
import { profileOf } from '../../../core/evidence/profile.ts';
import { doubles } from '../../../core/frame/arrays.ts';
import { type Frame, lastRows, schemaOf, sliceRows } from '../../../core/frame/frame.ts';
import type { Compute } from '../../../core/ports.ts';
import { makeTraining } from '../data.ts';
import { type Row, rowOf } from '../figures.ts';
import { worstLateness } from '../lateness.ts';
import type { Bench, Subject } from '../subject.ts';

const options = { inverseL2: 1 };

export const loop: Subject = {
  name: 'loop',
  about: 'worst lateness of a timer on the main thread during a check and a training in the pool',
  cases: () => [
    { name: 'check of 1,000,000 x 20', run: (bench) => measure(bench, 'check of 1,000,000 x 20', checking) },
    {
      name: 'training of 100,000 x 50',
      run: (bench) => measure(bench, 'training of 100,000 x 50', training),
    },
  ],
};

type Work = () => Promise<unknown>;

async function measure({ quick }: Bench, what: string, prepare: (pool: Compute) => Work): Promise<Row[]> {
  const pool = workerPool(1);
  try {
    const work = prepare(pool);
    // A worker that starts reads its code, and that is part of the first time only.
    const cold = await worstLateness(work);
    const found: { busy: number[]; idle: number[]; took: number[] } = { busy: [], idle: [], took: [] };
    for (let round = 0; round < (quick ? 3 : 7); round++) {
      const begun = performance.now();
      found.busy.push(await worstLateness(work));
      const took = performance.now() - begun;
      found.took.push(took);
      found.idle.push(await worstLateness(() => pause(took)));
    }
    const facts = {
      subject: 'loop',
      what: `timer lateness: ${what}`,
      unit: 'ms',
      cold,
      targets: { value: 25 },
    };
    const row = rowOf(facts, found.busy, { name: 'the same machine with an idle pool', theirs: found.idle });
    return [row, rowOf({ subject: 'loop', what: `wall time: ${what}`, unit: 'ms' }, found.took)];
  } finally {
    await pool.stop();
  }
}

function frameOf(rows: number, features: number, seed: number): Frame {
  const { values, targets } = makeTraining({ rows, features, classes: 2, raw: false }, seed);
  return {
    rows,
    columns: Array.from({ length: features }, (_, at) => ({
      kind: 'numeric' as const,
      name: `f${at}`,
      values: columnOf(values, at, { rows, features }),
    })),
    ids: Array.from({ length: rows }, (_, row) => `row-${row}`),
    times: Float64Array.from({ length: rows }, (_, row) => row * 1000),
    label: { kind: 'categorical', name: 'label', codes: targets, categories: ['0', '1'] },
  };
}

/** In shared memory, as the product's own frames are. */
function columnOf(values: Float64Array, at: number, size: { rows: number; features: number }): Float64Array {
  const column = doubles(size.rows);
  for (let row = 0; row < size.rows; row++) column[row] = values[row * size.features + at] as number;
  return column;
}

function checking(pool: Compute): Work {
  const reference = frameOf(1_000_000, 20, 7);
  const fresh = frameOf(1_000_000, 20, 8);
  const model = logistic.fit(lastRows(reference, 2_000), schemaOf(reference), options);
  const none = sliceRows(fresh, 0, 0);
  const profile = profileOf(reference, model);
  const baseline = { accuracy: 0.7, rows: reference.rows, logLoss: null, auc: null };
  const terms = { key: 'v1', falseAlarmsPerWeek: 1, checksPerWeek: 5040, cadenceMinutes: 2, cycle: null };
  const input = {
    settings: {
      watch: 'bench',
      version: 1,
      mode: 'full' as const,
      window: fresh.rows,
      threshold: 0.25,
      cadenceMinutes: 2,
      labelMaturity: 0,
      baseline: { ...baseline, majorityShare: 0.5 },
      calibration: null,
    },
    model,
    profile,
    plan: arm(reference, { model, profile, baseline, calibration: null }, terms),
    evidence: null,
    contextIds: new Uint16Array(0),
    freshIds: shortHashes(fresh.ids),
    context: none,
    labelledContext: none,
    shadow: null,
    fresh,
    ends: [fresh.rows],
    firstNumber: 1,
    at: 0,
  };
  return () => pool.run(tasks.check, input);
}

function training(pool: Compute): Work {
  const train = frameOf(100_000, 50, 9);
  return () => pool.run(tasks.fit, { estimator: 'logistic', train, schema: schemaOf(train), options });
}
