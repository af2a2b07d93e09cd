// Asks a running Prometheus everything the dashboard and the rules ask, until each answer holds data.
// Panels and recordings are asked whole. An alert or an annotation rightly answers nothing when all is well: there every
// selector inside it is asked, since a wrong name or label is what makes one silent for ever.
// Usage: node expressions.mjs PROMETHEUS_URL
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';

const [base] = process.argv.slice(2);
const patienceMs = 60_000;
const { panels, annotations } = JSON.parse(readFileSync('docker/grafana/dashboards/vigie.json', 'utf8'));
const rules = parse(readFileSync('docker/prometheus/alerts.yml', 'utf8')).groups.flatMap(
  (group) => group.rules,
);

/** Selectors that have no sample as long as nothing of the kind has happened. */
const rare = new Set(['http_requests_total{status_class="5xx"}']);
const filled = (expr) => expr.replaceAll('$__rate_interval', '1m').replaceAll('$watch', '.*');

function selectorsIn(expr) {
  const bare = filled(expr).replace(/\b(?:by|without|on|ignoring)\s*\([^)]*\)/g, '');
  const found = bare.match(/(?<![\w"'/|])[a-z_:][\w:]*(?:\{[^}]*\})?(?![\w(])(?!\s*\()/g) ?? [];
  return found.filter((name) => name.length > 1 && /_|^up/.test(name) && !rare.has(name));
}

const questions = [
  ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [`panel ${title}`, filled(expr)])),
  ...annotations.list.flatMap(({ name, expr }) =>
    selectorsIn(expr).map((each) => [`annotation ${name}`, each]),
  ),
  ...rules.flatMap(({ alert, record, expr }) =>
    record ? [[`recording ${record}`, expr]] : selectorsIn(expr).map((each) => [`alert ${alert}`, each]),
  ),
];

async function answered([, query]) {
  const url = `${base}/api/v1/query?${new URLSearchParams({ query })}`;
  const answer = await (await fetch(url, { signal: AbortSignal.timeout(5_000) })).json();
  if (answer.status !== 'success') throw new Error(`${query}: ${answer.error}`);
  return answer.data.result.length > 0;
}

const counted = { panel: 0, annotation: 0, alert: 0, recording: 0 };
for (const [where] of questions) counted[where.split(' ')[0]]++;
const until = Date.now() + patienceMs;
let open = questions;
while (open.length > 0 && Date.now() < until) {
  const answers = await Promise.all(open.map(answered));
  open = open.filter((_, at) => !answers[at]);
  if (open.length > 0) await pause(500);
}
for (const [where, query] of open) console.log(`FAIL no data: ${where}: ${query}`);
if (Object.values(counted).includes(0))
  throw new Error(`asked nothing of a kind: ${JSON.stringify(counted)}`);
console.log(
  `${open.length === 0 ? 'ok' : 'FAIL'} ${questions.length - open.length} of ${questions.length} questions have data ${JSON.stringify(counted)}`,
);
process.exitCode = open.length === 0 ? 0 : 1;
