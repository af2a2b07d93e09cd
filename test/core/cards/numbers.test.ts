import { describe, expect, it } from 'vitest';
import { bar } from '../../../core/cards/numbers.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';

const { count, counted, decimal, duration, percent, points, pValue, scoreAndThreshold, written } =
  wordsOf('en').numbers;

describe('numbers on cards', () => {
  it('groups thousands and names one and many', () => {
    expect(count(12_345)).toBe('12,345');
    expect([counted(1, 'row'), counted(0, 'row'), counted(2, 'watch', 'watches')]).toEqual([
      '1 row',
      '0 rows',
      '2 watches',
    ]);
  });

  it('never shows a number that is none', () => {
    const shown = [count, points, percent, pValue, duration, (value: number) => decimal(value, 2)].flatMap(
      (write) => [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(write),
    );
    expect(new Set(shown)).toEqual(new Set(['unknown']));
    expect(decimal(null, 2)).toBe('unknown');
  });

  it('signs a difference of accuracies in percentage points', () => {
    expect([points(0.0567), points(-0.1311), points(0), points(-0.0001)]).toEqual([
      '+5.7 points',
      '-13.1 points',
      '0.0 points',
      '0.0 points',
    ]);
  });

  it('shows a score with as many decimals as tell it from its threshold', () => {
    expect(scoreAndThreshold(0.3149, 0.25)).toEqual(['0.31', '0.25']);
    expect(scoreAndThreshold(0.2496, 0.25)).toEqual(['0.2496', '0.2500']);
    expect(scoreAndThreshold(0.25, 0.25)).toEqual(['0.25', '0.25']);
  });

  it('keeps certainty for certainty', () => {
    expect([percent(1), percent(0.99996), percent(0.873), percent(0.00001), percent(0)]).toEqual([
      '100.0 %',
      '99.9 %',
      '87.3 %',
      '0.1 %',
      '0.0 %',
    ]);
  });

  it('writes p-values as far down as they matter', () => {
    expect([0.6494, 0.0499, 0.00306, 1.98e-5, 0].map(pValue)).toEqual([
      '0.65',
      '0.050',
      '0.003',
      '2.0e-5',
      'below 1e-99',
    ]);
  });

  it('writes durations in the two largest units', () => {
    const hour = 3_600_000;
    expect([850, 12_300, 59_700, 200_000, 7_500_000, 47 * hour, 72 * hour].map(duration)).toEqual([
      '850 ms',
      '12 s',
      '1 min',
      '3 min 20 s',
      '2 h 5 min',
      '47 h',
      '3 days',
    ]);
  });

  it('draws a bar that is never longer than its width and never empty for something', () => {
    const draw = (share: number) => bar(share, 5, ['#', '.']);
    expect([0, 0.01, 0.6, 1, 7, Number.NaN].map(draw)).toEqual([
      '.....',
      '#....',
      '###..',
      '#####',
      '#####',
      '.....',
    ]);
  });
});

describe('numbers on French cards', () => {
  const fr = wordsOf('fr').numbers;
  /** No-break spaces shown as "_". */
  const seen = (text: string) => text.replace(/[\u00a0\u202f]/g, '_');

  it('have a decimal comma, and narrow spaces between thousands and before the percent sign', () => {
    expect([fr.count(12_345), fr.percent(0.8731), fr.wholePercent(0.119)].map(seen)).toEqual([
      '12_345',
      '87,3_%',
      '11_%',
    ]);
    expect([fr.decimal(0.314, 2), fr.metric(0.8742), fr.pValue(1.98e-5), fr.pValue(0)]).toEqual([
      '0,31',
      '0,874',
      '2,0e-5',
      'moins de 1e-99',
    ]);
    expect([fr.points(0.0567), fr.signed(-0.051, 2), fr.signed(0.402, 2)]).toEqual([
      '+5,7 points',
      '-0,05',
      '+0,40',
    ]);
    expect(fr.scoreAndThreshold(0.2496, 0.25)).toEqual(['0,2496', '0,2500']);
  });

  it('count less than two in the singular', () => {
    expect([0, 1, 1.5, 2].map((value) => fr.form(value, 'ligne'))).toEqual([
      'ligne',
      'ligne',
      'ligne',
      'lignes',
    ]);
    expect(fr.counted(0, 'signal', 'signaux')).toBe('0 signal');
    expect(seen(fr.counted(2_000, 'signal', 'signaux'))).toBe('2_000 signaux');
  });

  it('say days, and unknown', () => {
    expect(fr.duration(72 * 3_600_000)).toBe('3 jours');
    expect([fr.count(Number.NaN), fr.decimal(null, 2), fr.written('unknown')]).toEqual(
      Array.from({ length: 3 }, () => 'inconnu'),
    );
  });

  it('are those a report holds, and its other words stay as they are', () => {
    expect(
      ['41.20', '-0.5', '31 %', '1.2e+21', 'v1.2', '2.0.1', 'paid'].map((text) => seen(fr.written(text))),
    ).toEqual(['41,20', '-0,5', '31_%', '1,2e+21', 'v1.2', '2.0.1', 'paid']);
    expect(written('41.20')).toBe('41.20');
  });
});
