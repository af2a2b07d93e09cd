import { describe, expect, it } from 'vitest';
import { columnNames, encode, fitEncoding, widthOf } from '../../../core/estimators/encoder.ts';
import { schemaOf } from '../../../core/frame/frame.ts';
import { frameOf } from './frame-of.ts';

const train = frameOf(
  { age: [1, 2, 3, null], city: ['Rome', 'Oslo', 'Rome', null], flat: [0.1, 0.1, 0.1, 0.1] },
  ['a', 'b', 'a', 'b'],
);
const encoding = fitEncoding(train, schemaOf(train).features);

describe('encode', () => {
  it('standardises by the mean and deviation (ddof 0) of what is present, and puts missing at the mean', () => {
    const design = encode(train, encoding);
    const deviation = Math.sqrt(2 / 3);
    [-1 / deviation, 0, 1 / deviation, 0].forEach((value, row) => {
      expect(design[row * 5]).toBeCloseTo(value, 12);
    });
  });

  it('gives each training category a column, sorted, and zeros to a missing one', () => {
    const design = encode(train, encoding);
    const cities = [0, 1, 2, 3].map((row) => Array.from(design.subarray(row * 5 + 1, row * 5 + 3)));
    expect(cities).toEqual([
      [0, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ]);
  });

  it('gives zeros to an unseen category, whatever the order of the dictionary', () => {
    const rows = frameOf({ age: [2, 2], city: ['Kyiv', 'Rome'], flat: [0.1, 0.1] }, [null, null]);
    expect(Array.from(encode(rows, encoding))).toEqual([0, 0, 0, 0, 1, 0, 0, 1, 0, 1]);
  });

  it('encodes a constant column as zeros, then and when it moves later', () => {
    expect(encoding[2]).toMatchObject({ name: 'flat', deviation: 0 });
    const rows = frameOf({ age: [2], city: ['Rome'], flat: [99] }, [null]);
    expect(encode(rows, encoding)[3]).toBe(0);
  });

  it('encodes a column that was never present as zeros', () => {
    const frame = frameOf({ age: [null, null] }, ['a', 'b']);
    const learned = fitEncoding(frame, schemaOf(frame).features);
    expect(Array.from(encode(frame, learned))).toEqual([0, 1, 0, 1]);
  });

  it('keeps every entry finite for infinite and huge values', () => {
    const rows = frameOf(
      { age: [Number.POSITIVE_INFINITY, 1e308, -1e308], city: ['Rome', 'Rome', 'Rome'], flat: [1, 1, 1] },
      [null, null, null],
    );
    expect(encode(rows, encoding).every(Number.isFinite)).toBe(true);
    const narrow = frameOf({ age: [0, 1e-3] }, ['a', 'b']);
    const huge = frameOf({ age: [1e308, -1e308] }, [null, null]);
    expect(encode(huge, fitEncoding(narrow, schemaOf(narrow).features)).every(Number.isFinite)).toBe(true);
    const extreme = frameOf({ age: [-1e308, 1e308, Number.NEGATIVE_INFINITY] }, ['a', 'b', 'a']);
    const learned = fitEncoding(extreme, schemaOf(extreme).features);
    expect(encode(extreme, learned).every(Number.isFinite)).toBe(true);
  });

  it('finds columns by name, whatever their order', () => {
    const shuffled = { ...train, columns: [...train.columns].reverse() };
    expect(encode(shuffled, encoding)).toEqual(encode(train, encoding));
  });

  it('keeps the 100 commonest categories of a column of many', () => {
    const cells = Array.from({ length: 150 }, (_, at) => `id-${at}`);
    const frame = frameOf({ id: [...cells, ...cells.slice(40)] }, [...cells, ...cells.slice(40)]);
    const learned = fitEncoding(frame, schemaOf(frame).features);
    expect(widthOf(learned)).toBe(101);
    expect(columnNames(learned)).toContain('id=id-149');
    expect(columnNames(learned)).not.toContain('id=id-39');
  });

  it('names its columns', () => {
    expect(columnNames(encoding)).toEqual(['age', 'city=Oslo', 'city=Rome', 'flat', '(intercept)']);
  });
});
