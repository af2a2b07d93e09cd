// Retrainings as they ended, written by hand.
import type { Refusal, RetrainOutcome, Trial } from '../../../core/retraining/outcome.ts';
import { quality } from './measured.ts';
import { minute, noon } from './moments.ts';

export const promoted: RetrainOutcome = {
  watch: 'demo',
  trigger: 'drift',
  by: 'patrol',
  result: 'promoted',
  championBefore: 7,
  version: 8,
  candidates: [
    { window: 'last 500', rows: 500, inverseL2: 1, quality: quality(0.9312, 0.2011, 0.961), p: 0.00306 },
    { window: 'last 2000', rows: 2_000, inverseL2: 0.1, quality: quality(0.9013, 0.2604, 0.94), p: 0.0421 },
    // As older versions stored it.
    { window: 'all', rows: 12_345, quality: quality(0.8821, 0.3019, 0.93) },
  ],
  trial: {
    holdoutRows: 300,
    champion: quality(0.8742, 0.3398, 0.921),
    challenger: quality(0.9312, 0.2011, 0.961),
    championOnly: 9,
    challengerOnly: 26,
    p: 0.00306,
    alpha: 0.2,
    refused: [],
    promote: true,
  },
  startedAt: noon + 2 * minute,
  endedAt: noon + 2 * minute + 4_300,
  intent: 'demo:retrain:1',
};

export const rejected: RetrainOutcome = {
  ...promoted,
  trigger: 'manual',
  by: 'ada',
  result: 'rejected',
  version: null,
  kept: 8,
  candidates: [
    { window: 'last 500', rows: 500, quality: quality(0.8542, 0.3811, 0.9) },
    { window: 'all', rows: 12_345, quality: quality(0.8721, 0.345, 0.919) },
  ],
  trial: {
    ...promoted.trial,
    challenger: quality(0.8721, 0.345, 0.919),
    championOnly: 14,
    challengerOnly: 13,
    p: 0.6494,
    alpha: 0.05,
    refused: [{ guard: 'accuracy' }],
    promote: false,
  },
};

/** One of each guard. */
export const refusals: readonly Refusal[] = [
  { guard: 'labels', baseline: 0.88, p: 1e-9 },
  { guard: 'log_loss', by: 0.0312, most: 0.02 },
  { guard: 'calibration', by: 0.0512, most: 0.03 },
  {
    ...{ guard: 'segment', feature: 'city', value: 'Lyon', rows: 60 },
    ...{ championOnly: 9, challengerOnly: 1, p: 0.0107 },
  },
];

/** The challenger of `promoted`, kept out by one guard. */
export function refusedFor(refusal: Refusal): Trial {
  return { ...promoted.trial, refused: [refusal], promote: false };
}

/** Better, and under policy approve. */
export const proposed: RetrainOutcome = {
  ...promoted,
  result: 'proposed',
  version: null,
  kept: 8,
  approveBy: promoted.endedAt + 24 * 60 * minute,
};
