// A version made again from what the store keeps of it, and changes of what it keeps that are found.
import { type Collection, MongoClient } from 'mongodb';
import { afterEach, describe, expect, it } from 'vitest';
import { reproduceAsked, reproduceOne, reproduceUsage } from '../../bot/reproduce.ts';
import { reproduce } from '../../core/ops/reproduce.ts';
import { chance } from '../core/evidence/rows.ts';
import { startFakeRegistry } from '../fakes/mlflow-registry.ts';
import { openForeign, rowsOf, send } from './foreign.ts';
import { callerOf, learned, minute, openStage, refusalOf, type Stage, vigie } from './stage.ts';
import { files, openTheirs } from './theirs.ts';

let stage: Stage;
afterEach(() => stage.close());
const admin = callerOf('admin');

async function said(version: string, ...more: string[]) {
  const parts: string[] = [];
  const argv = ['reproduce', version, ...more];
  const code = await reproduceOne(stage.world, argv, { write: (part) => parts.push(part) });
  return { code, text: parts.join('') };
}

async function inStore(collection: string, change: (rows: Collection) => Promise<unknown>): Promise<void> {
  const client = await new MongoClient(stage.uri).connect();
  try {
    await change(client.db('vigie').collection(collection));
  } finally {
    await client.close();
  }
}

/** A first champion of 600 rows, and a challenger that was kept out. */
async function two(): Promise<void> {
  stage = await learned(600);
  await stage.arrive(300);
  await stage.ops.retrain({}, admin);
}

describe('a version that was fitted here', () => {
  it('is the same when it is fitted again, whether it serves or was kept out', async () => {
    await two();
    for (const version of [1, 2]) {
      const found = await reproduce(stage.world, { version });
      expect(found).toMatchObject({ watch: 'shop', version, model: version, fittedHere: true, same: true });
      expect(found.service).toEqual({ before: '0.0.0', now: '0.0.0' });
      expect(found.parts.map(({ part, difference }) => [part, difference])).toEqual([
        ['rows', null],
        ['model', 0],
        ['baseline', 0],
        ['calibration', 0],
      ]);
    }
    const { code, text } = await said('v2', 'watch:shop');
    expect(code).toBe(0);
    expect(text).toMatch(/^shop v2: reproduced\n {2}rows {10}equal, sha256 [0-9a-f]{64}\n/);
    expect(text).toContain('\n  coefficients  equal\n');
  });

  it('keeps the options it was fitted with; without them it was fitted with the usual ones', async () => {
    await two();
    expect(await stage.store.models.read('shop', 1)).toMatchObject({
      inverseL2: 1,
      service: '0.0.0',
    });
    await inStore('models', (models) =>
      models.updateOne({ version: 1 }, { $unset: { inverseL2: 1, service: 1 } }),
    );
    expect(await reproduce(stage.world, { version: 1 })).toMatchObject({
      same: true,
      service: { before: null },
    });
    const other = { inverseL2: 0.1 };
    await inStore('models', (models) => models.updateOne({ version: 1 }, { $set: other }));
    expect(await reproduce(stage.world, { version: 1 })).toMatchObject({ same: false });
  });

  it('is not taken for the same when a coefficient was changed', async () => {
    await two();
    const at = 'model.parameters.weights.0.1';
    for (const [change, same] of [
      [1e-9, false],
      [-1e-9, true],
    ] as const) {
      await inStore('models', (models) => models.updateOne({ version: 1 }, { $inc: { [at]: change } }));
      const found = await reproduce(stage.world, { version: 1 });
      expect(found.same).toBe(same);
      const model = found.parts.find(({ part }) => part === 'model');
      if (!same) expect(model).toMatchObject({ same, at: 'parameters.weights.0.1' });
      expect(model?.difference).toBeGreaterThanOrEqual(same ? 0 : 1e-10);
    }
  });

  it('is not fitted to rows of which a byte was changed', async () => {
    await two();
    const sha256 = (await stage.store.models.read('shop', 1))?.reference;
    const client = await new MongoClient(stage.uri).connect();
    const files = client.db('vigie').collection('snapshots.files');
    const stored = await files.findOne({ filename: sha256 ?? '' });
    const chunks = client.db('vigie').collection('snapshots.chunks');
    const ofRows = { files_id: stored?._id, n: 0 };
    const data = Buffer.from((await chunks.findOne(ofRows))?.['data'].buffer);
    data[100] = (data[100] ?? 0) ^ 1;
    expect((await chunks.updateOne(ofRows, { $set: { data } })).modifiedCount).toBe(1);
    await client.close();
    const { code, text } = await said('1', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(text)).toMatchObject({
      same: false,
      parts: [{ part: 'rows', same: false, sha256, difference: null, at: null }],
    });
    expect((await said('1')).text).toContain('shop v1: NOT reproduced\n  rows          DIFFERENT, sha256');
  });

  it('cannot be made again once its rows are gone, and that is said', async () => {
    await two();
    await inStore('snapshots.files', (files) => files.deleteMany({}));
    expect(await refusalOf(said('1'))).toMatchObject({
      code: 'not_found',
      message: 'The rows of version 1 of watch "shop" are not stored.',
    });
    expect(await refusalOf(said('9'))).toMatchObject({
      code: 'not_found',
      remedy: 'Versions kept: 2, 1.',
    });
  });
});

