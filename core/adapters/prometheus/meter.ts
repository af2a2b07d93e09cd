// Making and moving metrics. prom-client throws at numbers that are not finite; a measure must never end what it
// measures, so such numbers are left out.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export interface Makers {
  gauge<L extends string>(name: string, help: string, ...labels: L[]): Gauge<L>;
  counter<L extends string>(name: string, help: string, ...labels: L[]): Counter<L>;
  /** `buckets`: upper bounds, in the unit of the name. */
  histogram<L extends string>(
    name: string,
    { help, buckets }: { readonly help: string; readonly buckets: readonly number[] },
    ...labels: L[]
  ): Histogram<L>;
}

export function makersIn(registry: Registry): Makers {
  const registers = [registry];
  return {
    gauge: (name, help, ...labelNames) => new Gauge({ name, help, labelNames, registers }),
    counter: (name, help, ...labelNames) => new Counter({ name, help, labelNames, registers }),
    histogram: (name, { help, buckets }, ...labelNames) =>
      new Histogram({ name, help, buckets: [...buckets], labelNames, registers }),
  };
}

type Labels<L extends string> = Partial<Record<L, string>>;

export function set<L extends string>(gauge: Gauge<L>, labels: Labels<L>, value: number | null): void {
  if (value !== null && Number.isFinite(value)) gauge.set(labels, value);
}

export function observe<L extends string>(histogram: Histogram<L>, labels: Labels<L>, value: number): void {
  // A wall clock that was set back makes durations negative.
  if (Number.isFinite(value)) histogram.observe(labels, Math.max(0, value));
}

/**
 * The names that keep a series of their own, each watch for itself: the first `limit` that come, so that a name keeps
 * its series; null for all others, which share `other`.
 */
export function firstNames(limit: number): (watch: string, name: string) => string | null {
  const namesOf = new Map<string, Set<string>>();
  return (watch, name) => {
    const names = namesOf.get(watch) ?? new Set();
    namesOf.set(watch, names);
    if (names.size < limit && name !== 'other') names.add(name);
    return names.has(name) ? name : null;
  };
}
