// Rows to alarm after the error rate steps up, for every detector: what they are worth without a model behind them.
import { median, type Row, rowOf } from '../../figures.ts';
import { randomNumbers } from '../../random.ts';
import type { Subject } from '../../subject.ts';
import type { Detector } from '../detector.ts';
import { adwin } from '../detectors/adwin.ts';
import { ddm } from '../detectors/ddm.ts';
import { hddmA } from '../detectors/hddm-a.ts';
import { againstKnown, budgetRows, ours } from '../detectors/ours.ts';
import { pageHinkley } from '../detectors/page-hinkley.ts';

const steps = [
  [0.1, 0.15],
  [0.1, 0.2],
  [0.1, 0.3],
  [0.2, 0.3],
  [0.3, 0.5],
] as const;
const stableRows = 2_000;
const patience = 3_000;

/** The errors before the step are what each learns from, but for ours, which knows the rate or has an estimate of it. */
const detectors: Readonly<Record<string, (before: number) => Detector>> = {
  'ours, tolerance 0.02': (before) => againstKnown(before, 0.02),
  'ours, tolerance 0.05': (before) => againstKnown(before, 0.05),
  'ours, baseline of 1,000 rows': (before) => ours({ errors: Math.round(1_000 * before), rows: 1_000 }),
  ADWIN: () => adwin({ tells: 'rise' }),
  'ADWIN as in River 0.21': () => adwin({ tells: 'rise', scan: 'newest left out' }),
  DDM: () => ddm(),
  'HDDM-A': () => hddmA(),
  'Page-Hinkley': () => pageHinkley(),
};

export const stepsUp: Subject = {
  name: 'steps',
  about: 'rows to alarm after a step of the error rate, share missed within 3,000 rows, false alarms',
  cases: ({ quick, full }) => {
    const runs = full ? 1_000 : quick ? 40 : 200;
    return steps.map((step) => ({ name: step.join(' -> '), run: async () => rowsFor(step, runs) }));
  },
};

type Step = readonly [before: number, after: number];

function rowsFor(step: Step, runs: number): Row[] {
  return Object.entries(detectors).map(([name, make]) => {
    const found = Array.from({ length: runs }, (_, seed) => delayOf(make(step[0]), step, seed + 1));
    const delays = found.flatMap(({ delay }) => (delay === null ? [] : [delay]));
    const missed = 1 - delays.length / runs;
    const early = found.reduce((sum, each) => sum + each.early, 0) / runs;
    const facts = { subject: 'steps', what: `${step.join(' -> ')}: ${name}`, unit: 'rows' };
    // A median over the misses too: it counts them as the patience they cost.
    const own = [...delays, ...Array.from({ length: runs - delays.length }, () => patience)];
    const peer = name.startsWith('ours') ? boundOf(step) : null;
    return rowOf(
      { ...facts, also: { missed, 'false in the 2,000 rows before': early } },
      [median(own)],
      peer === null ? null : { name: 'log A / KL', theirs: [peer] },
    );
  });
}

/** To first order in the budget no detector finds the step in fewer rows, at worst, on average (Lorden 1971). */
function boundOf([before, after]: Step): number {
  const divergence = after * Math.log(after / before) + (1 - after) * Math.log((1 - after) / (1 - before));
  return Math.log(budgetRows) / divergence;
}

/** An alarm before the step is false, and each detector goes on as it does after any alarm. */
function delayOf(detector: Detector, [before, after]: Step, seed: number) {
  const random = randomNumbers(seed);
  let early = 0;
  for (let row = 0; row < stableRows; row++)
    early += Number(detector.update(Number(random.uniform() < before)));
  for (let row = 0; row < patience; row++)
    if (detector.update(Number(random.uniform() < after))) return { delay: row + 1, early };
  return { delay: null, early };
}