describe('a version with a longer history', () => {
  it('has the model of an earlier one, which is the one that is fitted', async () => {
    stage = await learned(300, { watch: { policy: 'manual' } });
    for (let round = 0; round < 8; round++) {
      stage.clock.advance(2 * minute);
      await stage.arrive(50);
      await stage.ops.check({ watch: 'shop' }, vigie);
    }
    expect(await stage.store.models.read('shop', 2)).toMatchObject({ trigger: 'learning' });
    const found = await reproduce(stage.world, { version: 2 });
    expect(found).toMatchObject({ version: 2, model: 1, same: true });
    expect(found.parts.map(({ part }) => part)).toEqual(['rows', 'rows', 'model', 'baseline', 'calibration']);
    expect((await said('2')).text).toContain('It has the model of v1, on a longer history: v1 was fitted.');
    await inStore('models', (models) => models.deleteOne({ version: 1 }));
    expect(await refusalOf(said('2'))).toMatchObject({ code: 'not_found' });
  });
});

describe('a version of a model of somebody else', () => {
  it('is held against the sha256 of its file and of its rows', async () => {
    const registry = await startFakeRegistry();
    registry.register('theirs', files('line'));
    registry.point('theirs', 'champion', '1');
    stage = await openTheirs(registry);
    await stage.arrive(400);
    await stage.patrol();
    await registry.stop();
    const found = await reproduce(stage.world, { version: 1 });
    expect(found).toMatchObject({ fittedHere: false, same: true });
    expect(found.parts.map(({ part, same }) => [part, same])).toEqual([
      ['rows', true],
      ['file', true],
    ]);
    const { code, text } = await said('1');
    expect(code).toBe(0);
    expect(text).toContain('shop v1: as it was stored\n');
    expect(text).toContain('Its model was not fitted here');
  });

  it('has no file where it only says what it predicts', async () => {
    stage = await openForeign();
    await send(stage, rowsOf(chance(9), 0, 400));
    await stage.patrol();
    const { fittedHere, parts } = await reproduce(stage.world, { version: 1 });
    expect([fittedHere, parts.map(({ part, same }) => [part, same])]).toEqual([false, [['rows', true]]]);
  });
});

describe('what is asked', () => {
  it('is a version, and a watch where there are several', async () => {
    stage = await openStage();
    expect(reproduceAsked(['reproduce', 'v3'])).toEqual({ version: 3, json: false });
    expect(reproduceAsked(['reproduce', '--json', '3', 'watch:shop'])).toEqual({
      version: 3,
      json: true,
      watch: 'shop',
    });
    expect(reproduceAsked(['reproduce', 'version:3', 'shop'])).toMatchObject({ version: 3, watch: 'shop' });
    for (const words of [[], ['last'], ['0'], ['3', 'a:b'], ['3', 'shop', 'more']])
      expect(() => reproduceAsked(['reproduce', ...words])).toThrow('is not understood');
    expect(await refusalOf(said('3', 'market'))).toMatchObject({ code: 'unknown_watch' });
    expect(reproduceUsage).toContain('exit code 1');
  });
});
