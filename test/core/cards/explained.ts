// What speaks for an answer, written by hand: eight features, of which the last two are little.
import type { Explained } from '../../../core/ops/predict-result.ts';

export const explained: Explained = {
  towards: 'yes',
  base: -0.12,
  score: 0.93,
  features: [
    { name: 'basket_value', value: 67.85, contribution: 1.2 },
    { name: 'region', value: 'north', contribution: -0.6 },
    { name: 'age', value: null, contribution: 0.3 },
    { name: 'visits', value: 3, contribution: 0.2 },
    { name: 'load', value: 0.5, contribution: -0.1 },
    { name: 'hour', value: 9, contribution: 0 },
    { name: 'day', value: 2, contribution: 0.03 },
    { name: 'month', value: 11, contribution: 0.02 },
  ],
};
