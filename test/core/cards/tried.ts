// Incidents whose answer was on probation, written by hand.
import type { Incident } from '../../../core/news.ts';
import { answered, largeDrift } from './fixtures.ts';
import { minute, noon } from './moments.ts';

/** A challenger serves, and the version before answers beside it. */
export const onProbation: Incident = {
  ...answered,
  phase: 'probation',
  resolution: null,
  probation: { rows: 120, oldOnly: 4, newOnly: 21 },
  revision: 3,
};

/** The version before serves again. */
export const undone: Incident = {
  ...onProbation,
  phase: 'rejected',
  latest: largeDrift,
  undone: { at: noon + 8 * minute, from: 8, to: 7, rows: 120, oldOnly: 30, newOnly: 8 },
  rejections: 1,
  retryAt: noon + 38 * minute,
  revision: 4,
};
