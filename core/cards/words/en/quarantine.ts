import type { DataFault } from '../../../quarantine.ts';
import type { Rich } from '../../card.ts';
import { numbers } from './numbers.ts';

const { counted } = numbers;

/** Rows that are held back because their data is faulty. */
export const quarantine = {
  title: (watch: string) => `🔧 Fix the pipeline, nothing was trained - ${watch}`,
  stopped:
    ' The rows that were to be learned from are not fit for it: a model would have learned the fault. The champion serves on.',
  wrong: 'What is wrong',
  faults: {
    missing: (of: string) => `${of}: missing values`,
    category: (of: string) => `${of}: categories never seen before`,
    constant: (of: string) => `${of}: always the same value`,
    duplicate: () => 'rows that came before, value for value',
    label: (of: string) => `every label is "${of}"`,
  } as Record<DataFault['kind'], (of: string) => string>,
  field: (number: number) => `In quarantine: batch #${number}`,
  rows: (rows: number) => counted(rows, 'row'),
  since: ' from ',
  until: ' to ',
  joins: 'held back; rows join it until the fault is over or somebody decides',
  waits: 'held back until somebody decides',
  decided: {
    released: (by: string) => `released by ${by}`,
    discarded: (by: string) => `discarded by ${by}`,
  },
  release: 'Release',
  discard: 'Discard',
  steps: (release: string, discard: string): Rich => [
    'mend the pipeline; then ',
    { code: release },
    ' where the rows are right after all, ',
    { code: discard },
    ' where they are not',
  ],
  examples: 'For example the rows',
  listed: (held: number) =>
    held === 0 ? '✅ Nothing waits in quarantine' : `🔧 ${counted(held, 'batch', 'batches')} in quarantine`,
  none: 'nothing was ever held back',
  done: {
    released: (number: number, watch: string) => `✅ Batch #${number} released - ${watch}`,
    discarded: (number: number, watch: string) => `✅ Batch #${number} discarded - ${watch}`,
  },
  means: {
    released: 'Its rows may be learned from. Those of an incident that was open count as usual from now on.',
    discarded: 'Its rows are never learned from. An incident that was open because of them is closed.',
  },
  discardTitle: (number: number, watch: string) => `🗑️ Discard batch #${number}? - ${watch}`,
  held: '🔧 The rows to learn from are faulty: held back, nothing was trained',
};
