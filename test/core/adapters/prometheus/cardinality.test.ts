// How many series a process makes at most: what Prometheus has to keep, and pays for.
import { describe, expect, it } from 'vitest';
import { busyMetrics } from './busy.ts';
import { scrape } from './scrape.ts';

describe('a process that has met everything', () => {
  it('makes less than 1,500 series with one watch of 80 features and 100 classes', async () => {
    const { series } = await scrape(busyMetrics(['shop']));
    expect(series.size).toBeLessThan(1_500);
  });

  it('makes at most 260 more for each further one', async () => {
    const one = (await scrape(busyMetrics(['a']))).series.size;
    const four = (await scrape(busyMetrics(['a', 'b', 'c', 'd']))).series.size;
    expect((four - one) / 3).toBeLessThanOrEqual(260);
  });

  it('labels by these alone', async () => {
    const { body } = await scrape(busyMetrics(['shop']));
    const labels = new Set([...body.matchAll(/[{,]([a-z_]+)="/g)].map(([, name]) => name));
    const runtime = ['type', 'space', 'kind', 'version', 'major', 'minor', 'patch', 'le', 'node'];
    expect([...labels].filter((name) => !runtime.includes(name ?? '')).sort()).toEqual(
      [
        ...['class', 'command', 'dataset', 'dependency', 'feature', 'job', 'method', 'operation', 'outcome'],
        ...[
          'reason',
          'result',
          'route',
          'scope',
          'source',
          'state',
          'status_class',
          'trigger',
          'via',
          'watch',
        ],
      ].sort(),
    );
  });
});
