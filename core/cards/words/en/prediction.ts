import type { Rich } from '../../card.ts';
import { numbers } from './numbers.ts';

const { counted } = numbers;

export const prediction = {
  title: (watch: string, version: number) => `🔮 Prediction - ${watch} v${version}`,
  none: 'No row was given.',
  says: (label: string): Rich => ['The model says ', { strong: label }, '.'],
  id: 'Prediction id',
  hint: 'tell the true outcome later: ',
  probabilities: 'Probabilities',
  why: (label: string) => `What speaks for ${label}, in log-odds`,
  typical: 'a typical row',
  thisRow: 'this row',
  others: (features: number) => counted(features, 'other feature'),
  missing: 'missing',
  whyNot: 'Why',
  unexplained: 'This kind of model cannot say what each feature contributed.',
};
