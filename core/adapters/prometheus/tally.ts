// A histogram that takes a number a row: prom-client's makes objects and hashes labels for each of them, which costs more than
// the answer to the row. What is told at a scrape is the same text.

export interface Tally {
  /** What counts numbers of a watch, whose series begin at 0; those that are not finite are left out. */
  of(watch: string): (value: number) => void;
  /** In the text format of Prometheus. */
  text(): string;
}

interface Series {
  /** Numbers up to each bound and above the one before; behind the last those above all. */
  readonly counts: Float64Array;
  sum: number;
  readonly add: (value: number) => void;
}

/** `bounds`: upper ones, ascending. */
export function tally(name: string, help: string, bounds: readonly number[]): Tally {
  const all = new Map<string, Series>();
  const bear = (watch: string): Series => {
    const series = seriesOf(bounds);
    all.set(watch, series);
    return series;
  };
  return {
    of: (watch) => (all.get(watch) ?? bear(watch)).add,
    text() {
      const lines = [...all].flatMap(([watch, { counts, sum }]) => {
        const label = `watch="${escaped(watch)}"`;
        let count = 0;
        const buckets = Array.from(counts, (own, at) => {
          count += own;
          return `${name}_bucket{le="${bounds[at] ?? '+Inf'}",${label}} ${count}`;
        });
        return [...buckets, `${name}_sum{${label}} ${sum}`, `${name}_count{${label}} ${count}`];
      });
      return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...lines].join('\n');
    },
  };
}

function seriesOf(bounds: readonly number[]): Series {
  const counts = new Float64Array(bounds.length + 1);
  const series = {
    counts,
    sum: 0,
    add(value: number) {
      if (!Number.isFinite(value)) return;
      let at = 0;
      while (at < bounds.length && value > (bounds[at] as number)) at++;
      counts[at] = (counts[at] as number) + 1;
      series.sum += value;
    },
  };
  return series;
}

const escaped = (text: string) => text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
