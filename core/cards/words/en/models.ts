import type { Trigger } from '../../../model.ts';
import { numbers } from './numbers.ts';

const { count, counted } = numbers;

export const models = {
  title: (watch: string, versions: number) => `📦 ${counted(versions, 'version')} kept - ${watch}`,
  one: (watch: string, version: number) => `📦 ${watch} v${version}`,
  compare: (watch: string, first: number, second: number) => `⚖️ ${watch} v${first} and v${second}`,
  none: 'Nothing is trained yet.',
  elsewhere: 'The model is served elsewhere: a version is a reference window of what it said.',
  ownMeasure:
    'Each was measured on the rows it learned from, out of fold: not the same rows, so the numbers only hint.',
  block: (zone: string) => `Versions (● serves, ○ served before), times in ${zone}`,
  keptOut: 'kept out',
  proposed: 'waits',
  undone: 'failed',
  heads: ['', 'v', 'trained', 'why', 'rows', 'accuracy', 'log-loss', 'by'],
  serves: {
    now: 'This version serves.',
    before: 'It served before the present one.',
    no: 'It does not serve.',
    rejected: 'It does not serve: the gate kept it out.',
    proposed: 'It does not serve yet: it passed the gate and waits for approval.',
    undone: 'It does not serve: it failed its probation.',
  },
  estimator: 'Estimator',
  trained: 'Trained',
  by: ' by ',
  why: 'Why',
  rows: 'Reference rows',
  quality: 'Baseline',
  unmeasured: 'not measured: too few labels',
  measured: (rows: number) => `on ${count(rows)} rows`,
  accuracy: 'accuracy ',
  logLoss: 'log-loss ',
  auc: 'AUC ',
  look: 'Look at a version',
  promote: (version: number) => `Promote v${version}`,
  triggers: {
    first: 'first',
    drift: 'drift',
    manual: 'asked',
    api: 'API',
    schedule: 'schedule',
    expected: 'expected',
    learning: 'longer past',
  } as Record<Trigger, string>,
};
