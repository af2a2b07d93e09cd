// Batches in quarantine, for the tests of cards and of surfaces.
import type { BatchInfo } from '../../../core/ops/quarantine-result.ts';
import type { Quarantine } from '../../../core/quarantine.ts';
import { minute, noon } from './moments.ts';

export const heldBatch: Quarantine = {
  ...{ watch: 'demo', number: 2, revision: 1, origin: 'alarm', incident: 'demo-3', openedAt: noon },
  reasons: [
    { kind: 'missing', of: 'region', before: '0.4 %', after: '48 %' },
    { kind: 'category', of: 'region', before: '0.1 %', after: '12 %' },
  ],
  ...{ from: noon - 6 * minute, until: noon, end: [], rows: 312, after: 0, lasting: true, examples: [] },
  ...{ status: 'held', by: null, at: null, keptFor: null },
};

export const stoppedBatch: Quarantine = {
  ...heldBatch,
  ...{ number: 3, origin: 'training', incident: null, lasting: false, examples: ['x1', 'x2'] },
  reasons: [
    { kind: 'constant', of: 'age', before: '0 %', after: '41' },
    { kind: 'label', of: 'yes', before: '31 %', after: '100 %' },
    { kind: 'duplicate', of: null, before: '0.3 %', after: '38 %' },
  ],
};

const {
  watch: _watch,
  revision: _revision,
  incident: _incident,
  end: _end,
  after: _after,
  ...shown
} = heldBatch;
const { keptFor: _keptFor, ...info } = shown;
export const batchInfo: BatchInfo = info;
export const discardedInfo: BatchInfo = {
  ...batchInfo,
  ...{ number: 1, status: 'discarded', by: 'ada', at: noon, lasting: false, from: null },
};
export const releasedInfo: BatchInfo = { ...discardedInfo, status: 'released' };
