import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { FittedModel } from '../../../core/estimators/estimator.ts';
import { logistic } from '../../../core/estimators/logistic.ts';
import { schemaOf } from '../../../core/frame/frame.ts';
import { featureSpec, modelPackage } from '../../../core/onnx/package.ts';
import { frameOf } from '../estimators/frame-of.ts';
import { graphOf } from './decode.ts';
import { modelCase } from './models.ts';
import { requestOf } from './versions.ts';

const train = frameOf({ age: [20, 30, 40, null], city: ['Paris', 'Lyon', 'Lyon', null] }, [
  'no',
  'yes',
  'yes',
  'no',
]);
const model = logistic.fit(train, schemaOf(train), { inverseL2: 1 });

function filesOf(fitted: FittedModel): ReadonlyMap<string, string> {
  return new Map(
    modelPackage(requestOf(fitted)).map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]),
  );
}

const read = (files: ReadonlyMap<string, string>, path: string): string => files.get(path) ?? '';
const files = filesOf(model);

describe('a package for MLflow', () => {
  it('has the files that MLflow itself writes, MLmodel last', () => {
    expect([...files.keys()]).toEqual([
      'model.onnx',
      'requirements.txt',
      'python_env.yaml',
      'conda.yaml',
      'input_example.json',
      'serving_input_example.json',
      'MLmodel',
    ]);
  });

  it('describes the model as MLflow does', () => {
    const described: unknown = parse(read(files, 'MLmodel'));
    const others = modelPackage(requestOf(model)).slice(0, -1);
    expect(described).toEqual({
      artifact_path: 'mlflow-artifacts:/1/models/m-00112233445566778899aabbccddeeff/artifacts',
      flavors: {
        onnx: {
          code: null,
          data: 'model.onnx',
          onnx_session_options: null,
          onnx_version: '1.23.2',
          providers: ['CPUExecutionProvider'],
        },
        python_function: {
          data: 'model.onnx',
          env: { conda: 'conda.yaml', virtualenv: 'python_env.yaml' },
          loader_module: 'mlflow.onnx',
          python_version: '3.11.14',
        },
      },
      is_signature_from_type_hint: false,
      metadata: {
        'vigie.watch': 'churn',
        'vigie.version': '4',
        'vigie.run': 'churn:v4',
        'vigie.estimator': 'logistic',
        'vigie.feature_spec': featureSpec(model.schema),
        'vigie.probability_of': 'yes',
      },
      mlflow_version: '3.17.2',
      model_id: 'm-00112233445566778899aabbccddeeff',
      model_size_bytes: others.reduce((sum, { bytes }) => sum + bytes.length, 0),
      model_uuid: 'm-00112233445566778899aabbccddeeff',
      run_id: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
      saved_input_example_info: {
        artifact_path: 'input_example.json',
        pandas_orient: 'split',
        serving_input_path: 'serving_input_example.json',
        type: 'dataframe',
      },
      signature: {
        inputs:
          '[{"type":"double","name":"age","required":true},{"type":"string","name":"city","required":true}]',
        outputs:
          '[{"type":"string","name":"label","required":true},{"type":"double","name":"probability","required":true}]',
        params: null,
      },
      type_hint_from_example: null,
      utc_time_created: '2026-01-05 09:31:07.045000',
    });
  });

  it('says the same of the version in the ONNX file', () => {
    const [onnx] = modelPackage(requestOf(model));
    const described: { metadata: unknown } = parse(read(files, 'MLmodel'));
    expect(graphOf(onnx?.bytes ?? new Uint8Array()).metadata).toEqual(described.metadata);
  });

  it('pins the same releases for pip and conda', () => {
    const pins = read(files, 'requirements.txt').trim().split('\n');
    expect(pins.map((pin) => pin.split('==')[0])).toEqual([
      'mlflow',
      'numpy',
      'onnx',
      'onnxruntime',
      'pandas',
    ]);
    expect(parse(read(files, 'conda.yaml'))).toEqual({
      name: 'mlflow-env',
      channels: ['conda-forge'],
      dependencies: ['python=3.11.14', 'pip', { pip: pins }],
    });
    expect(parse(read(files, 'python_env.yaml'))).toEqual({
      python: '3.11.14',
      build_dependencies: ['pip==26.3', 'setuptools==84.2.1', 'wheel==0.48.0'],
      dependencies: ['-r requirements.txt'],
    });
  });

  it('gives as example the training mean and the commonest category, no row that was seen', () => {
    const example = { columns: ['age', 'city'], data: [[30, 'Lyon']] };
    expect(JSON.parse(read(files, 'input_example.json'))).toEqual(example);
    expect(JSON.parse(read(files, 'serving_input_example.json'))).toEqual({ dataframe_split: example });
  });

  it('gives zeros and empty texts where the model learned nothing of its features', () => {
    const { data } = JSON.parse(
      read(filesOf(modelCase('the majority of two', 1, 1).model), 'input_example.json'),
    );
    expect(data).toEqual([[0, '', 0, '']]);
  });

  it('names no class where each has a probability, and no run where none is logged', () => {
    const request = requestOf(modelCase('three classes', 1, 1).model);
    const quiet = { ...request, version: { ...request.version, intent: null } };
    const mlmodel = modelPackage(quiet).at(-1)?.bytes ?? new Uint8Array();
    const described: { metadata: object } = parse(Buffer.from(mlmodel).toString());
    expect(Object.keys(described.metadata)).toEqual([
      'vigie.watch',
      'vigie.version',
      'vigie.estimator',
      'vigie.feature_spec',
    ]);
  });

  it('has the same bytes for the same request', () => {
    expect(modelPackage(requestOf(model))).toEqual(modelPackage(requestOf(model)));
  });
});

describe('the hash of a feature spec', () => {
  const { schema } = model;

  it('is that of its names, kinds and classes', () => {
    // printf '%s' '{"features":[["age","numeric"],["city","categorical"]],"classes":["no","yes"]}' | sha256sum
    expect(featureSpec(schema)).toBe('ae8e1ee2a97a7aaac9554d86fce564f3057e468f7a95318a7afa9bff18afac57');
  });

  it('changes with their order', () => {
    const turned = { ...schema, features: [...schema.features].reverse() };
    expect(featureSpec(turned)).not.toBe(featureSpec(schema));
  });
});
