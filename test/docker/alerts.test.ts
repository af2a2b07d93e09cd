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
      z.object({ static_configs: z.array(z.object({ targets: z.array(z.string()) })) }),
    ),
  })
  .parse(read('docker/prometheus/prometheus.yml'));

const ruleSchema = z.object({
  alert: z.string(),
  expr: z.string(),
  labels: z.object({ severity: z.enum(['warning', 'critical']) }),
  annotations: z.object({ summary: z.string(), description: z.string() }),
});
const rules = z
  .object({ groups: z.array(z.object({ rules: z.array(ruleSchema) })) })
  .parse(read('docker/prometheus/alerts.yml'))
  .groups.flatMap((group) => group.rules);

const caseSchema = z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()) });
const cases = z
  .object({ tests: z.array(z.object({ alert_rule_test: z.array(caseSchema) })) })
  .parse(read('docker/prometheus/alerts.test.yml'))
  .tests.flatMap((test) => test.alert_rule_test);

describe('the configuration of Prometheus', () => {
  it('scrapes Vigie under the name and the port it has in the compose file', () => {
    const targets = config.scrape_configs.flatMap((job) =>
      job.static_configs.flatMap((entry) => entry.targets),
    );
    expect(targets).toEqual([`vigie:${services['vigie']?.environment['PORT']}`]);
  });

  it('finds its rules where the compose file mounts them', () => {
    const mounts = services['prometheus']?.volumes.map((volume) => volume.split(':')[1]);
    expect(
      config.rule_files.map((file) => `/etc/prometheus/${file}`).filter((file) => !mounts?.includes(file)),
    ).toEqual([]);
  });
});

describe.each(rules)('the alert $alert', ({ alert, expr }) => {
  it('reads only series the product has', () => {
    expect(seriesIn(expr).filter((name) => !knownSeries.has(name))).toEqual([]);
  });

  it('selects and groups by labels those series have', () => {
    const labels = new Set(seriesIn(expr).flatMap((name) => knownSeries.get(name) ?? []));
    expect(labelsIn(expr).filter((label) => !labels.has(label))).toEqual([]);
  });

  it('has a unit test in which it fires and one in which it must not', () => {
    const fires = cases.filter((test) => test.alertname === alert).map((test) => test.exp_alerts.length > 0);
    expect(new Set(fires)).toEqual(new Set([true, false]));
  });
});
