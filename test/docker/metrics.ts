// Every series a scrape of the product may hold, with its label names, as the registry itself tells it.
import { busyMetrics } from '../core/adapters/prometheus/busy.ts';

const sample = /^([a-z0-9_]+)(?:\{(.*)\})? \S+$/;

async function seriesOf(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { body } = await busyMetrics(['demo']).render();
  const series = new Map<string, readonly string[]>();
  // Those of the garbage collector have no samples before it has run.
  for (const [, name] of body.matchAll(/^# TYPE (\S+) histogram$/gm))
    for (const part of ['bucket', 'sum', 'count']) series.set(`${name}_${part}`, []);
  for (const line of body.split('\n')) {
    const [, name = '', labels = ''] = sample.exec(line) ?? [];
    if (name !== '')
      series.set(
        name,
        [...labels.matchAll(/([a-z_]+)="/g)].map(([, label = '']) => label),
      );
  }
  return series;
}

export const knownSeries = await seriesOf();
