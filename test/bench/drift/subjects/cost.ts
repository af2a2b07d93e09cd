// B6: what it costs the product to check a hundred rows of thirty columns, and to arm a watch on twenty thousand.
import { logistic } from '../../../../core/estimators/logistic.ts';
import { arm } from '../../../../core/evidence/arm.ts';
import { type CheckInput, checkSlices } from '../../../../core/evidence/check.ts';
import type { Terms } from '../../../../core/evidence/ground.ts';
import { shortHashes } from '../../../../core/evidence/labels.ts';
import { profileOf } from '../../../../core/evidence/profile.ts';
import { prospectOf } from '../../../../core/evidence/prospect.ts';
import { type Frame, schemaOf, sliceRows } from '../../../../core/frame/frame.ts';
import { outOfFold } from '../../../../core/retraining/assess.ts';
import { makeTraining } from '../../data.ts';
import { type Row, rowOf } from '../../figures.ts';
import type { Subject } from '../../subject.ts';

const features = 30;
const referenceRows = 20_000;
const windowRows = 500;
const checkRows = 100;
const cadenceMinutes = 2;
const terms: Terms = {
  ...{ key: 'v1', falseAlarmsPerWeek: 1, checksPerWeek: 5_040, cadenceMinutes, cycle: null },
};
const settings: CheckInput['settings'] = {
  ...{ watch: 'bench', version: 1, mode: 'full', window: windowRows, threshold: 0.25, cadenceMinutes },
  ...{ labelMaturity: 0, baseline: null, calibration: null },
};

export const cost: Subject = {
  name: 'cost',
  about: 'a check of 100 rows x 30 columns, arming on 20,000 x 30',
  cases: ({ quick }) => [{ name: `${features} columns`, run: async () => measure(quick ? 3 : 9) }],
};

/** Milliseconds of every thread of this process: company on the machine costs time by the clock, and none of these. */
function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function measure(rounds: number): Row[] {
  const all = labelledFrame(referenceRows + windowRows + checkRows * 20 * rounds);
  const reference = sliceRows(all, 0, referenceRows);
  const options = { inverseL2: 1 };
  const train = { estimator: logistic.name, train: reference, schema: schemaOf(reference), options };
  const model = logistic.fit(reference, train.schema, options);
  const { quality: baseline, majorityShare } = outOfFold(train);
  const make = () => {
    const profile = profileOf(reference, model);
    const champion = { model, profile, baseline, calibration: null };
    const plan = arm(reference, champion, terms);
    return { profile, plan, prospect: prospectOf(reference, champion, { plan, terms }) };
  };
  let made = make();
  const arming: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const took = processorTime(() => {
      made = make();
    });
    arming.push(took / 1_000);
  }
  const known = baseline === null ? null : { ...baseline, majorityShare };
  const checks: number[] = [];
  let evidence: CheckInput['evidence'] = null;
  for (let first = referenceRows + windowRows; first < all.rows; first += checkRows) {
    const context = sliceRows(all, first - windowRows, first);
    const fresh = sliceRows(all, first, first + checkRows);
    const input: CheckInput = {
      ...{ settings: { ...settings, baseline: known }, model, ...made, evidence, context, fresh },
      ...{ labelledContext: context, contextIds: shortHashes(context.ids), freshIds: shortHashes(fresh.ids) },
      ...{ ends: [checkRows], shadow: null, firstNumber: 1, at: first * cadenceMinutes * 60_000 },
    };
    const took = processorTime(() => {
      evidence = checkSlices(input).at(-1)?.evidence ?? null;
    });
    checks.push(took);
  }
  const [cold = 0, ...warm] = checks;
  const facts = { subject: 'cost', note: 'without reading rows and writing state' };
  const what = `a check of ${checkRows} rows x ${features}`;
  return [
    rowOf({ ...facts, what, unit: 'ms cpu', cold, targets: { value: 20 } }, warm),
    rowOf({ ...facts, what: 'arming on 20,000 rows x 30', unit: 's cpu', targets: { value: 3 } }, arming),
  ];
}

function labelledFrame(rows: number): Frame {
  const { values, targets } = makeTraining({ rows, features, classes: 2, raw: false }, 1);
  return {
    rows,
    columns: Array.from({ length: features }, (_, at) => ({
      kind: 'numeric',
      name: `f${at}`,
      values: Float64Array.from({ length: rows }, (__, row) => values[row * features + at] as number),
    })),
    ids: Array.from({ length: rows }, (_, row) => String(row)),
    times: new Float64Array(rows).fill(Number.NaN),
    label: { kind: 'categorical', name: 'label', codes: targets, categories: ['0', '1'] },
  };
}
