import { Histogram, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { tally } from '../../../../core/adapters/prometheus/tally.ts';

const bounds = [0.1, 0.25, 0.5, 1];
const watches = ['demo', 'a "quoted" \\ name', 'two\nlines'];
const values = [0, 0.1, 0.1000001, 0.24, 0.25, 0.3, 1 / 3, 0.5, 0.999, 1, 1.5, 40];

describe('a tally', () => {
  it('tells what the histogram of prom-client tells of the same numbers', async () => {
    const registry = new Registry();
    const settings = { name: 'shares', help: 'Of answers', buckets: bounds, registers: [registry] };
    const reference = new Histogram({ ...settings, labelNames: ['watch'] });
    const own = tally('shares', 'Of answers', bounds);
    for (const [at, watch] of watches.entries())
      for (const value of values.slice(at)) {
        reference.observe({ watch }, value);
        own.of(watch)(value);
      }
    expect(`${own.text()}\n`).toBe(await registry.metrics());
  });

  it('begins at 0, and leaves out what is no number', async () => {
    const registry = new Registry();
    const settings = { name: 'shares', help: 'Of answers', buckets: bounds, registers: [registry] };
    new Histogram({ ...settings, labelNames: ['watch'] }).zero({ watch: 'demo' });
    const own = tally('shares', 'Of answers', bounds);
    own.of('demo')(Number.NaN);
    own.of('demo')(Number.POSITIVE_INFINITY);
    expect(`${own.text()}\n`).toBe(await registry.metrics());
  });
});
