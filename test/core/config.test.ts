import { readFileSync } from 'node:fs';
import dotenv from 'dotenv';
import { describe, expect, it } from 'vitest';
import { secretNames, settings } from '../../core/settings.ts';
import { configOf, faultsOf, refusalOf } from './reading-config.ts';

const cadenceOf = (DRIFT_CRON: string, TIMEZONE = 'UTC') =>
  configOf({ DRIFT_CRON, TIMEZONE }).watches[0]?.cadenceMinutes;

const day = 86_400_000;
const long = '0123456789abcdef0123456789abcdef';
const other = 'fedcba9876543210fedcba9876543210';

describe('an empty environment', () => {
  it('is enough: every setting has a default', () => {
    expect(configOf({})).toMatchObject({
      ROLES: ['bot', 'api', 'jobs'],
      DATA_DIR: './data',
      MONGODB_URI: '',
      MONGODB_DB: 'vigie',
      HOST: '127.0.0.1',
      PORT: 8000,
      API_TOKENS: [],
      RATE_LIMIT: null,
      METRICS_TOKEN: '',
      DRIFT_THRESHOLD: 0.25,
      DRIFT_MODE: 'full',
      DRIFT_CRON: '*/2 * * * *',
      TIMEZONE: 'UTC',
      FALSE_ALARMS_PER_WEEK: 1,
      RETRAIN_POLICY: 'auto',
      DISCORD_TOKEN: '',
      DISCORD_OPERATOR_ROLE_IDS: [],
      MLFLOW_TRACKING_URI: '',
      MLFLOW_EXPERIMENT: 'vigie',
      LOCALE: 'en',
      LOG_LEVEL: 'info',
      NOTIFY_NO_DRIFT: false,
      secrets: [],
    });
  });

  it('watches the synthetic demonstration every two minutes', () => {
    expect(configOf({}).watches).toEqual([
      {
        name: 'demo',
        timezone: 'UTC',
        window: 500,
        policy: 'auto',
        mode: 'full',
        threshold: 0.25,
        falseAlarmsPerWeek: 1,
        cadenceMinutes: 2,
        source: { kind: 'synthetic', seed: 42, rowsPerCheck: 50, history: 2_500 },
        reference: null,
        estimator: 'logistic',
        channel: null,
        champion: 'trained',
        positive: null,
        retention: { observations: 30 * day, labels: 90 * day },
        store: 'all',
        retrainEvery: 2_000,
        labelMaturity: 0,
        cycle: 86_400_000,
      },
    ]);
  });

  it('means the same as one where every setting is empty or blank', () => {
    const empty = Object.fromEntries(Object.keys(settings).map((name) => [name, '']));
    expect(configOf(empty)).toEqual(configOf({}));
    expect(configOf({ ...empty, PORT: '  ', DISCORD_TOKEN_FILE: '' })).toEqual(configOf({}));
  });
});

