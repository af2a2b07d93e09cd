import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchesOf, encodePairs } from '../../../../core/adapters/mlflow/encode.ts';
import { training } from './training.ts';

const keyOf = (name: string) => encodePairs({ [name]: '' })[0]?.key;

describe('a name for MLflow', () => {
  it.each([
    ['psi(age)', 'psi_age_'],
    ['monthly charge', 'monthly charge'],
    ['a.b-c_d/e', 'a.b-c_d/e'],
    ['âge', 'âge'],
    ['a\u0302ge', 'âge'],
    ['a:b', 'a_b'],
    ['/etc//x/./y/', 'etc/x/y'],
    ['../up', 'up'],
    ['..up', '__up'],
    ['', '_'],
    ['..', '_'],
    ['é'.repeat(300), 'é'.repeat(250)],
    [`${'x'.repeat(248)}/.hidden`, 'x'.repeat(248)],
  ])('%j is written %j', (given, written) => {
    expect(keyOf(given)).toBe(written);
  });

  it('is distinct from the others', () => {
    const keys = encodePairs({ 'psi(a)': '1', 'psi[a]': '2', psi_a_: '3', psi_a__2: '4' }).map(
      ({ key }) => key,
    );
    expect(keys).toEqual(['psi_a_', 'psi_a__2', 'psi_a__3', 'psi_a__2_2']);
  });

  it('is accepted by the rules of its server, whatever it was', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary', maxLength: 300 }), fc.constant('v')),
        (record) => {
          const keys = encodePairs(record).map(({ key }) => key);
          expect(new Set(keys).size).toBe(Object.keys(record).length);
          for (const key of keys) {
            expect([...key].length).toBeLessThanOrEqual(250);
            expect(key).toMatch(/^[/\p{L}\p{N}_.\- :]+$/u);
            expect(posix.normalize(key)).toBe(key);
            expect(key).not.toMatch(/^\.\.|^\/|^\.$|\/$/);
          }
        },
      ),
      { seed: 7 },
    );
  });
});

describe('a value for MLflow', () => {
  const kept = (value: string) => encodePairs({ a: value })[0]?.value;

  it('of 500 characters stays whole, of 501 is cut', () => {
    expect(kept('x'.repeat(500))).toBe('x'.repeat(500));
    expect(kept('x'.repeat(501))).toBe(`${'x'.repeat(499)}…`);
  });

  it('is never cut through a character', () => {
    expect(kept('😀'.repeat(501))).toBe(`${'😀'.repeat(499)}…`);
    expect(kept('😀'.repeat(500))).toBe('😀'.repeat(500));
  });

  it('has no half characters and no NUL, which the server would drop or fail at', () => {
    expect(kept('a\ud800b\0c')).toBe('a\ufffdb\ufffdc');
  });
});

describe('the calls a training is logged with', () => {
  it('are the same every time, with the times of the intent', () => {
    expect(batchesOf(training)).toEqual(batchesOf(structuredClone(training)));
    expect(batchesOf(training)[0]?.metrics[0]).toEqual({
      key: 'accuracy',
      value: 0.875,
      timestamp: training.endedAt,
      step: 0,
    });
  });

  it('carry a time of whole milliseconds', () => {
    const [batch] = batchesOf({ ...training, endedAt: 1234.56 });
    expect(batch?.metrics[0]?.timestamp).toBe(1235);
  });

  it('are none for a training without contents', () => {
    expect(batchesOf({ ...training, parameters: {}, metrics: {}, tags: {} })).toEqual([]);
  });
});
