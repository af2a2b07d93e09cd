import { describe, expect, it } from 'vitest';
import { csvOf } from '../../../core/frame/csv.ts';

describe('rows as a CSV file', () => {
  it('are the features in order and the label, quoted where they must be, empty where missing', () => {
    const text = csvOf({
      rows: 3,
      columns: [
        { kind: 'numeric', name: 'a, b', values: Float64Array.of(0.1, Number.NaN, -2e-7) },
        {
          kind: 'categorical',
          name: 'plan',
          codes: Int32Array.of(0, -1, 1),
          categories: ['pro "x"', 'two\nlines'],
        },
      ],
      ids: ['1', '2', '3'],
      times: new Float64Array(3),
      label: {
        kind: 'categorical',
        name: 'churned',
        codes: Int32Array.of(1, 0, -1),
        categories: ['no', 'yes'],
      },
    });
    expect(text).toBe('"a, b",plan,label\n0.1,"pro ""x""",yes\n,,no\n-2e-7,"two\nlines",\n');
  });
});
