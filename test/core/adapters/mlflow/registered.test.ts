import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registeredOf } from '../../../../core/adapters/mlflow/configured.ts';
import { AppError } from '../../../../core/errors.ts';
import { type FakeRegistry, modelFileText, startFakeRegistry } from '../../../fakes/mlflow-registry.ts';

const settings = {
  MLFLOW_PUBLIC_URL: '',
  MLFLOW_EXPERIMENT: 'vigie',
  MLFLOW_TRACKING_USERNAME: '',
  MLFLOW_TRACKING_PASSWORD: '',
  MLFLOW_TRACKING_TOKEN: '',
  MLFLOW_TRACKING_INSECURE_TLS: false,
  MLFLOW_TRACKING_SERVER_CERT_PATH: '',
  MLFLOW_TRACKING_CLIENT_CERT_PATH: '',
};

const ports = { clock: { now: () => 0, sleep: async () => {} }, random: { id: () => 'abcdefgh' } };

describe('the registry of MLflow, read', () => {
  let fake: FakeRegistry;
  const registry = () => {
    const found = registeredOf({ ...settings, MLFLOW_TRACKING_URI: fake.uri }, ports);
    if (found === null) throw new Error('no MLflow');
    return found;
  };
  const refusalOf = async (promise: Promise<unknown>) => {
    const cause = await promise.then(
      () => null,
      (error: unknown) => error,
    );
    if (cause instanceof AppError) return cause;
    throw new Error('expected a refusal', { cause });
  };

  beforeEach(async () => {
    fake = await startFakeRegistry();
  });
  afterEach(() => fake.stop());

  it('is there where a server is named', () => {
    expect(registeredOf({ ...settings, MLFLOW_TRACKING_URI: '' }, ports)).toBeNull();
  });

  it('finds the version behind an alias, and whose it is', async () => {
    fake.register('churn', {}, { 'vigie.version': '4' });
    fake.register('churn', {});
    fake.point('churn', 'champion', '1');
    const ours = { name: 'churn', version: '1', ours: 4 };
    expect(await registry().aliased('churn', 'champion')).toEqual({ ...ours, setByUs: false });
    fake.modelTags.set('churn', { 'vigie.champion': '1' });
    expect(await registry().aliased('churn', 'champion')).toEqual({ ...ours, setByUs: true });
    fake.point('churn', 'champion', '2');
    expect(await registry().aliased('churn', 'champion')).toEqual({
      name: 'churn',
      version: '2',
      ours: null,
      setByUs: false,
    });
  });

  it('has no version where there is no such model or alias', async () => {
    expect(await registry().aliased('churn', 'champion')).toBeNull();
    fake.register('churn', {});
    expect(await registry().aliased('churn', 'champion')).toBeNull();
  });

  it('reads the model and what is said of it', async () => {
    const bytes = Uint8Array.of(8, 7, 6);
    fake.register('churn', {
      MLmodel: modelFileText([['age', 'double']]),
      'model.onnx': bytes,
      'input_example.json': '{"columns": ["age"], "data": [[41]]}',
    });
    const model = await registry().read({ name: 'churn', version: '1' });
    expect({ ...model, bytes: [...model.bytes] }).toEqual({
      name: 'churn',
      version: '1',
      bytes: [8, 7, 6],
      signature: [{ name: 'age', type: 'double' }],
      classes: null,
      example: [{ age: 41 }],
    });
  });

  it('never asks for a file that is not listed: the server would answer 500', async () => {
    fake.register('churn', { MLmodel: modelFileText([['age', 'double']]) });
    const refusal = await refusalOf(registry().read({ name: 'churn', version: '1' }));
    expect([refusal.code, refusal.message]).toEqual([
      'bad_data',
      'Version 1 of "churn" in MLflow has no file model.onnx.',
    ]);
    expect(fake.requests.filter((path) => path.endsWith('model.onnx'))).toEqual([]);
  });

  it('refuses files that the server does not hand out, and those that are too large', async () => {
    fake.register('churn', { MLmodel: new Uint8Array(1024 * 1024 + 1) });
    expect((await refusalOf(registry().read({ name: 'churn', version: '1' }))).code).toBe('too_large');
    fake.state.root = 's3://bucket';
    const refusal = await refusalOf(registry().read({ name: 'churn', version: '1' }));
    expect(refusal.remedy).toContain('--artifacts-destination');
  });

  it('is away as the rest of MLflow is', async () => {
    fake.state.away = true;
    expect((await refusalOf(registry().aliased('churn', 'champion'))).code).toBe('upstream_unavailable');
  });
});