describe('.env.example', () => {
  const text = readFileSync('.env.example', 'utf8');
  const lines = [...text.matchAll(/^# (.*)\n([A-Z][A-Z0-9_]*)=(.*)$/gm)];
  const explained = lines.map(([, about, name, value]) => ({ name, value, about }));
  const grafana = {
    name: 'GRAFANA_ADMIN_PASSWORD',
    value: '',
    about: expect.stringContaining('Grafana'),
  };

  it('holds every setting with its default and what it is for, and of others only the one of Grafana', () => {
    const table = Object.entries(settings).map(([name, { fallback, about }]) => ({
      name,
      value: fallback,
      about,
    }));
    expect(explained).toEqual([...table, grafana]);
  });

  it('holds nothing that is not explained', () => {
    const names = [...text.matchAll(/^([^#\n=]+)=/gm)].map(([, name]) => name);
    expect(names).toEqual(explained.map(({ name }) => name));
  });

  it('names every setting that may come from a file', () => {
    const head = text.slice(0, text.indexOf('##'));
    expect([...head.matchAll(/[A-Z]+(_[A-Z]+)+/g)].map(([name]) => name)).toEqual([
      ...secretNames,
      'NAME_FILE',
    ]);
  });

  it('means the defaults when it is copied unchanged', () => {
    expect(configOf(dotenv.parse(text))).toEqual(configOf({}));
  });
});

describe('a setting', () => {
  it.each([
    ['ROLES', 'bot,jbos', 'use one or more of bot, api, jobs, separated by commas'],
    ['ROLES', ',', 'use one or more of bot, api, jobs, separated by commas'],
    ['MONGODB_URI', 'postgres://db', 'use an address that starts with mongodb:// or mongodb+srv://'],
    ['MONGODB_DB', 'a b', 'use 1 to 38 letters, digits, "-" or "_"'],
    ['PORT', '65536', 'use a whole number from 0 to 65535'],
    ['PORT', '80.5', 'use a whole number from 0 to 65535'],
    ['PORT', 'http', 'use a whole number from 0 to 65535'],
    ['API_TOKENS', `me:root:${long}`, expect.stringContaining('use name:scope:token')],
    ['API_TOKENS', `me:viewer:${long}`, expect.stringContaining('read, predict, operate, admin')],
    ['API_TOKENS', `:admin:${long}`, expect.stringContaining('use name:scope:token')],
    ['API_TOKENS', `me:admin:${long.slice(1)}`, expect.stringContaining('32 characters or more: make one')],
    ['API_TOKENS', `me:admin:change-me-${long}`, expect.stringContaining('not an example')],
    ['API_TOKENS', `me:admin:${'x'.repeat(40)}`, expect.stringContaining('not an example')],
    ['RATE_LIMIT', '-1', 'use a whole number from 0'],
    ['RATE_LIMIT', 'often', 'use a whole number from 0'],
    ['METRICS_TOKEN', 'scrape', expect.stringContaining('32 characters')],
    ['API_TOKENS', `a:admin:${long},a:read:${other}`, 'give each token a name of its own'],
    ['DRIFT_THRESHOLD', '0', 'use a number over 0 and at most 1'],
    ['DRIFT_THRESHOLD', '1.01', 'use a number over 0 and at most 1'],
    ['DRIFT_THRESHOLD', '0,25', 'use a number over 0 and at most 1'],
    ['DRIFT_MODE', 'fast', 'use full or seed'],
    ['TIMEZONE', 'Paris', 'use an IANA time zone such as Europe/Paris'],
    ['FALSE_ALARMS_PER_WEEK', '101', 'use a number over 0 and at most 100'],
    ['RETRAIN_POLICY', 'later', 'use auto or approve or shadow or manual'],
    ['DISCORD_GUILD_ID', 'my server', 'use a Discord id: a number of 5 to 25 digits'],
    ['DISCORD_ADMIN_ROLE_IDS', '12345,admins', expect.stringContaining('use Discord ids')],
    ['DISCORD_WEBHOOK_URL', 'discord.com/api', 'use an http:// or https:// address'],
    ['MLFLOW_TRACKING_URI', './mlruns', 'use an http:// or https:// address'],
    ['MLFLOW_EXPERIMENT', 'x'.repeat(201), 'use at most 200 characters'],
    ['LOCALE', 'de', 'use en or fr'],
    ['LOG_LEVEL', 'trace', 'use debug or info or warn or error or silent'],
    ['NOTIFY_NO_DRIFT', 'yes', 'use true or false'],
  ])('%s=%s is refused by its name, with what is allowed', (path, value, message) => {
    expect(faultsOf({ [path]: value })).toEqual([{ path, message }]);
  });

  it.each(['*/2', '* * * * * *', '61 * * * *', '0 0 31 2 *', '@daily', 'every two minutes'])(
    'DRIFT_CRON=%s is refused: five fields that some day fulfils',
    (DRIFT_CRON) => {
      const message = 'use five cron fields, for instance */2 * * * *';
      expect(faultsOf({ DRIFT_CRON })).toEqual([{ path: 'DRIFT_CRON', message }]);
    },
  );

  it('that another one needs is asked for', () => {
    expect(faultsOf({ DISCORD_TOKEN: 'a-bot-token' })).toEqual([
      {
        path: 'DISCORD_APP_ID',
        message: 'is needed beside DISCORD_TOKEN (Developer Portal, General Information)',
      },
      { path: 'DISCORD_CHANNEL_ID', message: 'is needed beside DISCORD_TOKEN: the channel cards go to' },
    ]);
    expect(faultsOf({ MLFLOW_TRACKING_USERNAME: 'me' })).toEqual([
      { path: 'MLFLOW_TRACKING_PASSWORD', message: 'is needed beside MLFLOW_TRACKING_USERNAME' },
    ]);
    expect(faultsOf({ MLFLOW_TRACKING_PASSWORD: 'secret' })).toEqual([
      { path: 'MLFLOW_TRACKING_USERNAME', message: 'is needed beside MLFLOW_TRACKING_PASSWORD' },
    ]);
    expect(
      faultsOf({ MLFLOW_TRACKING_INSECURE_TLS: 'true', MLFLOW_TRACKING_SERVER_CERT_PATH: 'ca.pem' }),
    ).toEqual([
      {
        path: 'MLFLOW_TRACKING_INSECURE_TLS',
        message: 'contradicts MLFLOW_TRACKING_SERVER_CERT_PATH: give one of them',
      },
    ]);
  });

  it('that is wrong is not also called missing', () => {
    const env = { DISCORD_TOKEN: 'a-bot-token', DISCORD_APP_ID: 'vigie', DISCORD_CHANNEL_ID: '123456' };
    expect(faultsOf(env).map(({ path }) => path)).toEqual(['DISCORD_APP_ID']);
  });

  it('is read for what it is', () => {
    const config = configOf({
      ROLES: ' jobs , api ',
      API_TOKENS: `ci:operate:${long}, me:read+predict:${other}`,
      DISCORD_OPERATOR_ROLE_IDS: '11111,22222',
      NOTIFY_NO_DRIFT: 'true',
    });
    expect(config).toMatchObject({
      ROLES: ['jobs', 'api'],
      API_TOKENS: [
        { name: 'ci', scopes: ['read', 'predict', 'operate'], token: long },
        { name: 'me', scopes: ['read', 'predict'], token: other },
      ],
      DISCORD_OPERATOR_ROLE_IDS: ['11111', '22222'],
      NOTIFY_NO_DRIFT: true,
    });
  });
});

describe('several faults', () => {
  it('are all told at once, those of the watches file among them', () => {
    const refusal = refusalOf(
      { PORT: 'x', DRIFT_MODE: 'x', DRIFT_TRESHOLD: '0.3', DRIFT_CRON: 'x', WATCHES_FILE: 'w.json' },
      { 'w.json': '[{ "name": "A", "source": { "kind": "observed" } }]' },
    );
    const paths = ['DRIFT_TRESHOLD', 'PORT', 'DRIFT_MODE', 'DRIFT_CRON', 'WATCHES_FILE[0].name'];
    expect(refusal.faults.map(({ path }) => path)).toEqual(paths);
    expect(refusal.message.split('\n').map((line) => line.split(':')[0])).toEqual(paths);
    expect(refusal.code).toBe('invalid_config');
    expect(refusal.remedy).toContain('.env.example');
  });
});

describe('the cadence', () => {
  it.each([
    ['*/2 * * * *', 2],
    ['0 * * * *', 60],
    ['30 4 * * *', 1440],
    ['0 0 1 1 *', 525_960],
  ])('of "%s" is %d minutes, give or take one percent', (cron, minutes) => {
    expect(cadenceOf(cron)).toBeGreaterThan(minutes * 0.99);
    expect(cadenceOf(cron)).toBeLessThan(minutes * 1.01);
  });

  it('of working days counts the weekend: five checks a week are one every 2016 minutes', () => {
    expect(Math.abs((cadenceOf('0 9 * * 1-5') ?? 0) / 2016 - 1)).toBeLessThan(0.01);
  });

  it('is that of the schedule in its own time zone', () => {
    // Midnight in Auckland is noon in UTC (no summer time in 1970): the first check comes half a day earlier.
    const halfADay = (12 * 60) / 100;
    expect(cadenceOf('0 0 * * *', 'Pacific/Auckland')).toBeCloseTo(
      (cadenceOf('0 0 * * *') ?? 0) - halfADay,
      9,
    );
  });
});
