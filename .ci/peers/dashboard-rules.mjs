// Writes every query of a Grafana dashboard as a recording rule, so that promtool, which knows no dashboards, can parse it.
// Usage: node dashboard-rules.mjs DASHBOARD.json > rules.json (JSON is YAML)
import { readFileSync } from 'node:fs';

const [path] = process.argv.slice(2);
const { panels, annotations } = JSON.parse(readFileSync(path, 'utf8'));

// Grafana fills these in before it asks Prometheus.
const filled = (expr) => expr.replaceAll('$__rate_interval', '1m').replaceAll('$watch', '.*');

const rules = panels.flatMap(({ id, targets = [] }) =>
  targets.map(({ refId, expr }) => ({ record: `panel_${id}_${refId}`, expr: filled(expr) })),
);
const happened = annotations.list.map(({ expr }, at) => ({ record: `annotation_${at}`, expr: filled(expr) }));
if (rules.length === 0) throw new Error(`${path} asks nothing`);
process.stdout.write(JSON.stringify({ groups: [{ name: 'dashboard', rules: [...rules, ...happened] }] }));
