// What one does about a stream: who watches the errors, and what happens to the model when they rise. Pure.
import type { FittedModel } from '../../../core/estimators/estimator.ts';
import { logistic } from '../../../core/estimators/logistic.ts';
import { type Frame, lastRows, type Schema } from '../../../core/frame/frame.ts';
import { outOfFold } from '../../../core/retraining/assess.ts';
import type { Detector } from './detector.ts';
import { adwin } from './detectors/adwin.ts';
import { ddm } from './detectors/ddm.ts';
import { everyK } from './detectors/every-k.ts';
import { hddmA } from './detectors/hddm-a.ts';
import { ours } from './detectors/ours.ts';
import { pageHinkley } from './detectors/page-hinkley.ts';
import { winningSpan } from './tournament.ts';

const fitOptions = { inverseL2: 1 };

/** What a model's errors are held against: never measured on rows the model was fitted to. */
export interface ErrorBaseline {
  readonly errors: number;
  readonly rows: number;
}

export interface Policy {
  readonly name: string;
  /** A new detector for a model that has just begun to serve; null: nobody watches. */
  readonly watch: ((baseline: () => ErrorBaseline) => Detector) | null;
  /** Retrains every so many rows, on the newest 2,000; null = never. */
  readonly every: number | null;
  /** Whether a retrained model has to win the tournament before it serves. */
  readonly gate: boolean;
}

const watching = (name: string, watch: Policy['watch']): Policy => ({
  name,
  watch,
  every: null,
  gate: false,
});

/** Ours first. All parameters are the defaults of their papers or of River. */
export const policies: readonly Policy[] = [
  watching('ours', (baseline) => ours(baseline())),
  { ...watching('ours + tournament', (baseline) => ours(baseline())), gate: true },
  watching('ADWIN', () => adwin({ tells: 'rise' })),
  watching('ADWIN as in River 0.21', () => adwin({ tells: 'rise', scan: 'newest left out' })),
  watching('DDM', () => ddm()),
  watching('HDDM-A', () => hddmA()),
  watching('Page-Hinkley', () => pageHinkley()),
  watching('alarm every 2,000 rows', () => everyK(2_000)),
  { ...watching('periodic 500', null), every: 500 },
  watching('do nothing', null),
];

/** Rows since an estimated change before one retrains on them, and again: the product's minimum, and drift that settled. */
export const firstLook = 200;
export const secondLook = 1_000;
const periodicWindow = 2_000;

export interface Served {
  readonly model: FittedModel;
  /** Asked only by who watches: it costs five more fits. */
  baseline(): ErrorBaseline;
}

export function serve(train: Frame, schema: Schema): Served {
  return { model: logistic.fit(train, schema, fitOptions), baseline: () => baselineOf(train, schema) };
}

function baselineOf(train: Frame, schema: Schema): ErrorBaseline {
  const { quality } = outOfFold({ estimator: logistic.name, train, schema, options: fitOptions });
  const { rows, accuracy } = quality ?? { rows: 0, accuracy: 0 };
  return { rows, errors: Math.round(rows * (1 - accuracy)) };
}

/** What serves after a look at the rows so far; null = the champion stays. @throws AppError `not_enough_data` */
export function retrained(
  { gate }: Policy,
  { schema, ...champion }: FittedModel,
  { known, sinceChange }: { readonly known: Frame; readonly sinceChange: number | null },
): Served | null {
  const span = gate
    ? winningSpan({ schema, ...champion }, known, { sinceChange, trigger: 'drift' })
    : (sinceChange ?? periodicWindow);
  return span === null ? null : serve(lastRows(known, span), schema);
}
