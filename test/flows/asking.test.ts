// What people and programs may ask, and what they are told when they ask wrongly.
import { afterEach, describe, expect, it } from 'vitest';
import type { Ops } from '../../core/ops/index.ts';
import { callerOf, learned, minute, openStage, refusalOf, type Stage, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const operator = callerOf('operator');
const viewer = callerOf('viewer');

const served = (options: Parameters<typeof openStage>[0] = {}) => learned(300, options);

describe('the scopes', () => {
  const asks: readonly [keyof Ops, unknown][] = [
    ['check', {}],
    ['patrol', { watch: 'shop', slot: 1 }],
    ['train', {}],
    ['retrain', {}],
    ['label', { labels: [{ id: 'a', label: 'yes' }] }],
    ['rollback', {}],
    ['simulate', { scenario: 'none' }],
    ['deliver', {}],
    ['track', {}],
  ];

  it('let a viewer read and predict, and nothing else', async () => {
    stage = await served();
    for (const [name, input] of asks) {
      const ask = stage.ops[name];
      const refusal = await refusalOf(Promise.resolve(ask(input as never, viewer as never)));
      expect(refusal, name).toMatchObject({ code: 'forbidden', status: 403 });
      expect(refusal.message).toMatch(`${name} needs the role operator; ada is viewer`);
    }
    expect(await stage.ops.status({}, viewer)).toMatchObject({ watches: [{ watch: 'shop' }] });
    expect(await stage.ops.drift({}, viewer)).toMatchObject({ watch: 'shop' });
    expect((await stage.ops.predict({ rows: [{ x: 1 }] }, viewer)).predictions).toHaveLength(1);
  });

  it('come before the input is looked at', async () => {
    stage = await openStage();
    expect((await refusalOf(stage.ops.label({ nonsense: 1 }, viewer))).code).toBe('forbidden');
  });
});

describe('a watch', () => {
  it('that is not there is named, with those that are', async () => {
    stage = await openStage();
    const refusal = await refusalOf(stage.ops.drift({ watch: 'nowhere' }, viewer));
    expect(refusal).toMatchObject({ code: 'unknown_watch', remedy: 'Watches here: shop.' });
  });

  it('can be asked about alone', async () => {
    stage = await openStage({ others: [syntheticWatch] });
    const namesOf = async (input: object) =>
      (await stage.ops.status(input, viewer)).watches.map(({ watch }) => watch);
    expect(await namesOf({})).toEqual(['shop', 'demo']);
    expect(await namesOf({ watch: 'demo' })).toEqual(['demo']);
    expect((await refusalOf(stage.ops.status({ watch: 'dem' }, viewer))).code).toBe('unknown_watch');
  });

  it('may be left out only where there is one', async () => {
    stage = await openStage({ others: [syntheticWatch] });
    expect((await refusalOf(stage.ops.drift({}, viewer))).code).toBe('invalid_input');
    expect(await stage.ops.drift({ watch: 'demo' }, viewer)).toMatchObject({ watch: 'demo', report: null });
  });
});

const day = 86_400_000;
const syntheticWatch = {
  name: 'demo',
  timezone: 'UTC',
  window: 500,
  policy: 'auto',
  mode: 'full',
  threshold: 0.25,
  falseAlarmsPerWeek: 1,
  cadenceMinutes: 2,
  source: { kind: 'synthetic', seed: 1, rowsPerCheck: 50, history: 600 },
  reference: null,
  estimator: 'logistic',
  channel: null,
  champion: 'trained',
  positive: null,
  retention: { observations: 30 * day, labels: 90 * day },
  store: 'all',
  retrainEvery: null,
  labelMaturity: 0,
  cycle: null,
} as const;

describe('/predict', () => {
  it('answers with a class, the probability of each, and an id', async () => {
    stage = await served();
    const { predictions, version } = await stage.ops.predict({ rows: [{ x: 2, y: 0 }, { x: -2 }] }, viewer);
    expect(version).toBe(1);
    expect(predictions.map(({ label }) => label)).toEqual(['yes', 'no']);
    for (const { probabilities } of predictions)
      expect((probabilities['yes'] ?? 0) + (probabilities['no'] ?? 0)).toBeCloseTo(1, 12);
    expect(new Set(predictions.map(({ id }) => id)).size).toBe(2);
  });

  it('says what speaks for its answers where that is asked for, and not else', async () => {
    stage = await served();
    const rows = [{ x: 2, y: 0 }, { x: -2 }];
    const { predictions } = await stage.ops.predict({ rows, explain: true }, viewer);
    for (const { label, probabilities, explanation } of predictions) {
      expect(explanation?.towards).toBe(label);
      expect(explanation?.features[0]?.name).toBe('x');
      const share = 1 / (1 + Math.exp(-(explanation?.score ?? 0)));
      expect(share).toBeCloseTo(probabilities[label] ?? 0, 9);
    }
    expect(predictions[0]?.explanation?.features[0]?.value).toBe(2);
    expect(predictions[1]?.explanation?.features[1]).toEqual({ name: 'y', value: null, contribution: 0 });
    const plain = await stage.ops.predict({ rows }, viewer);
    expect(plain.predictions.every((one) => !('explanation' in one))).toBe(true);
  });

  it('names every feature it does not know and every value it cannot use', async () => {
    stage = await served();
    const rows = [{ x: 'tall', z: 1 }, { x: 1 }, { y: 'wide' }];
    const refusal = await refusalOf(stage.ops.predict({ rows }, viewer));
    expect(refusal.code).toBe('invalid_input');
    expect(refusal.faults.map(({ path }) => path).toSorted()).toEqual([
      'rows[0].x',
      'rows[0].z',
      'rows[2].y',
    ]);
  });

  it('needs a champion, and 1 to 1,000 rows', async () => {
    stage = await openStage();
    expect((await refusalOf(stage.ops.predict({ rows: [{ x: 1 }] }, viewer))).code).toBe('no_champion');
    expect((await refusalOf(stage.ops.predict({ rows: [] }, viewer))).code).toBe('invalid_input');
    const many = Array(1_001).fill({ x: 1 });
    expect((await refusalOf(stage.ops.predict({ rows: many }, viewer))).code).toBe('invalid_input');
  });
});

describe('/label', () => {
  it('refuses what is none of the classes, and stores nothing of the request', async () => {
    stage = await served();
    const labels = [
      { id: 'r1', label: 'yes' },
      { id: 'r2', label: 'perhaps' },
    ];
    const refusal = await refusalOf(stage.ops.label({ labels }, operator));
    expect(refusal).toMatchObject({ code: 'invalid_input', message: 'labels.1.label is none of no, yes' });
    expect(await stage.store.labels.read('shop', ['r1'])).toEqual(new Map());
  });

  it('takes numbers and booleans for the texts they are written as', async () => {
    stage = await openStage();
    const labels = [
      { id: 'a', label: true },
      { id: 'b', label: 3 },
    ];
    await stage.ops.label({ labels }, operator);
    expect(await stage.store.labels.read('shop', ['a', 'b'])).toEqual(
      new Map([
        ['a', 'true'],
        ['b', '3'],
      ]),
    );
  });

  it('serves rows of a file whose labels come later', async () => {
    stage = await served();
    stage.clock.advance(2 * minute);
    await stage.arrive(40, { labelled: false });
    const labels = Array.from({ length: 40 }, (_, row) => ({ id: `r${301 + row}`, label: 'yes' }));
    await stage.ops.label({ labels }, operator);
    expect((await stage.patrol()).report?.performance).toMatchObject({ labelled: 40 });
  });
});

describe('/simulate', () => {
  it('is for made-up rows only', async () => {
    stage = await openStage();
    const refusal = await refusalOf(stage.ops.simulate({ scenario: 'concept' }, operator));
    expect(refusal).toMatchObject({ code: 'unsupported', status: 409 });
    expect((await refusalOf(stage.ops.generate({}, viewer))).code).toBe('unsupported');
  });

  it('makes the rows from now on drift, until it is taken back', async () => {
    stage = await openStage({ others: [syntheticWatch] });
    const demo = { watch: 'demo' };
    await stage.ops.check(demo, vigie);
    await stage.ops.simulate({ ...demo, scenario: 'covariate', strength: 2 }, operator);
    stage.clock.advance(20 * minute);
    const drifted = await stage.ops.check(demo, vigie);
    expect(drifted.report).toMatchObject({ verdict: 'drift' });
    expect(drifted.report?.evidence?.causes.map(({ of }) => of)).toContain('amount');
    await stage.ops.simulate({ ...demo, scenario: 'none' }, operator);
    const state = await stage.store.states.read('demo');
    expect(state?.injections.map(({ scenario, strength }) => [scenario, strength])).toEqual([
      ['covariate', 2],
      ['none', 0],
    ]);
  });

  it('shows rows as they would be made now', async () => {
    stage = await openStage({ others: [syntheticWatch] });
    const input = { watch: 'demo', n_samples: 5, seed: 3 };
    const first = await stage.ops.generate(input, viewer);
    expect(first.rows).toHaveLength(5);
    expect(first.columns).toEqual(['amount', 'minutes', 'rating', 'load', 'channel', 'label']);
    expect(await stage.ops.generate(input, viewer)).toEqual(first);
  });
});
