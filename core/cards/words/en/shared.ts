import type { Rich } from '../../card.ts';
import { numbers } from './numbers.ts';

const { count, counted } = numbers;

/** What several cards say. */
export const shared = {
  canDo: 'What you can do',
  toDo: 'What to do',
  rowsUntil: 'Rows until',
  window: 'Window',
  against: (referenceRows: number) => `against ${count(referenceRows)} of reference`,
  rows: (rows: number) => counted(rows, 'row'),
  why: (reason: Rich): Rich => [' Why: ', ...reason],
  undo: (command: string): Rich => ['undo it with ', { code: command }],
  /** Where somebody else trains the model. */
  registerAnew: (alias: string): Rich => [
    'register a new version in MLflow and move ',
    { code: alias },
    ' to it',
  ],
  elsewhere: 'served elsewhere',
  serves: 'The challenger now serves.',
  keeps: 'The champion keeps serving.',
  /** Between a name and what is said of it. */
  colon: ': ',
  prediction: 'prediction',
  few: 'few',
  more: (hidden: number) => `and ${count(hidden)} more`,
  /** After an incident. */
  nobody: ', nobody has it',
  owner: (by: string) => `, ${by} has it`,
};
