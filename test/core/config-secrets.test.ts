// Names that are no setting, and secrets: what is refused, and what no message may hold.
import { describe, expect, it } from 'vitest';
import { secretNames, settings } from '../../core/settings.ts';
import { configOf, faultsOf, refusalOf } from './reading-config.ts';

const long = '0123456789abcdef0123456789abcdef';

describe('a name that is no setting', () => {
  it.each([
    ['DRIFT_TRESHOLD', 'is not a setting: did you mean DRIFT_THRESHOLD?'],
    ['DISCORD_TOKEN_FIEL', 'is not a setting: did you mean DISCORD_TOKEN_FILE?'],
    ['DISCORD_WEBHOOK', 'is not a setting: did you mean DISCORD_WEBHOOK_URL?'],
    ['DISCORD_SHARDS', 'is not a setting: remove it (.env.example lists all of them)'],
    ['VIGIE_PORT', 'is not a setting: did you mean PORT?'],
    ['MLFLOW_TRACKING_URL', 'is not a setting: did you mean MLFLOW_TRACKING_URI?'],
    ['DRIFT_MODE_FILE', 'only a secret may come from a file: give the value itself'],
  ])('%s is refused with what was probably meant', (path, message) => {
    expect(faultsOf({ [path]: '1' })).toEqual([{ path, message }]);
  });

  it('is left alone when it belongs to somebody else, or is empty', () => {
    const others = {
      MLFLOW_S3_ENDPOINT_URL: 'http://minio:9000',
      HOME: '/root',
      GRAFANA_ADMIN_PASSWORD: 'x',
      DRIFT_TRESHOLD: '',
      // What Kubernetes tells every container about a service called vigie.
      VIGIE_SERVICE_HOST: '10.0.0.7',
      VIGIE_SERVICE_PORT_HTTP: '8000',
      VIGIE_PORT: 'tcp://10.0.0.7:8000',
      VIGIE_PORT_8000_TCP_ADDR: '10.0.0.7',
    };
    expect(configOf(others)).toEqual(configOf({}));
  });
});

describe('a secret', () => {
  it.each(secretNames)('%s may come from a file', (name) => {
    const others = { MLFLOW_TRACKING_USERNAME: name === 'MLFLOW_TRACKING_PASSWORD' ? 'me' : '' };
    const discord = { DISCORD_APP_ID: '12345', DISCORD_CHANNEL_ID: '12345' };
    const value = {
      MONGODB_URI: 'mongodb://db',
      API_TOKENS: `me:admin:${long}`,
      METRICS_TOKEN: long,
      DISCORD_TOKEN: 'bot',
      DISCORD_WEBHOOK_URL: 'https://discord.com/api/webhooks/1/abc',
      MLFLOW_TRACKING_URI: 'https://me:pass@mlflow.example',
      MLFLOW_TRACKING_PASSWORD: 'pass',
      MLFLOW_TRACKING_TOKEN: 'bearer',
    }[name];
    const env = { ...others, ...discord };
    const byFile = configOf(
      { ...env, [`${name}_FILE`]: '/run/secrets/it' },
      { '/run/secrets/it': `${value}\n` },
    );
    const { setup, ...same } = configOf({ ...env, [name]: value });
    expect(byFile).toMatchObject(same);
    expect(byFile.setup.origins).toEqual(setup.origins);
    expect(byFile[name]).not.toEqual(configOf(discord)[name]);
  });

  it('given twice is refused: nobody could say which one counts', () => {
    expect(faultsOf({ METRICS_TOKEN: long, METRICS_TOKEN_FILE: '/it' }, { '/it': 'two' })).toEqual([
      { path: 'METRICS_TOKEN', message: 'give either METRICS_TOKEN or METRICS_TOKEN_FILE, not both' },
    ]);
  });

  it('in a file that is missing or empty is refused: it would quietly mean none', () => {
    expect(faultsOf({ METRICS_TOKEN_FILE: '/none' })).toEqual([
      {
        path: 'METRICS_TOKEN_FILE',
        message: 'the file cannot be read: check its path and who may read it',
      },
    ]);
    expect(faultsOf({ METRICS_TOKEN_FILE: '/it' }, { '/it': '\n' })).toEqual([
      { path: 'METRICS_TOKEN_FILE', message: 'the file is empty: write the value into it' },
    ]);
  });

  it('is in no message, however wrong it is', () => {
    const canary = 'CANARY-0xC0FFEE';
    const env = Object.fromEntries(secretNames.map((name) => [name, canary]));
    const files = Object.fromEntries(secretNames.map((name) => [`/${name}`, canary]));
    const byFile = Object.fromEntries(secretNames.map((name) => [`${name}_FILE`, `/${name}`]));
    const strays = { DISCORD_TOKN: canary, VIGIE_SECRET: canary, MLFLOW_TRACKING_AUTH: canary };
    const others = Object.fromEntries(Object.keys(settings).map((name) => [name, canary]));
    for (const each of [env, byFile, { ...env, ...byFile }, { ...others, ...strays }]) {
      const refusal = refusalOf(each, files);
      expect(refusal.faults.length).toBeGreaterThan(2);
      expect(JSON.stringify([refusal.message, refusal.remedy, refusal.faults, refusal.cause])).not.toContain(
        canary,
      );
    }
  });

  it('is told to the redactor in every form it may show up in', () => {
    const { secrets } = configOf({
      MONGODB_URI: 'mongodb://me:p%40ss-word@db:27017/?replicaSet=rs0',
      API_TOKENS: `ci:operate:${long}`,
      METRICS_TOKEN: `scrape-${long}`,
      DISCORD_TOKEN: 'bot-token',
      DISCORD_APP_ID: '12345',
      DISCORD_CHANNEL_ID: '12345',
      DISCORD_WEBHOOK_URL: 'https://discord.com/api/webhooks/1/hook-token?thread_id=7',
      MLFLOW_TRACKING_USERNAME: 'me',
      MLFLOW_TRACKING_PASSWORD: 'pass-word',
      MLFLOW_TRACKING_TOKEN: 'bearer-token',
    });
    expect(secrets).toEqual([
      'p%40ss-word',
      'p@ss-word',
      long,
      `scrape-${long}`,
      'bot-token',
      'https://discord.com/api/webhooks/1/hook-token?thread_id=7',
      'hook-token',
      'pass-word',
      'bearer-token',
    ]);
  });

  it('with a broken escape is taken as it is', () => {
    expect(configOf({ MONGODB_URI: 'mongodb://me:100%@db' }).secrets).toEqual(['100%']);
  });
});
