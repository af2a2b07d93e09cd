import type { Rich } from '../../card.ts';
import { numbers } from './numbers.ts';

const { counted } = numbers;

export const expected = {
  title: (watch: string, version: number) => `✅ Change taken as expected - ${watch} v${version}`,
  joined: (rows: number, referenceRows: number) =>
    `${counted(rows, 'row')} since the change joined the reference, which now holds ${counted(referenceRows, 'row')}. `,
  closed: (incident: number) =>
    `The model is the same; incident #${incident} is closed and counts as no false alarm.`,
  learn: 'should the model learn from it too: ',
  somebody: 'An operator',
  said: ' said that this change was expected: its rows joined the reference',
  sameModel: ', the model is the same',
  step: (command: string): Rich => ['was it expected, say so with ', { code: command }, '; '],
};
