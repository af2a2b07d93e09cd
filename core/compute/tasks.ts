// Everything heavier than a few milliseconds, by name: what a worker may be asked to do. Pure but for the models of
// others, which a runtime answers for.
import { answer, describe, type OnnxFile, probe } from '../adapters/onnx/answer.ts';
import { classesOf } from '../adapters/onnx/classes.ts';
import type { OnnxPlan } from '../adapters/onnx/plan.ts';
import type { FittedModel } from '../estimators/estimator.ts';
import { type Armed, type ArmInput, armed } from '../evidence/armed.ts';
import { type Checked, type CheckInput, checkSlices } from '../evidence/check.ts';
import { type Profile, profileOf } from '../evidence/profile.ts';
import { fullReport, type ReportInput } from '../evidence/report.ts';
import type { ModelColumn } from '../foreign.ts';
import { decodeFrame, type Snapshot, snapshotOf } from '../frame/codec.ts';
import { type Answers, concatFrames, type Frame } from '../frame/frame.ts';
import { type GrowInput, type Grown, grown } from '../frame/grow.ts';
import type { FullReport } from '../full-report.ts';
import type { Task } from '../ports.ts';
import { asServed, type Baseline, type FitInput, fitModel, outOfFold } from '../retraining/assess.ts';
import { type DataFinding, dataFaults } from '../retraining/data-gate.ts';
import { type Duel, duels } from '../retraining/duels.ts';
import { type RefitInput, type Refitted, refitted } from '../retraining/refit.ts';
import { type Challenger, fitTuned } from '../retraining/tuned.ts';
import { type Past, splitHoldout, type TrainingWindow, trainingWindows } from '../retraining/windows.ts';
import { type FrameKey, nameless, type Rows } from './crossing.ts';

export const tasks = {
  fit: task<FitInput, FittedModel>('fit', fitModel, ['train']),
  /** The rows of both frames: to copy a hundred thousand takes long enough to be felt. */
  concat: task<{ first: Frame; second: Frame }, Rows>(
    'concat',
    ({ first, second }) => nameless(concatFrames(first, second)),
    ['first', 'second'],
  ),
  /** What each challenger of a tournament is trained on. */
  windows: task<{ labelled: Frame; past: Past }, (Omit<TrainingWindow, 'rows'> & { rows: Rows })[]>(
    'windows',
    ({ labelled, past }) =>
      trainingWindows(splitHoldout(labelled, past.sinceChange), past).map((window) => ({
        ...window,
        rows: nameless(window.rows),
      })),
    ['labelled'],
  ),
  /** As `fit`, with the strength of the penalty found by inner folds. */
  challenge: task<Omit<FitInput, 'options'>, Challenger>('challenge', fitTuned, ['train']),
  refit: task<RefitInput, Refitted>('refit', refitted, []),
  outOfFold: task<FitInput, Baseline>('outOfFold', outOfFold, ['train']),
  asServed: task<Parameters<typeof asServed>[0], Baseline>('asServed', asServed, ['rows']),
  /** What is wrong with rows that came after a reference, which is a snapshot's bytes. */
  dataFaults: task<{ reference: Uint8Array; fresh: Frame }, DataFinding[]>(
    'dataFaults',
    ({ reference, fresh }) => dataFaults(decodeFrame(reference), fresh),
    ['fresh'],
  ),
  duels: task<Parameters<typeof duels>[0], Duel[]>('duels', duels, ['holdout']),
  /** The rows with their ids, as bytes to keep. */
  snapshot: task<{ rows: Frame }, Snapshot>('snapshot', ({ rows }) => snapshotOf(rows), []),
  /** The sha256 of what `snapshot` would make of the rows. */
  digest: task<{ rows: Frame }, string>('digest', ({ rows }) => snapshotOf(rows).sha256, []),
  /** A reference window with the rows that join it, as bytes to keep. */
  grow: task<GrowInput, Grown>('grow', grown, []),
  /** Whether a snapshot holds the row of an id. */
  holds: task<{ snapshot: Uint8Array; id: string }, boolean>(
    'holds',
    ({ snapshot, id }) => decodeFrame(snapshot).ids.includes(id),
    [],
  ),
  /** From a snapshot's bytes: the rows themselves never come back. */
  profile: task<{ reference: Uint8Array; model: FittedModel }, Profile>(
    'profile',
    ({ reference, model }) => profileOf(decodeFrame(reference), model),
    [],
  ),
  /** The reference as a snapshot's bytes; of its rows only comparisons come back. */
  report: task<Omit<ReportInput, 'reference'> & { reference: Uint8Array; window: Frame }, FullReport>(
    'report',
    ({ reference, ...rest }) => fullReport({ ...rest, reference: decodeFrame(reference) }),
    ['window'],
  ),
  /** From a snapshot's bytes: how the evidence of a champion is gathered. */
  arm: task<ArmInput, Armed>('arm', armed, []),
  check: task<CheckInput, Checked[]>('check', checkSlices, ['context', 'labelledContext', 'fresh']),
  /** What a model of others takes and gives. */
  describe: task<{ file: OnnxFile; signature: readonly ModelColumn[] | null }, OnnxPlan>(
    'describe',
    describe,
    [],
  ),
  /** The smoke test on its own example. */
  probe: task<Parameters<typeof probe>[0], null>('probe', probe, ['rows']),
  classesOf: task<Parameters<typeof classesOf>[0], string[]>('classesOf', classesOf, ['rows']),
  /** What a model of others says of rows. */
  answer: task<Parameters<typeof answer>[0], Answers>('answer', answer, ['rows']),
} as const;

/** `nameless`: the frames of the input whose ids `run` does not read. */
function task<I extends object, O>(
  name: string,
  run: (input: I) => O | Promise<O>,
  nameless: readonly FrameKey<I>[],
): Task<I, O> {
  return { name, run, nameless };
}
