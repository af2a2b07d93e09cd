// Everything heavier than a few milliseconds, by name: what a worker may be asked to do. Pure.

import type { DriftReport } from '../drift.ts';
import type { FittedModel } from '../estimators/estimator.ts';
import { type CheckInput, checkSlices } from '../evidence/check.ts';
import { type Profile, profileOf } from '../evidence/profile.ts';
import type { Frame } from '../frame/frame.ts';
import type { Task } from '../ports.ts';
import { asServed, type Baseline, duels, type FitInput, fitModel, outOfFold } from '../retraining/assess.ts';
import type { Duel } from '../retraining/gate.ts';

export const tasks = {
  fit: task<FitInput, FittedModel>('fit', fitModel),
  outOfFold: task<FitInput, Baseline>('outOfFold', outOfFold),
  asServed: task<Parameters<typeof asServed>[0], Baseline>('asServed', asServed),
  duels: task<Parameters<typeof duels>[0], Duel[]>('duels', duels),
  profile: task<{ reference: Frame; model: FittedModel }, Profile>('profile', ({ reference, model }) =>
    profileOf(reference, model),
  ),
  check: task<CheckInput, DriftReport[]>('check', checkSlices),
} as const;

function task<I, O>(name: string, run: (input: I) => O): Task<I, O> {
  return { name, run };
}
