import { describe, expect, it } from 'vitest';
import { arriving, leaving } from '../../../core/compute/crossing.ts';
import { frameOf } from '../estimators/frame-of.ts';

const train = frameOf({ x: [1, 2, 3] }, ['no', 'yes', 'no']);

describe('what crosses to a worker', () => {
  it('is the input without the ids of the frames that are named', () => {
    const input = { estimator: 'logistic', train, holdout: train };
    const { ids: _ids, ...rows } = train;
    expect(leaving(input, ['train'])).toEqual({ estimator: 'logistic', train: rows, holdout: train });
    expect(input.train).toBe(train);
  });

  it('is the same memory, not a copy of it', () => {
    expect(leaving({ train }, ['train'])).toMatchObject({ train: { columns: [{ name: 'x' }] } });
    expect(Reflect.get(leaving({ train }, ['train']), 'train').columns).toBe(train.columns);
  });

  it('becomes frames again on the other side, with an id for every row', () => {
    const ids = ['-', '-', '-'];
    expect(arriving(leaving({ train }, ['train']), ['train'])).toEqual({ train: { ...train, ids } });
  });
});
