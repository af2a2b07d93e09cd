// Models that Python registers in a real MLflow server, read and served here; started by .ci/peers/mlflow.sh.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registeredOf } from '../../core/adapters/mlflow/configured.ts';
import { systemClock, systemRandom } from '../../core/adapters/system.ts';
import { tasks } from '../../core/compute/tasks.ts';
import { frameOfRecords } from '../../core/frame/records.ts';
import { rowsOf, vectors } from '../core/adapters/onnx/vectors.ts';
import { callerOf, openStage, refusalOf, type Stage, vigie } from '../flows/stage.ts';
import { bin, call, uri } from './mlflow-peer.ts';

const python = `${bin}/python`;

const built = new URL('../../dist/core/compute/pool.js', import.meta.url).href;
const { workerPool }: typeof import('../../core/compute/pool.ts') = await import(built);

const prefix = `theirs-${process.pid}`;
const settings = {
  MLFLOW_TRACKING_URI: uri,
  MLFLOW_PUBLIC_URL: '',
  MLFLOW_EXPERIMENT: prefix,
  MLFLOW_TRACKING_USERNAME: '',
  MLFLOW_TRACKING_PASSWORD: '',
  MLFLOW_TRACKING_TOKEN: '',
  MLFLOW_TRACKING_INSECURE_TLS: false,
  MLFLOW_TRACKING_SERVER_CERT_PATH: '',
  MLFLOW_TRACKING_CLIENT_CERT_PATH: '',
};

/** MLflow's registry as the product reads it. */
function registry() {
  const found = registeredOf(settings, { clock: systemClock, random: systemRandom });
  if (found === null) throw new Error('no MLflow');
  return found;
}

/** The stage's rows under the model of this name. */
const stageOf = (name: string): Promise<Stage> => {
  const foreign = { name: `${prefix}-${name}`, alias: 'champion', classes: null, command: null };
  return openStage({ watch: { champion: 'mlflow', foreign }, registered: registry() });
};

const move = (name: string, version: string) =>
  call('registered-models/alias', { name: `${prefix}-${name}`, alias: 'champion', version });

describe('a model of somebody else', () => {
  const pool = workerPool(1);
  beforeAll(async () => {
    const env = { ...process.env, MLFLOW_TRACKING_URI: uri };
    await promisify(execFile)(python, ['test/peers/onnx/register.py', 'test/vectors/onnx', prefix], { env });
  }, 240_000);
  afterAll(() => pool.stop());

  it.each(vectors)('$name is read, tried on its example, and predicts what Python does', async (vector) => {
    const models = registry();
    const found = await models.aliased(`${prefix}-${vector.name}`, 'champion');
    expect(found).toMatchObject({ version: '1', ours: null, setByUs: false });
    if (found === null) return;
    const { bytes, signature, example } = await models.read(found);
    expect(signature).toEqual(vector.features);
    const named = (row: (typeof vector.rows)[number]) =>
      Object.fromEntries(vector.features.map(({ name }, at) => [name, row[at]]));
    expect(example).toEqual(vector.rows.slice(0, 3).map(named));
    const file = { sha256: vector.name, bytes };
    const plan = await pool.run(tasks.describe, { file, signature });
    const tried = frameOfRecords(example ?? [], { features: plan.features, classes: [] });
    await pool.run(tasks.probe, { file, plan, rows: tried });
    const asked = { file, plan, classes: vector.classes, rows: rowsOf(vector) };
    const { predicted, shares } = await pool.run(tasks.answer, asked);
    expect(Array.from(predicted.codes, (code) => predicted.categories[code])).toEqual(vector.labels);
    // Of a ZipMap only labels can be read.
    const close = (told: readonly number[]) => told.map((share) => expect.closeTo(share, 6));
    const expected = vector.classes.map((_, at) => close(vector.probabilities.map((told) => told[at] ?? -1)));
    const seen = shares?.map((share) => Array.from(share));
    expect(seen).toEqual(vector.name === 'logistic-zipmap' ? undefined : expected);
  });

  it('is replaced when its alias is moved in MLflow', async () => {
    const stage = await stageOf('line');
    try {
      await stage.arrive(400);
      expect(await stage.patrol()).toMatchObject({ trained: true });
      const rows = [{ x: 2, y: 0 }];
      const said = async () => {
        const { version, predictions } = await stage.ops.predict({ rows }, vigie);
        return [version, predictions[0]?.label];
      };
      expect(await said()).toEqual([1, 'yes']);
      expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 0 });
      await move('line', '2');
      expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 1 });
      expect(await said()).toEqual([2, 'no']);
      expect((await stage.store.models.read('shop', 2))?.origin?.registered).toEqual({
        name: `${prefix}-line`,
        version: '2',
      });
      await stage.ops.rollback({}, callerOf('operator'));
      expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 0 });
      expect(await said()).toEqual([1, 'yes']);
    } finally {
      await stage.close();
    }
  });

  it('that is a pickle is refused, and what to do instead is said', async () => {
    const stage = await stageOf('pickled');
    try {
      await stage.arrive(400);
      const refusal = await refusalOf(stage.patrol());
      expect([refusal.code, refusal.message]).toEqual([
        'bad_data',
        'The registered model is of flavor sklearn: a pickled model is never loaded, only ONNX.',
      ]);
      expect(refusal.remedy).toContain('mlflow.onnx.log_model');
    } finally {
      await stage.close();
    }
  });
});
