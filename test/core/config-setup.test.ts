// What a person may see of the configuration: every setting with its origin, and no secret.
import { describe, expect, it } from 'vitest';
import { secretNames, settings } from '../../core/settings.ts';
import { configOf } from './reading-config.ts';

const shownOf = (env: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(configOf(env, files).setup.settings.map((setting) => [setting.name, setting]));

describe('the origin of a setting', () => {
  it('is the default where the environment is silent, or says the same', () => {
    const shown = shownOf({ DRIFT_THRESHOLD: '0.25', DRIFT_MODE: '' });
    expect(Object.keys(shown)).toEqual(Object.keys(settings));
    expect(new Set(Object.values(shown).map(({ origin }) => origin))).toEqual(new Set(['default']));
    expect(shown['DRIFT_THRESHOLD']).toMatchObject({ value: '0.25', set: true });
  });

  it('is the environment, or the file of a secret', () => {
    const shown = shownOf(
      { PORT: '9000', METRICS_TOKEN_FILE: '/run/token' },
      { '/run/token': 'canary-scrape-0123456789-abcdefghi' },
    );
    expect(shown['PORT']).toEqual({ name: 'PORT', origin: 'environment', set: true, value: '9000' });
    expect(shown['METRICS_TOKEN']).toMatchObject({ origin: 'secret file', set: true, value: null });
    expect(shown['DISCORD_TOKEN']).toMatchObject({ origin: 'default', set: false, value: null });
  });

  it('of a watch is its file first', () => {
    const list = [
      { name: 'shop', threshold: 0.3, source: { kind: 'synthetic' } },
      { name: 'churn', mode: 'full', source: { kind: 'synthetic' } },
    ];
    const env = { WATCHES_FILE: 'w.json', DRIFT_THRESHOLD: '0.4', RETRAIN_POLICY: 'shadow' };
    expect(configOf(env, { 'w.json': JSON.stringify(list) }).setup.origins).toEqual({
      shop: {
        timezone: 'default',
        policy: 'environment',
        mode: 'default',
        threshold: 'watches file',
        falseAlarmsPerWeek: 'default',
      },
      churn: {
        timezone: 'default',
        policy: 'environment',
        mode: 'watches file',
        threshold: 'environment',
        falseAlarmsPerWeek: 'default',
      },
    });
  });
});

describe('what is shown', () => {
  it('has no secret, nor one that was written in the wrong place as well', () => {
    const shown = shownOf({
      MLFLOW_TRACKING_URI: 'http://me:canary-in-address@mlflow',
      MLFLOW_PUBLIC_URL: 'http://me:canary-for-browsers@mlflow',
      METRICS_TOKEN: 'canary-scrape-0123456789-abcdefghi',
      MLFLOW_EXPERIMENT: 'canary-scrape-0123456789-abcdefghi',
    });
    expect(JSON.stringify(shown)).not.toContain('canary');
    expect(shown['MLFLOW_PUBLIC_URL']?.value).toBe('http://***@mlflow');
    for (const name of secretNames) expect(shown[name]?.value).toBeNull();
  });
});
