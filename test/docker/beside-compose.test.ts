import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { secretNames, settings } from '../../core/settings.ts';
import { readCompose, readOverride } from './compose.ts';

const compose = readCompose(readFileSync('docker-compose.yml', 'utf8'));

describe('the file of secrets', () => {
  const override = readOverride(readFileSync('docker/compose.secrets.yml', 'utf8'));
  const services = Object.entries(override.services);

  it('declares what it uses, uses what it declares, and keeps all of it where Git looks away', () => {
    const used = new Set(services.flatMap(([, { secrets }]) => secrets));
    expect([...used].sort()).toEqual(Object.keys(override.secrets).sort());
    const files = Object.entries(override.secrets).map(([name, { file }]) => file === `./secrets/${name}`);
    expect(files.every(Boolean)).toBe(true);
    const ignored = readFileSync('.gitignore', 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['secrets/', 'docker-compose.override.yml']));
  });

  it('gives each process of Vigie the same, by settings that exist', () => {
    const ours = Object.keys(compose.services).filter(
      (name) => compose.services[name]?.image === 'vigie:local',
    );
    const settingsOf = (name: string) => Object.entries(override.services[name]?.environment ?? {});
    for (const name of ours) expect(settingsOf(name)).toEqual(settingsOf('vigie'));
    const known = secretNames.map((name) => [`${name}_FILE`, `/run/secrets/${name.toLowerCase()}`]);
    expect(known).toEqual(expect.arrayContaining(settingsOf('vigie')));
  });

  it('names only services that exist, and secrets each of them has', () => {
    expect(services.filter(([name]) => !(name in compose.services))).toEqual([]);
    for (const [, { environment, secrets }] of services)
      for (const path of Object.values(environment)) expect(secrets).toContain(path.split('/').at(-1));
  });
});

describe('Alertmanager', () => {
  const files = (path: string) => [...readFileSync(path, 'utf8').matchAll(/\/run\/secrets\/(\w+)/g)];

  it('reads of the secrets those it is given', () => {
    const given = readOverride(readFileSync('docker/compose.secrets.yml', 'utf8')).services['alertmanager'];
    const read = files('docker/alertmanager/alertmanager.yml').map(([, name]) => name);
    expect(given?.secrets).toEqual(['ops_webhook_url']);
    expect(read.filter((name) => name !== 'ops_webhook_url')).toEqual([]);
  });
});

describe('Prometheus', () => {
  const staticTargets = z.array(z.object({ targets: z.array(z.string()) })).default([]);
  const config = z
    .object({
      alerting: z
        .object({ alertmanagers: z.array(z.object({ static_configs: staticTargets })) })
        .default({ alertmanagers: [] }),
      scrape_configs: z.array(
        z.object({
          static_configs: staticTargets,
          dns_sd_configs: z.array(z.object({ names: z.array(z.string()), port: z.number() })).default([]),
        }),
      ),
    })
    .parse(parse(readFileSync('docker/prometheus/prometheus.yml', 'utf8')));
  const targets = config.scrape_configs.flatMap(({ static_configs, dns_sd_configs }) => [
    ...static_configs.flatMap((one) => one.targets),
    ...dns_sd_configs.flatMap(({ names, port }) => names.map((name) => `${name}:${port}`)),
  ]);

  it('scrapes every process of Vigie where it listens', () => {
    const ours = Object.entries(compose.services).filter(([, { image }]) => image === 'vigie:local');
    const listening = ours.map(([name, { environment }]) => `${name}:${environment['PORT']}`);
    expect(targets.filter((target) => target.endsWith(':8000')).sort()).toEqual(listening.sort());
  });

  it('tells its alerts where Alertmanager listens', () => {
    const told = config.alerting.alertmanagers.flatMap((one) =>
      one.static_configs.flatMap((two) => two.targets),
    );
    expect(told.filter((target) => target !== 'alertmanager:9093')).toEqual([]);
    expect(compose.services['alertmanager']?.ports).toEqual(['127.0.0.1:9093:9093']);
  });

  it('scrapes services that exist alone', () => {
    const unknown = targets.filter((target) => !((target.split(':')[0] ?? '') in compose.services));
    expect(unknown.filter((target) => !target.startsWith('localhost:'))).toEqual([]);
  });
});

describe('the settings of Vigie', () => {
  it('all reach the container, but those of an MLflow that asks who calls and the token of /metrics', () => {
    const given = Object.keys(compose.services['vigie']?.environment ?? {});
    const left = Object.keys(settings).filter((name) => !given.includes(name));
    expect(left).toEqual([
      'METRICS_TOKEN',
      'MLFLOW_TRACKING_USERNAME',
      'MLFLOW_TRACKING_PASSWORD',
      'MLFLOW_TRACKING_TOKEN',
      'MLFLOW_TRACKING_INSECURE_TLS',
      'MLFLOW_TRACKING_SERVER_CERT_PATH',
      'MLFLOW_TRACKING_CLIENT_CERT_PATH',
    ]);
  });

  it('are each a setting, or one of the place it runs in', () => {
    const given = Object.keys(compose.services['vigie']?.environment ?? {});
    expect(given.filter((name) => !(name in settings))).toEqual(['NODE_OPTIONS']);
  });
});
