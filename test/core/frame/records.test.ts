import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { frameOfRecords } from '../../../core/frame/records.ts';

const schema = {
  features: [
    { name: 'MedInc', kind: 'numeric' },
    { name: 'colour', kind: 'categorical' },
  ],
  classes: ['no', 'yes'],
} as const;

function refusal(records: unknown[]): AppError {
  try {
    frameOfRecords(records, schema);
  } catch (cause) {
    if (cause instanceof AppError) return cause;
  }
  throw new Error('the records were accepted');
}

describe('frameOfRecords', () => {
  it('makes rows in schema order, whatever the order of the keys', () => {
    const frame = frameOfRecords(
      [
        { colour: 'red', MedInc: 1.5 },
        { MedInc: null, colour: 'blue' },
        { colour: 'red' },
        { MedInc: 2, colour: null },
      ],
      schema,
    );
    expect(frame.columns).toEqual([
      { kind: 'numeric', name: 'MedInc', values: Float64Array.of(1.5, Number.NaN, Number.NaN, 2) },
      { kind: 'categorical', name: 'colour', codes: Int32Array.of(0, 1, 0, -1), categories: ['red', 'blue'] },
    ]);
    expect(frame.ids).toEqual(['rows[0]', 'rows[1]', 'rows[2]', 'rows[3]']);
    expect(frame.label).toMatchObject({ codes: Int32Array.of(-1, -1, -1, -1), categories: ['no', 'yes'] });
  });

  it('takes numbers and booleans for categories as a file would spell them', () => {
    const frame = frameOfRecords(
      [{ colour: 1 }, { colour: '1.0' }, { colour: true }, { colour: 'True' }],
      schema,
    );
    expect(frame.columns[1]).toMatchObject({ codes: Int32Array.of(0, 0, 1, 1), categories: ['1', 'true'] });
  });

  it('names every fault by its path', () => {
    const error = refusal([
      { MedInc: 1 },
      { MedInc: 'abc', size: 3 },
      'no row',
      { MedInc: true, colour: ['red'] },
      { MedInc: Number.POSITIVE_INFINITY },
    ]);
    expect(error.code).toBe('invalid_input');
    expect([...error.faults].sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: 'rows[1].MedInc', message: "'abc' is not a number" },
      { path: 'rows[1].size', message: 'is not a feature of the model' },
      { path: 'rows[2]', message: 'is not an object of features and values' },
      { path: 'rows[3].MedInc', message: 'a value of type boolean is not a number' },
      { path: 'rows[3].colour', message: 'a value of type array is not a text, number or boolean' },
      { path: 'rows[4].MedInc', message: 'the number is infinite' },
    ]);
    expect(error.remedy).toContain('MedInc (numeric), colour (categorical)');
  });

  it('does not take a text of digits for a number', () => {
    expect(refusal([{ MedInc: '5' }]).faults[0]?.path).toBe('rows[0].MedInc');
  });

  it('is not fooled by names every object has', () => {
    const odd = { features: [{ name: 'constructor', kind: 'categorical' }], classes: [] } as const;
    expect(frameOfRecords([{}], odd).columns[0]).toMatchObject({ codes: Int32Array.of(-1) });
    expect(refusal([JSON.parse('{"__proto__": 1}')]).faults[0]?.path).toBe('rows[0].__proto__');
  });

  it('makes an empty frame of no rows', () => {
    expect(frameOfRecords([], schema)).toMatchObject({ rows: 0, ids: [] });
  });
});
