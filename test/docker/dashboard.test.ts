import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { dashboardOf } from '../../docker/grafana/dashboard/dashboard.ts';
import { bindMounts, readCompose } from './compose.ts';
import {
  type Dashboard,
  dashboardSchema,
  layoutFaults,
  panelFaults,
  queryFaults,
  unread,
} from './dashboard.ts';
import { knownSeries } from './metrics.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const compose = readCompose(read('docker-compose.yml'));
const dashboard = readDashboard();

function readDashboard(): Dashboard {
  return dashboardSchema.parse(JSON.parse(read('docker/grafana/dashboards/vigie.json')));
}

/** The dashboard with one panel changed. */
function planted(change: (panel: Dashboard['panels'][number]) => void): Dashboard {
  const broken = readDashboard();
  const panel = broken.panels.find(({ title }) => title === 'Drift score and threshold');
  if (!panel) throw new Error('the panel to break is gone');
  change(panel);
  return broken;
}

describe('the dashboard', () => {
  it('is what `npm run dashboards` writes', () => {
    expect(read('docker/grafana/dashboards/vigie.json')).toBe(`${JSON.stringify(dashboardOf(), null, 2)}\n`);
  });

  it('shows every metric of the product, or a rule reads it', () => {
    const { groups } = z
      .object({ groups: z.array(z.object({ rules: z.array(z.object({ expr: z.string() })) })) })
      .parse(parse(read('docker/prometheus/alerts.yml')));
    const rules = groups.flatMap((group) => group.rules.map(({ expr }) => expr));
    expect(unread(dashboard, rules)).toEqual([]);
  });

  it('asks only for metrics and labels the product has, of the chosen watch', () => {
    expect(queryFaults(dashboard)).toEqual([]);
  });

  it('lays its panels side by side', () => {
    expect(layoutFaults(dashboard)).toEqual([]);
  });

  it('explains every panel, gives it a unit and counts ids once', () => {
    expect(panelFaults(dashboard)).toEqual([]);
  });

  it('offers the watches that exist', () => {
    const [variable, ...more] = dashboard.templating.list;
    expect(more).toEqual([]);
    const [, series = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(variable?.query ?? '') ?? [];
    expect([variable?.name, label]).toEqual(['watch', 'watch']);
    expect(knownSeries.get(series)).toContain(label);
  });

  it('reads from the data source that is provisioned, which is the Prometheus of the compose file', () => {
    const [source] = z
      .object({ datasources: z.array(z.object({ uid: z.string(), url: z.url() })) })
      .parse(parse(read('docker/grafana/provisioning/datasources/prometheus.yml'))).datasources;
    const { hostname, port } = new URL(source?.url ?? '');
    const uids = dashboard.panels.flatMap(({ targets }) => targets.map(({ datasource }) => datasource.uid));
    expect(new Set(uids)).toEqual(new Set([source?.uid]));
    expect(compose.services[hostname]?.ports).toEqual([`127.0.0.1:${port}:${port}`]);
  });

  it('lies where the provider looks for it', () => {
    const [provider] = z
      .object({ providers: z.array(z.object({ options: z.object({ path: z.string() }) })) })
      .parse(parse(read('docker/grafana/provisioning/dashboards/vigie.yml'))).providers;
    expect(bindMounts(compose)).toContainEqual([
      'grafana',
      './docker/grafana/dashboards',
      provider?.options.path,
    ]);
  });
});

describe('the rules of the dashboard', () => {
  it('refuse a metric the product does not have', () => {
    const broken = planted(({ targets: [target] }) => {
      Object.assign(target ?? {}, { expr: 'ml_drift_scores{watch=~"$watch"}' });
    });
    expect(queryFaults(broken)).toEqual([
      'Drift score and threshold: no metric ml_drift_scores',
      'Drift score and threshold: no label watch',
    ]);
  });

  it('refuse a label its metric does not have, and a query that ignores the chosen watch', () => {
    const broken = planted(({ targets: [target] }) => {
      Object.assign(target ?? {}, { expr: 'max by (model) (ml_drift_score)' });
    });
    expect(queryFaults(broken)).toEqual([
      'Drift score and threshold: no label model',
      'Drift score and threshold: shows every watch, whichever is chosen',
    ]);
  });

  it('refuse panels that overlap or leave the grid', () => {
    const broken = planted(({ gridPos }) => {
      gridPos.w = 25;
    });
    expect(layoutFaults(broken)).toEqual([
      'Drift score and threshold: is too wide',
      'Features that moved most: covers Drift score and threshold',
      'Missing values: covers Drift score and threshold',
    ]);
  });

  it('refuse an id used twice, and a panel without a description', () => {
    const broken = planted((panel) => Object.assign(panel, { id: 1, description: '' }));
    expect(panelFaults(broken)).toEqual([
      'two panels have the id 1',
      'Drift score and threshold: has no description',
    ]);
  });
});
