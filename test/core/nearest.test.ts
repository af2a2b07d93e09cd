import { describe, expect, it } from 'vitest';
import { nearest } from '../../core/nearest.ts';

describe('the word that was meant', () => {
  const words = ['threshold', 'mode', 'label', 'labels', 'id', 'timezone'];

  it.each([
    ['treshold', 'threshold'],
    ['thresholds', 'threshold'],
    ['modus', 'mode'],
    ['lable', 'label'],
    ['Labels', 'labels'],
    ['time_zone', 'timezone'],
    ['label', 'label'],
    ['thr', 'threshold'],
  ])('by "%s" is "%s"', (typed, meant) => {
    expect(nearest(typed, words)).toBe(meant);
  });

  it.each(['xyzzy', '', 'i', 'od', 'hold', 'm'])('by "%s" is none of them', (typed) => {
    expect(nearest(typed, words)).toBeNull();
  });

  it('is none where there are no words', () => {
    expect(nearest('mode', [])).toBeNull();
  });
});
