// A model that somebody else registered in MLflow: served, checked, replaced when its alias moves, retrained at our word.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ForeignModel, Trainer } from '../../core/foreign.ts';
import { type FakeRegistry, modelFileText, startFakeRegistry } from '../fakes/mlflow-registry.ts';
import { callerOf, refusalOf, type Stage, vigie } from './stage.ts';
import { columns, file, files, openTheirs } from './theirs.ts';

describe('a champion of MLflow', () => {
  let registry: FakeRegistry;
  let stage: Stage;

  const open = async (own?: Partial<ForeignModel>, trainer?: Trainer) => {
    stage = await openTheirs(registry, own, trainer);
  };
  const titles = () => stage.mailbox.deliveries.map(({ news }) => news.kind);
  const failures = () =>
    stage.mailbox.deliveries.flatMap(({ news }) => (news.kind === 'failed' ? [news] : []));

  beforeEach(async () => {
    registry = await startFakeRegistry();
    registry.register('theirs', files('line'));
    registry.point('theirs', 'champion', '1');
  });
  afterEach(async () => {
    await stage.close();
    await registry.stop();
  });

  it('is read once rows are there, serves and is checked, also while MLflow is away', async () => {
    await open();
    await stage.arrive(400);
    expect(await stage.patrol()).toMatchObject({ trained: true });
    registry.state.away = true;
    const { predictions, version } = await stage.ops.predict(
      {
        rows: [
          { x: 2, y: 0 },
          { x: -2, y: 0 },
        ],
      },
      vigie,
    );
    expect([version, predictions.map(({ label }) => label)]).toEqual([1, ['yes', 'no']]);
    expect(predictions[0]?.probabilities['yes']).toBeGreaterThan(0.95);
    await stage.rounds(3);
    const { lastReport } = await stage.state();
    expect(lastReport).toMatchObject({ verdict: 'ok', version: 1 });
    expect(lastReport?.performance?.accuracy).toBeGreaterThan(0.9);
    const { versions } = await stage.ops.models({ watch: 'shop' }, vigie);
    expect(versions).toMatchObject([{ version: 1, estimator: 'onnx', serves: 'now' }]);
    expect(versions[0]?.baseline?.accuracy).toBeGreaterThan(0.9);
    expect(await stage.ops.report({ watch: 'shop' }, vigie)).toMatchObject({ version: 1 });
  });

  it('proves a drift of what it predicts, and says that its training is managed elsewhere', async () => {
    await open();
    await stage.arrive(600);
    await stage.patrol();
    await stage.rounds(12, { turned: true });
    const { incident, champion } = await stage.state();
    expect([incident?.phase, champion]).toEqual(['firing', 1]);
    const registered = 'models:/theirs@champion';
    expect(stage.mailbox.deliveries.at(-1)?.news).toMatchObject({ kind: 'incident', registered });
    const refusal = await refusalOf(stage.ops.retrain({ watch: 'shop' }, callerOf('operator')));
    expect([refusal.code, refusal.message]).toEqual([
      'unsupported',
      'The training of watch "shop" is managed elsewhere.',
    ]);
    expect(refusal.remedy).toContain(registered);
  }, 60_000);

  it('is replaced when its alias is moved in MLflow, audited, with a card, and can be rolled back', async () => {
    await open();
    await stage.arrive(400);
    await stage.patrol();
    registry.register('theirs', files('line-turned'));
    expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 0 });
    registry.point('theirs', 'champion', '2');
    expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 1 });
    expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 0 });
    const { champion, previous } = await stage.state();
    expect([champion, previous]).toEqual([2, 1]);
    expect(stage.mailbox.deliveries.at(-1)?.news).toMatchObject({
      kind: 'rolled_back',
      how: 'promoted',
      by: 'mlflow',
      from: 1,
      to: 2,
    });
    const rows = { rows: [{ x: 2, y: 0 }] };
    expect((await stage.ops.predict(rows, vigie)).predictions[0]?.label).toBe('no');
    const page = { limit: 10, before: null, after: null };
    const acts = await stage.store.audit.list({ watch: 'shop', traffic: false }, page);
    expect(acts.map(({ entry }) => entry)).toMatchObject([
      { by: 'mlflow', operation: 'promote', outcome: 'ok', led: { version: 2 } },
    ]);
    expect(await stage.ops.rollback({ watch: 'shop' }, callerOf('operator'))).toMatchObject({
      registered: 'models:/theirs@champion',
    });
    expect((await stage.ops.predict(rows, vigie)).predictions[0]?.label).toBe('yes');
    // The alias still stands at what was rolled back: nobody moved it again.
    expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 0 });
    expect((await stage.state()).champion).toBe(1);
  });

  it.each([
    [
      'whose file is no model',
      { ...files('line'), 'model.onnx': Uint8Array.of(1, 2, 3) },
      'cannot be opened',
    ],
    ['without its file', { MLmodel: modelFileText(columns) }, 'has no file model.onnx'],
    [
      'that is a pickle',
      { MLmodel: 'flavors:\n  sklearn:\n    pickled_model: model.pkl\n' },
      'never loaded, only ONNX',
    ],
    [
      'that fails on its own example',
      { ...files('line'), 'input_example.json': JSON.stringify({ columns: ['x', 'y'], data: [[null, 1]] }) },
      'NaN for row 1',
    ],
  ])('refuses a version %s, tells it once, and goes on with the one before', async (_, broken, message) => {
    await open();
    await stage.arrive(400);
    await stage.patrol();
    registry.register('theirs', broken);
    registry.point('theirs', 'champion', '2');
    for (let minute = 0; minute < 3; minute++)
      expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 0 });
    expect(failures()).toMatchObject([{ operation: 'promotion', message: expect.stringContaining(message) }]);
    expect((await stage.state()).champion).toBe(1);
  });

  it('asks again in a minute while MLflow is away', async () => {
    await open();
    await stage.arrive(400);
    await stage.patrol();
    registry.register('theirs', files('line-turned'));
    registry.point('theirs', 'champion', '2');
    registry.state.away = true;
    expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 0 });
    registry.state.away = false;
    expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 1 });
    expect(failures()).toEqual([]);
  });

  it('says what is missing while MLflow has no such model', async () => {
    await open({ name: 'nobodys' });
    await stage.arrive(400);
    const refusal = await refusalOf(stage.patrol());
    expect([refusal.code, refusal.message]).toEqual([
      'not_found',
      'MLflow has no registered model "nobodys" with the alias "champion".',
    ]);
    expect(titles()).toEqual(['failed']);
  });

  it('keeps the files that its versions are made of, and no others', async () => {
    await open();
    await stage.arrive(400);
    await stage.patrol();
    await stage.store.snapshots.put('f'.repeat(64), Uint8Array.of(1));
    stage.clock.advance(2 * 3_600_000);
    expect(await stage.ops.tidy({}, vigie)).toMatchObject({ versions: 0, snapshots: 1 });
    const later = stage.process('second');
    expect(await later.ops.predict({ rows: [{ x: 2, y: 0 }] }, vigie)).toMatchObject({ version: 1 });
  });

  it('is challenged by what the training command writes, before the ordinary gate', async () => {
    const orders: string[] = [];
    const trainer: Trainer = {
      async train({ csv }) {
        orders.push(csv);
        return file('line-turned');
      },
    };
    await open(
      { command: { argv: ['python', '{data}', '{output}'], timeoutMs: 60_000, environment: [] } },
      trainer,
    );
    await stage.arrive(600);
    await stage.patrol();
    const kept = await stage.ops.retrain({ watch: 'shop' }, callerOf('operator'));
    expect(kept.outcome).toMatchObject({ result: 'rejected', version: null });
    expect(orders[0]?.split('\n')[0]).toBe('x,y,label');
    expect(orders[0]?.trim().split('\n')).toHaveLength(401);
    await stage.rounds(12, { turned: true });
    const { champion, incident, probation } = await stage.state();
    expect(incident?.phase).toBe('probation');
    // Both models are of somebody else, and answer the same rows.
    expect(probation?.rows).toBeGreaterThan(0);
    expect(probation?.newOnly).toBeGreaterThan(probation?.oldOnly ?? 0);
    for (const { news } of stage.mailbox.deliveries) expect(news).not.toHaveProperty('registered');
    const version = await stage.store.models.read('shop', champion ?? 0);
    expect(version).toMatchObject({
      model: { estimator: 'onnx' },
      origin: { registered: null },
      intent: null,
    });
    expect(version?.baseline?.accuracy).toBeGreaterThan(0.9);
    expect((await stage.ops.predict({ rows: [{ x: 2, y: 0 }] }, vigie)).predictions[0]?.label).toBe('no');
  }, 60_000);
});
