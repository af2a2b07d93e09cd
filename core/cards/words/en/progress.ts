import type { Step } from '../../../work.ts';
import { numbers } from './numbers.ts';
import { windowName } from './retrain.ts';

const { counted } = numbers;

export const progress = {
  work: {
    checking: 'Checking',
    training: 'Training',
    retraining: 'Retraining',
    expecting: 'Teaching the monitor',
  },
  step(step: Step): string {
    switch (step.id) {
      case 'reading rows':
        return 'reading rows';
      case 'reading labels':
        return 'reading labelled rows';
      case 'reading change':
        return 'reading the rows since the change';
      case 'waiting':
        return `waits for a worker: ${counted(step.before, 'retraining')} of other watches before it`;
      case 'taking reference':
        return `taking the reference from ${counted(step.rows, 'row')}`;
      case 'training':
        return `training on ${counted(step.rows, 'row')}`;
      case 'challenging':
        return `training on ${windowName(step.window)} rows`;
      case 'challengers':
        return `training ${counted(step.of, 'challenger')}`;
      case 'challenged':
        return `challenger ${step.done} of ${step.of} trained: ${windowName(step.window)}`;
      case 'judging':
        return `judging on ${counted(step.rows, 'holdout row')}`;
      case 'fitting':
        return 'fitting the winner on its whole window';
      case 'joining':
        return `${counted(step.rows, 'row')} join the reference`;
      case 'checking':
        return `${counted(step.checks, 'check')}, ${counted(step.rows, 'row')}`;
      case 'promoted':
        return 'promoted';
      case 'rejected':
        return 'rejected';
      case 'proposed':
        return 'waits for approval';
    }
  },
};
