import type { Rich } from '../../card.ts';

export const prediction = {
  title: (watch: string, version: number) => `🔮 Prediction - ${watch} v${version}`,
  none: 'No row was given.',
  says: (label: string): Rich => ['The model says ', { strong: label }, '.'],
  id: 'Prediction id',
  hint: 'tell the true outcome later: ',
  probabilities: 'Probabilities',
};
