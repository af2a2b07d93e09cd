// Retrainings as they ended, written by hand.
import type { RetrainOutcome } from '../../../core/retraining/outcome.ts';
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
    { window: 'last 500', rows: 500, quality: quality(0.9312, 0.2011, 0.961) },
    { window: 'last 2000', rows: 2_000, quality: quality(0.9013, 0.2604, 0.94) },
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
    promote: false,
  },
};
