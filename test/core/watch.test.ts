import { describe, expect, it } from 'vitest';
import { modes, policies } from '../../core/watch.ts';
import { configOf, faultsOfWatches } from './reading-config.ts';

const synthetic = { kind: 'synthetic' };
const file = { kind: 'file', path: 'rows.csv' };

const watchesOf = (content: unknown, env = {}) =>
  configOf({ ...env, WATCHES_FILE: 'watches.json' }, { 'watches.json': JSON.stringify(content) }).watches;

const hour = 3_600_000;
const commandRule =
  'write the program and its arguments as a list of texts, with "{data}" and "{output}" among them';

describe('a watch', () => {
  it('takes a setting from the watches file, else from the environment, else its default', () => {
    const env = {
      DRIFT_THRESHOLD: '0.4',
      DRIFT_MODE: 'seed',
      TIMEZONE: 'Europe/Paris',
      RETRAIN_POLICY: 'approve',
    };
    const own = {
      threshold: 0.1,
      mode: 'full',
      timezone: 'Asia/Tokyo',
      policy: 'shadow',
      falseAlarmsPerWeek: 2,
    };
    expect(
      watchesOf(
        [
          { name: 'own', source: synthetic, ...own },
          { name: 'env', source: synthetic },
        ],
        env,
      ),
    ).toEqual([
      expect.objectContaining(own),
      expect.objectContaining({
        threshold: 0.4,
        mode: 'seed',
        timezone: 'Europe/Paris',
        policy: 'approve',
        falseAlarmsPerWeek: 1,
      }),
    ]);
  });

  it('of a file says where its rows lie and what its columns are', () => {
    const source = {
      ...file,
      time: 'at',
      id: 'key',
      label: 'churned',
      labels: 'late/*.csv',
      drop: ['email'],
    };
    const reference = { path: 'reference.csv', label: 'churned' };
    const retention = { observations: '36h', labels: '365d' };
    const [watch] = watchesOf([
      {
        name: 'churn',
        source,
        reference,
        window: 30,
        estimator: 'majority',
        channel: '12345',
        champion: 'trained',
        store: 'none',
        retention,
      },
    ]);
    expect(watch).toEqual({
      name: 'churn',
      timezone: 'UTC',
      window: 30,
      policy: 'auto',
      mode: 'full',
      threshold: 0.25,
      falseAlarmsPerWeek: 1,
      cadenceMinutes: 2,
      source,
      reference: { path: 'reference.csv', time: null, id: null, label: 'churned', drop: [] },
      estimator: 'majority',
      channel: '12345',
      champion: 'trained',
      positive: null,
      retention: { observations: 36 * hour, labels: 365 * 24 * hour },
      store: 'none',
      retrainEvery: 2_000,
      labelMaturity: 0,
      cycle: 24 * hour,
    });
  });

  it('keeps rows for thirty days and labels for ninety, and all that it saw, unless it says otherwise', () => {
    const [plain, half] = watchesOf([
      { name: 'plain', source: synthetic },
      { name: 'half', source: synthetic, retention: { labels: '12h' } },
    ]);
    const month = 30 * 24 * hour;
    expect(plain).toMatchObject({
      retention: { observations: month, labels: 3 * month },
      store: 'all',
      cycle: 24 * hour,
      retrainEvery: 2_000,
    });
    expect(half?.retention).toEqual({ observations: month, labels: 12 * hour });
  });

  it('trains a challenger every so many labelled rows, or never by schedule', () => {
    const [often, never, off] = watchesOf(
      [500, 'never', null].map((retrainEvery, at) => ({ name: `w${at}`, source: synthetic, retrainEvery })),
    ).map(({ retrainEvery }) => retrainEvery);
    expect([often, never, off]).toEqual([500, null, null]);
  });

  it('that names no column leaves them all to the features', () => {
    const [watch] = watchesOf([{ name: 'bare', source: file }]);
    expect(watch?.source).toEqual({ ...file, time: null, id: null, label: null, labels: null, drop: [] });
  });

  it.each([...modes.map((mode) => ({ mode })), ...policies.map((policy) => ({ policy }))])(
    'may have %o',
    (setting) => {
      expect(watchesOf([{ name: 'demo', source: synthetic, ...setting }])).toMatchObject([setting]);
    },
  );

  const whole = (from: number, to: number) => `use a whole number from ${from} to ${to}`;
  it.each([
    ['name', { name: 'Churn' }, expect.stringContaining('lower-case letters')],
    ['name', { name: undefined }, expect.stringContaining('lower-case letters')],
    ['timezone', { timezone: 'Paris' }, 'use an IANA time zone such as Europe/Paris'],
    ['window', { window: 29 }, whole(30, 100_000)],
    ['window', { window: '500' }, whole(30, 100_000)],
    ['window', { window: 50.5 }, whole(30, 100_000)],
    ['policy', { policy: 'later' }, 'use "auto" or "approve" or "shadow" or "manual"'],
    ['mode', { mode: 'fast' }, 'use "full" or "seed"'],
    ['threshold', { threshold: 0 }, 'use a number over 0 and at most 1'],
    ['threshold', { threshold: 1.5 }, 'use a number over 0 and at most 1'],
    ['falseAlarmsPerWeek', { falseAlarmsPerWeek: 101 }, 'use a number over 0 and at most 100'],
    ['estimator', { estimator: 'forest' }, 'use "logistic" or "majority"'],
    ['channel', { channel: 12345 }, 'use a Discord channel id: a text of 5 to 25 digits, in quotes'],
    ['channel', { channel: '#ml' }, 'use a Discord channel id: a text of 5 to 25 digits, in quotes'],
    ['source', { source: undefined }, expect.stringContaining('{"kind": "synthetic"}')],
    ['source.kind', { source: { kind: 'kafka' } }, expect.stringContaining('{"kind": "synthetic"}')],
    ['source.path', { source: { kind: 'file' } }, 'name a file: a text that is not empty'],
    ['source.path', { source: { kind: 'file', path: '' } }, 'name a file: a text that is not empty'],
    ['source.label', { source: { ...file, label: 3 } }, 'name a column: a text of 1 to 200 characters'],
    ['source.drop', { source: { ...file, drop: 'email' } }, 'write a list of column names'],
    ['source.drop.0', { source: { ...file, drop: [''] } }, 'name a column: a text of 1 to 200 characters'],
    ['source.seed', { source: { ...synthetic, seed: -1 } }, whole(0, Number.MAX_SAFE_INTEGER)],
    ['source.rowsPerCheck', { source: { ...synthetic, rowsPerCheck: 0 } }, whole(1, 5_000)],
    ['source.history', { source: { ...synthetic, history: 299 } }, whole(300, 100_000)],
    ['champion', { champion: 'sagemaker' }, 'use "trained", "external" or "mlflow"'],
    ['model', { model: 'models:/churn/3' }, 'name a registered model and its alias: "models:/NAME@ALIAS"'],
    ['model', { model: 'runs:/a/model' }, 'name a registered model and its alias: "models:/NAME@ALIAS"'],
    ['classes', { classes: ['yes'] }, 'name two classes or more'],
    ['trainCommand', { trainCommand: 'python train.py' }, commandRule],
    ['trainCommand', { trainCommand: ['{data}', '{output}'] }, commandRule],
    ['trainCommand', { trainCommand: ['python', 'train.py', '{data}'] }, commandRule],
    ['trainTimeout', { trainTimeout: 0 }, 'use a whole number from 1 to 1440'],
    [
      'trainEnvironment.0',
      { trainEnvironment: ['A=B'] },
      'name environment variables: letters, digits and "_"',
    ],
    ['positive', { positive: '' }, 'name a class: a text, a number or true/false'],
    ['store', { store: 'some' }, 'use "all" or "sampled" or "none"'],
    ['retrainEvery', { retrainEvery: 199 }, 'use a whole number of labelled rows from 200 on, or "never"'],
    ['retrainEvery', { retrainEvery: '2d' }, 'use a whole number of labelled rows from 200 on, or "never"'],
    ['retention', { retention: '30d' }, 'write an object: {"key": value}'],
    ['reference', { reference: 'rows.csv' }, 'write an object: {"key": value}'],
    ['reference.path', { reference: {} }, 'name a file: a text that is not empty'],
  ])('is refused for its %s when it is %o', (place, wrong, message) => {
    const good = { name: 'second', source: synthetic };
    expect(
      faultsOfWatches([
        { name: 'first', source: synthetic },
        { ...good, ...wrong },
      ]),
    ).toEqual([{ path: `WATCHES_FILE[1].${place}`, message }]);
  });
});

