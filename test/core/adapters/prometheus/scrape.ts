// What a scrape of the metrics adapter finds, at a fixed time.
import { createPrometheus } from '../../../../core/adapters/prometheus/index.ts';
import type { Metrics } from '../../../../core/ports.ts';

export const at = 1_800_000_000_000;
/** Five seconds later. */
const clock = { now: () => at + 5_000, sleep: async () => {} };

export const fresh = () => createPrometheus(clock, { version: '1.2.3', node: 'v24.1.0' });

/** Reads the text format (its documentation: exposition formats, "text-based format") into series -> value. */
export async function scrape(metrics: Metrics) {
  const { body } = await metrics.render();
  const series = new Map<string, number>();
  for (const line of body.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const parts = /^([a-z_][a-z0-9_]*(?:\{(?:[a-z_]+="(?:[^"\\]|\\.)*",?)*\})?) (\S+)$/.exec(line);
    if (!parts) throw new Error(`not a sample: ${line}`);
    series.set(parts[1] ?? '', Number(parts[2]));
  }
  return { body, series, of: (name: string) => [...series.keys()].filter((key) => key.startsWith(name)) };
}
