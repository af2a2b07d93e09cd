import { describe, expect, it } from 'vitest';
import { predictionCard } from '../../../core/cards/prediction.ts';
import type { Prediction } from '../../../core/ops/predict-result.ts';
import { explained } from './explained.ts';
import { asked, everyWord, fieldOf } from './words.ts';

const cardOf = (explanation: Prediction['explanation']) =>
  predictionCard(
    {
      ...{ watch: 'demo', version: 3, stored: true },
      predictions: [
        {
          id: 'p-1',
          label: 'yes',
          probabilities: { yes: 0.87, no: 0.13 },
          ...(explanation === undefined ? {} : { explanation }),
        },
      ],
    },
    asked,
  );

describe('why the model answers as it does', () => {
  it('has the six largest contributions with signed bars, and the rest in one', () => {
    const block = cardOf(explained).blocks.at(-1);
    expect(block?.name).toBe('What speaks for yes, in log-odds');
    expect(block?.lines).toEqual([
      'a typical row                    -0.12',
      'basket_value=67.85       │█████  +1.20',
      'region=north          ███│       -0.60',
      'age=missing              │█      +0.30',
      'visits=3                 │█      +0.20',
      'load=0.5                █│       -0.10',
      'hour=9                   │       0.00',
      '2 other features                 +0.05',
      'this row                         +0.93',
    ]);
  });

  it('says so of a model that cannot say it, and nothing where nobody asked', () => {
    expect(fieldOf(cardOf(null), 'Why')).toBe('This kind of model cannot say what each feature contributed.');
    expect(everyWord(cardOf(undefined))).not.toMatch(/Why|speaks/);
  });
});
