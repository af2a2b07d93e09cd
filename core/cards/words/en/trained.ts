import { numbers } from './numbers.ts';

const { count } = numbers;

export const trained = {
  learned: (watch: string, version: number) => `✅ Learning is over - ${watch} v${version}`,
  knows: (rows: number) =>
    `The monitor now knows ${count(rows)} rows of this watch: changed features raise an alarm from here on. The model is the same.`,
  taken: (watch: string, version: number) => `✅ Reference taken - ${watch} v${version}`,
  elsewhere: (rows: number) =>
    `The model is served elsewhere; later windows are held against what ${count(rows)} rows of it look like.`,
  title: (watch: string, version: number) => `✅ Trained ${watch} v${version}`,
  serves: 'This version now serves, and later windows are held against its accuracy.',
  baseline: 'Baseline accuracy',
  noBaseline:
    'the reference has too few labels; features and predictions are checked, accuracy once labels are there',
  logLoss: 'Log-loss',
  measuredOn: 'Measured on',
};
