import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import type { Schema } from '../../../core/frame/frame.ts';
import { createTimeReader } from '../../../core/frame/time.ts';
import { readRows } from '../../../core/ops/observed-rows.ts';

const now = Date.UTC(2026, 0, 5, 9);
const hour = 3_600_000;
const schema: Schema = {
  features: [
    { name: 'age', kind: 'numeric' },
    { name: 'plan', kind: 'categorical' },
  ],
  classes: ['no', 'yes'],
};
const rules = {
  schema: null,
  drop: ['email'],
  timeOf: createTimeReader('Europe/Paris'),
  now,
  retention: 30 * 24 * hour,
};
const row = (more: object = {}) => ({
  id: 'a',
  features: { age: 41, plan: 'pro' },
  prediction: 'yes',
  ...more,
});
const read = (given: readonly object[], known: Schema | null = null) =>
  readRows(given as Record<string, unknown>[], { ...rules, schema: known });

function refusal(given: readonly object[], known: Schema | null = schema): AppError {
  try {
    read(given, known);
  } catch (cause) {
    if (cause instanceof AppError) return cause;
    throw cause;
  }
  throw new Error('these rows were taken');
}

describe('rows of a model served elsewhere', () => {
  it('bring id, features, what was said, and that they came now', () => {
    expect(read([row({ score: 0.875 })])).toEqual({
      names: ['age', 'plan'],
      rows: [{ id: 'a', at: now, features: [41, 'pro'], predicted: 'yes', score: 0.875, label: null }],
    });
  });

  it('may have other features each while there is no champion, and drop what the watch drops', () => {
    const first = { id: 1, features: { b: true, email: 'x@y.z' }, prediction: 1 };
    const second = { id: 2, features: { a: null, b: false }, prediction: null };
    expect(read([first, second])).toMatchObject({
      names: ['b', 'a'],
      rows: [
        { id: '1', features: ['true', null], predicted: '1' },
        { id: '2', features: ['false', null], predicted: null },
      ],
    });
  });

  it('have the features of the champion once there is one: what is left out is missing', () => {
    const given = [row({ features: { plan: 3 } }), row({ features: { age: null, email: 'x@y.z' } })];
    expect(read(given, schema)).toMatchObject({
      names: ['age', 'plan'],
      rows: [{ features: [null, '3'] }, { features: [null, null] }],
    });
  });

  it('spell classes and categories in one way', () => {
    const spelled = (value: unknown) => read([row({ prediction: value, label: value })]).rows[0];
    for (const value of [1, '1', '1.0', ' 1 '])
      expect(spelled(value)).toMatchObject({ predicted: '1', label: '1' });
    for (const value of [true, 'True'])
      expect(spelled(value)).toMatchObject({ predicted: 'true', label: 'true' });
    for (const value of [null, '', 'NaN'])
      expect(spelled(value)).toMatchObject({ predicted: null, label: null });
  });

  it.each([
    ['2026-01-05T08:59:00Z', now - 60_000],
    // Paris is an hour ahead in winter.
    ['2026-01-05 09:59:00', now - 60_000],
    [now / 1000, now],
    [now - 5, now - 5],
    [null, now],
    [now + 5 * 60_000, now + 5 * 60_000],
  ])('are of the time %j', (time, at) => {
    expect(read([row({ time })]).rows[0]?.at).toBe(at);
  });

  it.each([
    [{ id: undefined }, 'rows[0].id', /is needed: a text of 1 to 200 characters/],
    [{ id: '' }, 'rows[0].id', /is needed/],
    [{ id: 'x'.repeat(201) }, 'rows[0].id', /is needed/],
    [{ id: 1.5 }, 'rows[0].id', /is needed/],
    [{ time: 'noon' }, 'rows[0].time', /is not a time/],
    [{ time: [] }, 'rows[0].time', /is not a time/],
    [{ time: now + hour }, 'rows[0].time', /60 minutes in the future: is the clock or the timezone wrong/],
    [{ time: now + 5 * 60_000 + 1 }, 'rows[0].time', /5 minutes in the future/],
    [{ time: '2025-11-01' }, 'rows[0].time', /65.4 days old, and rows are kept for 30: raise retention/],
    [{ features: [1] }, 'rows[0].features', /is not an object/],
    [{ features: null }, 'rows[0].features', /is not an object/],
    [{ features: { age: 41, size: 2 } }, 'rows[0].features.size', /is not a feature of the model/],
    [{ features: { age: '41' } }, 'rows[0].features.age', /'41' is not a number/],
    [{ features: { age: true } }, 'rows[0].features.age', /a value of type boolean is not a number/],
    [{ features: { age: Number.POSITIVE_INFINITY } }, 'rows[0].features.age', /the number is infinite/],
    [{ features: { plan: { a: 1 } } }, 'rows[0].features.plan', /a value of type object is not a text/],
    [{ features: { plan: 'x'.repeat(1_001) } }, 'rows[0].features.plan', /more than 1000 characters/],
    [
      { features: { age: 1, ['x'.repeat(201)]: 1 } },
      `rows[0].features.${'x'.repeat(40)}`,
      /1 to 200 characters/,
    ],
    [{ prediction: undefined }, 'rows[0].prediction', /is needed: what the model said/],
    [{ prediction: [] }, 'rows[0].prediction', /a value of type array is not a text/],
    [{ score: 1.2 }, 'rows[0].score', /1.2 is not a number from 0 to 1/],
    [{ score: -0.1 }, 'rows[0].score', /-0.1 is not a number from 0 to 1/],
    [{ score: '0.5' }, 'rows[0].score', /'0.5' is not a number from 0 to 1/],
    [{ label: 'maybe' }, 'rows[0].label', /is none of no, yes/],
    [{ predicition: 'yes' }, 'rows[0].predicition', /is not a field of a row: use id, time, features/],
  ])('are refused by name for %j', (wrong, path, message) => {
    const { code, faults } = refusal([row(wrong)]);
    expect(code).toBe('invalid_input');
    expect(faults).toContainEqual({ path, message: expect.stringMatching(message) });
  });

  it('are refused as a whole, with every fault', () => {
    const { message, faults, remedy } = refusal([
      row(),
      row({ score: 2 }),
      row({ id: '', features: { age: 'x' } }),
    ]);
    expect(message).toBe('3 of the values given cannot be used');
    expect(faults.map(({ path }) => path)).toEqual(['rows[1].score', 'rows[2].id', 'rows[2].features.age']);
    expect(remedy).toBe('Nothing was stored. The features are age (numeric), plan (categorical).');
  });

  it('are not told of a thousand times for one wrong column', () => {
    const { message, faults } = refusal(Array.from({ length: 1_000 }, () => row({ score: 50 })));
    expect(message).toBe('1000 of the values given cannot be used');
    expect(faults).toHaveLength(21);
  });

  it('have a feature at least', () => {
    expect(refusal([row({ features: { email: 'x' } })], null).message).toContain('names no feature');
  });

  it('take names of the language for names', () => {
    const given = [row({ features: { constructor: 1 } }), row({ features: { toString: 2 } })];
    expect(read(given)).toMatchObject({
      names: ['constructor', 'toString'],
      rows: [{ features: [1, null] }, { features: [null, 2] }],
    });
  });
});
