// A Grafana dashboard as data, and the rules it must keep that its own schema cannot see. Pure: each rule answers with its breaches.
import * as z from 'zod';
import { knownSeries } from './metrics.ts';
import { labelsIn, seriesIn } from './promql.ts';

/** What docker/prometheus/alerts.yml records, with the labels it keeps; `job` and `instance` are Prometheus' own. */
const recorded = new Map([
  ['route:http_requests:rate5m', ['method', 'route']],
  ['route:http_request_duration_seconds:p95_5m', ['method', 'route']],
  ['job:http_requests_errors:ratio_rate5m', ['job']],
]);
const labelsOf = (series: string) => knownSeries.get(series) ?? recorded.get(series);

const panelSchema = z.object({
  id: z.int(),
  type: z.string(),
  title: z.string().min(1),
  description: z.string().default(''),
  gridPos: z.object({ x: z.int().min(0), y: z.int().min(0), w: z.int().min(1), h: z.int().min(1) }),
  fieldConfig: z.object({ defaults: z.object({ unit: z.string() }) }).optional(),
  targets: z
    .array(z.object({ refId: z.string(), datasource: z.object({ uid: z.string() }), expr: z.string() }))
    .default([]),
});

export const dashboardSchema = z.object({
  uid: z.string(),
  templating: z.object({
    list: z.array(z.object({ name: z.string(), query: z.string() })),
  }),
  annotations: z.object({ list: z.array(z.object({ name: z.string(), expr: z.string() })) }),
  panels: z.array(panelSchema),
});

export type Dashboard = z.infer<typeof dashboardSchema>;
type Panel = Dashboard['panels'][number];

/** Series and labels the product does not have, and watched series that ignore the chosen watch. */
export function queryFaults({ panels }: Dashboard): string[] {
  return panels.flatMap(({ title, targets }) =>
    targets.flatMap(({ expr }) => {
      const series = seriesIn(expr);
      const labels = new Set([...series.flatMap((name) => labelsOf(name) ?? []), 'job', 'instance']);
      const unfiltered = labels.has('watch') && !expr.includes('watch=~"$watch"');
      return [
        ...series.filter((name) => labelsOf(name) === undefined).map((name) => `${title}: no metric ${name}`),
        ...labelsIn(expr)
          .filter((name) => !labels.has(name))
          .map((name) => `${title}: no label ${name}`),
        ...(unfiltered ? [`${title}: shows every watch, whichever is chosen`] : []),
      ];
    }),
  );
}

/** Panels that leave the 24 columns or cover one another. */
export function layoutFaults({ panels }: Dashboard): string[] {
  const wide = panels
    .filter(({ gridPos }) => gridPos.x + gridPos.w > 24)
    .map(({ title }) => `${title}: is too wide`);
  const covered = panels.flatMap((panel, index) =>
    panels
      .slice(index + 1)
      .filter((other) => overlap(panel, other))
      .map((other) => `${other.title}: covers ${panel.title}`),
  );
  return [...wide, ...covered];
}

function overlap({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** Panels a reader could not make sense of, and ids or query letters that are used twice. */
export function panelFaults({ panels }: Dashboard): string[] {
  const ids = panels.map(({ id }) => id);
  const shown = panels.filter(({ type }) => type !== 'row');
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `two panels have the id ${id}`),
    ...shown
      .filter(({ description }) => description === '')
      .map(({ title }) => `${title}: has no description`),
    ...shown.filter(({ fieldConfig }) => !fieldConfig).map(({ title }) => `${title}: has no unit`),
    ...shown
      .filter(
        ({ targets }) => new Set(targets.map(({ refId }) => refId)).size !== Math.max(1, targets.length),
      )
      .map(({ title }) => `${title}: has no query, or two with one letter`),
  ];
}

/** Metrics of the product that no query reads: nobody sees them. */
export function unread({ panels, annotations }: Dashboard, rules: readonly string[]): string[] {
  const exprs = [...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)), ...rules];
  const read = new Set(
    [...exprs, ...annotations.list.map(({ expr }) => expr)].flatMap(seriesIn).map(metricOf),
  );
  const own = [...new Set([...knownSeries.keys()].map(metricOf))].filter(
    (name) => !/^(process|nodejs)_/.test(name),
  );
  return own.filter((name) => !read.has(name));
}

const metricOf = (series: string) => series.replace(/_(bucket|sum|count)$/, '');
