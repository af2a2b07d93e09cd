import { describe, expect, it } from 'vitest';
import { labelsIn, seriesIn } from './promql.ts';

describe('names in a PromQL expression', () => {
  it('leaves out functions, aggregations, labels, strings, ranges and set operators', () => {
    const expr =
      'max by (watch) (up_a) > 600 unless on (job) sum(increase(up_b{result="sent or not"}[10m])) > 0 or absent(up_c)';
    expect(seriesIn(expr)).toEqual(['up_a', 'up_b', 'up_c']);
  });

  it('names a series once, however often it is read', () => {
    expect(seriesIn('a / on () (a + b:rate5m)')).toEqual(['a', 'b:rate5m']);
  });

  it('finds the labels of selectors and of groupings', () => {
    const expr = 'sum by (le, watch) (rate(x_bucket{watch=~"$watch", source!="a{b=c}"}[5m]))';
    expect(labelsIn(expr)).toEqual(['le', 'watch', 'source']);
  });
});
