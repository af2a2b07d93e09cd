// Arming: from a champion's reference to the plan its evidence is gathered by. Pure; runs in a worker, once per champion.
import type { Learning } from '../drift.ts';
import { estimatorOf } from '../estimators/index.ts';
import { expectedMisses } from '../evaluation/cbpe.ts';
import { type Column, type Frame, recode } from '../frame/frame.ts';
import { type Cells, countCells } from '../stats/cells.ts';
import { shareBaseline } from './bets/bounds.ts';
import { calibrateCells } from './bets/replay-cells.ts';
import { calibrateMean } from './bets/replay-mean.ts';
import { signalWeights, type WeighedSignal } from './bets/weights.ts';
import { classColumn } from './class-column.ts';
import {
  type Champion,
  type Draft,
  type Ground,
  meanSignal,
  restless,
  type Terms,
  termsOf,
} from './ground.ts';
import { judgedRows } from './labels.ts';
import { paceOf } from './pace.ts';
import type { CellSignal, Plan, Signal } from './plan.ts';
import { type ColumnProfile, predictionColumn } from './profile.ts';
import { knownCategories, qualitySignals, rangeOf } from './quality.ts';

/** Rows of the reference an accuracy must have been measured on: fewer make a bound that cries wolf. */
const leastMeasured = 100;
/** Seasons a reference has to hold before what returns with them is known. */
export const cyclesKnown = 2;

/** Signals, tolerances and weights for a champion with this reference (rows in time order). */
export function arm(reference: Frame, champion: Champion, terms: Terms): Plan {
  const level = Math.log(terms.checksPerWeek / terms.falseAlarmsPerWeek);
  const pace = paceOf(reference, terms.cadenceMinutes);
  const short = terms.cycle !== null && pace.span !== null && pace.span < cyclesKnown * terms.cycle;
  const { model } = champion;
  const scores = estimatorOf(model).score(model, reference);
  const ground = { reference, scores, champion, pace, level, short };
  const ranges = champion.profile.features.map(rangeOf);
  const categories = reference.columns.map(knownCategories);
  const drafts = [
    ...featureSignals(ground),
    ...answerSignals(ground),
    ...labelSignals(ground),
    ...qualitySignals(ground, ranges, categories),
  ];
  return {
    key: terms.key,
    bar: level,
    signals: weighed(drafts, champion),
    ranges,
    categories,
    calibrator: champion.calibration?.calibrator ?? null,
  };
}

function weighed(drafts: readonly Draft[], { model, profile }: Champion): Signal[] {
  const importance = estimatorOf(model).importance(model);
  const known = importance.some((one) => one > 0);
  const places = new Map(profile.features.map(({ name }, at) => [name, at]));
  const asWeighed = ({ kind, of }: Draft): WeighedSignal => {
    if (kind === 'feature')
      return { kind, importance: known ? (importance[places.get(of ?? '') ?? -1] ?? null) : null };
    return { kind: groups[kind] };
  };
  const all = signalWeights(drafts.map(asWeighed));
  const armed = drafts.filter(({ learning }) => learning === null);
  const among = new Map(signalWeights(armed.map(asWeighed)).map((weight, at) => [armed[at], weight]));
  return drafts.map((draft, at) => ({ ...draft, weight: among.get(draft) ?? 0, weightInAll: all[at] ?? 0 }));
}

const groups = {
  score: 'prediction',
  prediction: 'prediction',
  label: 'prediction',
  error: 'errors',
  estimate: 'estimate',
  missing: 'quality',
  range: 'quality',
  category: 'quality',
} as const;

function featureSignals(ground: Ground): Draft[] {
  const { reference, champion } = ground;
  return reference.columns.flatMap((column, at) => {
    const profile = champion.profile.features[at];
    return profile === undefined
      ? []
      : [cellSignal(ground, { kind: 'feature', of: column.name, column, profile })];
  });
}

/** The champion's own output: its score (of two classes) and the class it said. */
function answerSignals(ground: Ground): Draft[] {
  const { reference, champion, scores } = ground;
  const { model, profile } = champion;
  const prediction = predictionColumn(model, reference, scores);
  const said = classColumn(scores.predicted, model.schema.classes);
  const cells: Cells = { kind: 'categories', categories: said.categories };
  const classes = { cells, counts: countCells(cells, said) };
  const drafts: Draft[] = [
    cellSignal(ground, { kind: 'prediction', of: null, column: said, profile: classes }),
  ];
  if (prediction.kind === 'numeric')
    drafts.push(
      cellSignal(ground, { kind: 'score', of: null, column: prediction, profile: profile.prediction }),
    );
  if (champion.calibration !== null) {
    const { calibrator, doubt } = champion.calibration;
    const answered = { ...scores, classes: model.schema.classes.length };
    const values = expectedMisses(calibrator, answered).filter((value) => !Number.isNaN(value));
    if (values.length > 0) {
      const made = calibrateMean(values, termsOf(ground));
      // Rows the champion was fitted to flatter it: what it thinks of others was measured out of fold.
      const { mean, upper } = made.baseline;
      const baseline = { mean: doubt, upper: Math.min(1, doubt + upper - mean) };
      drafts.push(meanSignal(ground, { kind: 'estimate', of: null, falling: false }, { ...made, baseline }));
    }
  }
  return drafts;
}

function cellSignal(
  ground: Ground,
  one: Pick<CellSignal, 'kind' | 'of'> & {
    readonly column: Column;
    readonly profile: Pick<ColumnProfile, 'cells' | 'counts'>;
  },
): Draft {
  const { kind, of, column, profile } = one;
  const features = ground.champion.profile.features.length;
  const { plan, learning } = calibrateCells(column, { ...termsOf(ground), ...profile, features });
  return { kind, of, cells: plan, learning: ground.short ? 'short history' : restless(ground, learning) };
}

/** Errors, and the share of each class among the labels, on the labelled rows of the reference. */
function labelSignals(ground: Ground): Draft[] {
  const { champion, reference, scores } = ground;
  const { model, baseline } = champion;
  if (baseline === null) return [];
  const labels = recode(reference.label, model.schema.classes).codes;
  const { predicted } = scores;
  const rows = judgedRows(predicted, reference.label.codes);
  const misses = Float64Array.from(rows, (row) => (labels[row] === predicted[row] ? 0 : 1));
  const made = calibrateMean(misses, termsOf(ground));
  // The bound hangs on rows it was not fitted to; how restless its errors are shows on any rows.
  const own = shareBaseline(Math.round((1 - baseline.accuracy) * baseline.rows), baseline.rows);
  const errors = meanSignal(ground, { kind: 'error', of: null, falling: false }, { ...made, baseline: own });
  const learning: Learning | null =
    baseline.rows < leastMeasured ? 'few labels' : restless(ground, made.learning);
  return [
    { ...errors, learning },
    ...classSignals(
      ground,
      rows.map((row) => labels[row] ?? -1),
    ),
  ];
}

/** Two sides of each class; of two classes one says it for both. */
function classSignals(ground: Ground, labels: readonly number[]): Draft[] {
  const { classes } = ground.champion.model.schema;
  const told = classes.length === 2 ? classes.slice(1) : classes;
  return told.flatMap((name) =>
    [false, true].map((falling) => {
      const code = classes.indexOf(name);
      const values = Float64Array.from(labels, (label) => ((label === code) === falling ? 0 : 1));
      return meanSignal(ground, { kind: 'label', of: name, falling }, calibrateMean(values, termsOf(ground)));
    }),
  );
}
