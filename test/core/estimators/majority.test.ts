import { expect, it } from 'vitest';
import { majority } from '../../../core/estimators/majority.ts';
import { schemaOf } from '../../../core/frame/frame.ts';
import { frameOf } from './frame-of.ts';

const train = frameOf({ x: [1, 2, 3, 4, 5] }, ['a', 'b', 'b', 'b', null]);

it('predicts the commonest class for every row, with the training shares as probabilities', () => {
  const model = majority.fit(train, schemaOf(train), { inverseL2: 1 });
  const { predicted, probabilities } = majority.score(model, frameOf({ y: ['any', 'any'] }, [null, null]));
  expect(Array.from(predicted)).toEqual([1, 1]);
  expect(Array.from(probabilities)).toEqual([0.25, 0.75, 0.25, 0.75]);
});

it('takes the first class on a tie', () => {
  const even = frameOf({ x: [1, 2] }, ['b', 'a']);
  const model = majority.fit(even, schemaOf(even), { inverseL2: 1 });
  expect(majority.score(model, even).predicted[0]).toBe(0);
});

it('finds no feature important', () => {
  expect(Array.from(majority.importance(majority.fit(train, schemaOf(train), { inverseL2: 1 })))).toEqual([
    0,
  ]);
});
