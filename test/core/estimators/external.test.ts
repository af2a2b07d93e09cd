import { describe, expect, it } from 'vitest';
import { external, schemaOfAnswers } from '../../../core/estimators/external.ts';
import type { Frame } from '../../../core/frame/frame.ts';
import { frameOf } from './frame-of.ts';

const options = { inverseL2: 1 };

/** Rows of one feature with what was true, what was said and how sure it was. */
function rows(
  labels: readonly (string | null)[],
  said: readonly (string | null)[],
  scores: readonly number[] | null,
): Frame {
  const categories = [...new Set(said.filter((one) => one !== null))];
  const codes = Int32Array.from(said, (one) => (one === null ? -1 : categories.indexOf(one)));
  return {
    ...frameOf({ x: said.map((_, row) => row) }, labels),
    answers: {
      predicted: { kind: 'categorical', name: 'prediction', codes, categories },
      scores: scores && Float64Array.from(scores),
    },
  };
}

const none = Number.NaN;
const modelOf = (reference: Frame, positive: string | null = null) =>
  external.fit(reference, schemaOfAnswers(reference, positive), options);

describe('a model served elsewhere', () => {
  it('knows the classes that were true or said, the positive one last', () => {
    const frame = rows(['b', null, 'a'], ['c', 'a', null], null);
    expect(schemaOfAnswers(frame, null)).toEqual({
      features: [{ name: 'x', kind: 'numeric' }],
      classes: ['a', 'b', 'c'],
    });
    expect(schemaOfAnswers(frame, 'a').classes).toEqual(['b', 'c', 'a']);
    expect(schemaOfAnswers(rows([null], ['no'], null), 'yes').classes).toEqual(['no', 'yes']);
  });

  it('is refused a positive class that nobody has heard of', () => {
    expect(() => schemaOfAnswers(rows([null, null], ['no', 'yes'], [0.1, 0.9]), 'yse')).toThrowError(
      expect.objectContaining({ code: 'invalid_config', message: expect.stringContaining('no, yes') }),
    );
  });

  it('has to name its positive class when it has only ever said the other', () => {
    const oneClass = rows([null, null], ['no', 'no'], [0.1, 0.2]);
    expect(() => schemaOfAnswers(oneClass, null)).toThrowError(
      expect.objectContaining({ code: 'not_enough_data', remedy: expect.stringContaining('"positive"') }),
    );
    expect(schemaOfAnswers(oneClass, 'yes').classes).toEqual(['no', 'yes']);
    expect(schemaOfAnswers(rows([null], ['no'], null), null).classes).toEqual(['no']);
  });

  it('cannot be compared before it has said anything', () => {
    expect(() => schemaOfAnswers(rows([null], [null], null), null)).toThrowError(
      expect.objectContaining({ code: 'not_enough_data' }),
    );
  });

  it('scores a row as it did when it saw it, whatever its threshold was', () => {
    const frame = rows([null, null, null], ['yes', 'no', null], [0.75, 0.625, none]);
    const { predicted, probabilities } = external.score(modelOf(frame), frame);
    expect([...predicted]).toEqual([1, 0, -1]);
    expect([...probabilities]).toEqual([0.25, 0.75, 0.375, 0.625, none, none]);
  });

  it('is taken at its score where it gave no class', () => {
    const frame = rows([null, null, null, null], ['no', null, null, 'yes'], [0.2, 0.5, 0.49, 0.9]);
    expect([...external.score(modelOf(frame), frame).predicted]).toEqual([0, 1, 0, 1]);
  });

  it('gives the score of the class the watch names', () => {
    const frame = rows([null, null], ['churn', 'stay'], [0.9, 0.25]);
    const model = modelOf(frame, 'churn');
    expect(model.schema.classes).toEqual(['stay', 'churn']);
    expect([...external.score(model, frame).probabilities]).toEqual([
      expect.closeTo(0.1, 12),
      0.9,
      0.75,
      0.25,
    ]);
  });

  it('is watched by its score, and by its classes where it has none or many', () => {
    const scored = rows([null, null, null], ['yes', 'no', null], [0.75, 0.25, none]);
    expect(external.signal?.(modelOf(scored), scored)).toEqual({
      kind: 'numeric',
      name: 'prediction',
      values: Float64Array.of(0.75, 0.25, none),
    });
    const many = rows([null, null, null], ['a', 'b', 'c'], [0.9, 0.8, 0.7]);
    expect(external.signal?.(modelOf(many), many)).toEqual(many.answers?.predicted);
    const bare = rows([null, null], ['a', 'b'], null);
    expect(external.signal?.(modelOf(bare), bare)).toEqual(bare.answers?.predicted);
  });

  it('shows a class it never said before, and is never right with it', () => {
    const model = modelOf(rows([null, null], ['no', 'yes'], null));
    const later = rows(['no', 'maybe'], ['maybe', 'maybe'], null);
    expect([...external.score(model, later).predicted]).toEqual([2, 2]);
    expect(external.signal?.(model, later)).toMatchObject({ categories: ['maybe'] });
  });

  it('that stops sending scores falls silent', () => {
    const model = modelOf(rows([null, null], ['no', 'yes'], [0.1, 0.9]));
    const later = rows([null, null], ['no', 'yes'], null);
    expect(external.signal?.(model, later)).toMatchObject({ values: Float64Array.of(none, none) });
    expect([...external.score(model, later).predicted]).toEqual([0, 1]);
  });

  it('says nothing of no rows, and weighs no feature', () => {
    const model = modelOf(rows([null, null], ['no', 'yes'], [0.1, 0.9]));
    const empty = frameOf({ x: [] }, []);
    expect(external.score(model, empty).predicted).toHaveLength(0);
    expect(external.signal?.(model, empty)).toMatchObject({ values: new Float64Array(0) });
    expect([...external.importance(model)]).toEqual([0]);
  });
});