it.each(['30', '0d', '-1d', '1.5d', '2w', '3651d', 30])('labels cannot be kept for %j', (labels) => {
  expect(faultsOfWatches([{ name: 'churn', source: file, retention: { labels } }])).toEqual([
    {
      path: 'WATCHES_FILE[0].retention.labels',
      message: 'use a number of days or hours up to ten years, like "30d" or "12h"',
    },
  ]);
});

describe('a key of a watch', () => {
  const faultOfKey = (entry: object) => faultsOfWatches([{ name: 'churn', source: file, ...entry }]);

  it.each([
    ['WATCHES_FILE[0]', { treshold: 0.3 }, '"treshold" is not a key here: did you mean "threshold"?'],
    ['WATCHES_FILE[0]', { timeZone: 'UTC' }, '"timeZone" is not a key here: did you mean "timezone"?'],
    [
      'WATCHES_FILE[0].source',
      { source: { ...file, lable: 'y' } },
      '"lable" is not a key here: did you mean "label"?',
    ],
    [
      'WATCHES_FILE[0].source',
      { source: { kind: 'observed', path: 'x' } },
      '"path" is not a key here: use kind, drop',
    ],
    [
      'WATCHES_FILE[0].reference',
      { reference: { path: 'x', url: 'y' } },
      '"url" is not a key here: use path, time, id, label, prediction, score, drop',
    ],
  ])('that is unknown is refused in %s with what was probably meant', (path, entry, message) => {
    expect(faultOfKey(entry)).toEqual([{ path, message }]);
  });
});
