import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { readCompose } from './compose.ts';
import { knownSeries } from './metrics.ts';
import { labelsIn, seriesIn } from './promql.ts';

const read = (path: string): unknown => parse(readFileSync(path, 'utf8'));

const { services } = readCompose(readFileSync('docker-compose.yml', 'utf8'));

const config = z
  .object({
    rule_files: z.array(z.string()),
    scrape_configs: z.array(
      z.object({
        job_name: z.string(),
        static_configs: z.array(z.object({ targets: z.array(z.string()) })),
      }),
    ),
  })
  .parse(read('docker/prometheus/prometheus.yml'));

const ruleSchema = z.object({
  alert: z.string(),
  expr: z.string(),
  labels: z.object({ severity: z.enum(['warning', 'critical']), told: z.enum(['bot', 'ops']) }),
  annotations: z.object({ summary: z.string(), description: z.string(), runbook_url: z.string() }),
});
const recordingSchema = z.object({ record: z.string(), expr: z.string() });
const all = z
  .object({ groups: z.array(z.object({ rules: z.array(z.union([ruleSchema, recordingSchema])) })) })
  .parse(read('docker/prometheus/alerts.yml'))
  .groups.flatMap((group) => group.rules);
const rules = all.flatMap((rule) => ('alert' in rule ? [rule] : []));
const recordings = all.flatMap((rule) => ('record' in rule ? [rule] : []));

/** The metrics Prometheus itself has, with their labels. */
const foreign = new Map([
  ['up', ['job', 'instance']],
  ['prometheus_rule_evaluation_failures_total', ['rule_group']],
]);
const series = (name: string) => knownSeries.get(name) ?? foreign.get(name);
/** Prometheus gives every series these. */
const given = ['job', 'instance'];

const caseSchema = z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()) });
const cases = ['alerts', 'alerts-more'].flatMap((name) =>
  z
    .object({ tests: z.array(z.object({ alert_rule_test: z.array(caseSchema) })) })
    .parse(read(`docker/prometheus/${name}.test.yml`))
    .tests.flatMap((test) => test.alert_rule_test),
);
const recorded = z
  .object({ tests: z.array(z.object({ promql_expr_test: z.array(z.object({ expr: z.string() })) })) })
  .parse(read('docker/prometheus/recording.test.yml'))
  .tests.flatMap((test) => test.promql_expr_test.map(({ expr }) => expr));
const headings = [...readFileSync('docker/runbook.md', 'utf8').matchAll(/^## (\w+)$/gm)].map(
  ([, name]) => name,
);

describe('the configuration of Prometheus', () => {
  it('scrapes Vigie under the name and the port it has in the compose file', () => {
    const targets = config.scrape_configs
      .filter((job) => job.job_name === 'vigie')
      .flatMap((job) => job.static_configs.flatMap((entry) => entry.targets));
    expect(targets).toEqual([`vigie:${services['vigie']?.environment['PORT']}`]);
  });

  it('finds its rules where the compose file mounts them', () => {
    const mounts = services['prometheus']?.volumes.map((volume) => volume.split(':')[1]);
    expect(
      config.rule_files.map((file) => `/etc/prometheus/${file}`).filter((file) => !mounts?.includes(file)),
    ).toEqual([]);
  });
});

describe.each(recordings)('the recording $record', ({ record, expr }) => {
  it('reads what the product has, and has a unit test', () => {
    expect(unknownIn(expr)).toEqual([]);
    expect(recorded).toContain(record);
  });
});

describe('the runbook', () => {
  it('has a section for every alert, and no other', () => {
    expect(headings).toEqual(rules.map(({ alert }) => alert));
  });
});

describe.each(rules)('the alert $alert', ({ alert, expr, annotations }) => {
  it('reads only series and labels the product has', () => {
    expect(unknownIn(expr)).toEqual([]);
  });

  it('names its section of the runbook', () => {
    expect(annotations.runbook_url).toBe(`docker/runbook.md#${alert.toLowerCase()}`);
  });

  it('has a unit test in which it fires and one in which it must not', () => {
    const fires = cases.filter((test) => test.alertname === alert).map((test) => test.exp_alerts.length > 0);
    expect(new Set(fires)).toEqual(new Set([true, false]));
  });
});

function unknownIn(expr: string): string[] {
  const labels = new Set([...given, ...seriesIn(expr).flatMap((name) => series(name) ?? [])]);
  return [
    ...seriesIn(expr).filter((name) => series(name) === undefined),
    ...labelsIn(expr).filter((label) => !labels.has(label)),
  ];
}
