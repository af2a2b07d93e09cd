// A model version as the files of an MLflow model: what mlflow.pyfunc and mlflow.onnx load. Pure.
import { createHash } from 'node:crypto';
import type { Schema } from '../frame/frame.ts';
import type { ModelVersion } from '../model.ts';
import { exampleRow } from './example.ts';
import { type OnnxModel, onnxModel } from './model.ts';
import { type Yaml, yamlOf } from './yaml.ts';

export interface PackageRequest {
  readonly version: ModelVersion;
  readonly ids: {
    readonly runId: string;
    /** Of the logged model, `m-...`. */
    readonly modelId: string;
    /** Where the server keeps the logged model's files: its `artifact_uri`. */
    readonly artifactPath: string;
  };
  /** Milliseconds since the epoch; frozen with the intent, so that a repeated upload has the same bytes. */
  readonly createdAt: number;
}

export interface PackageFile {
  /** A single name, without a folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The releases the package is tested with. MLflow hands text columns of pandas 3 to onnxruntime as it cannot take them. */
const mlflow = '3.17.2';
const onnx = '1.23.2';
const requirements = [
  `mlflow==${mlflow}`,
  'numpy==2.4.6',
  `onnx==${onnx}`,
  'onnxruntime==1.32.0',
  'pandas==2.3.3',
];
const python = '3.11.14';
const buildTools = ['pip==26.3', 'setuptools==84.2.1', 'wheel==0.48.0'];

const names = {
  onnx: 'model.onnx',
  conda: 'conda.yaml',
  python: 'python_env.yaml',
  requirements: 'requirements.txt',
  example: 'input_example.json',
  serving: 'serving_input_example.json',
  mlmodel: 'MLmodel',
} as const;

/**
 * The files of the package in the order to upload them: `MLmodel` comes last, since with it the model counts as complete.
 * The same request always gives the same bytes.
 * @throws AppError `unsupported` for a model that has no ONNX form (served elsewhere, or without features)
 */
export function modelPackage(request: PackageRequest): PackageFile[] {
  const { version } = request;
  const facts = factsOf(version);
  const model = onnxModel(version.model, facts);
  const example = { columns: model.inputs.map(({ name }) => name), data: [exampleRow(version.model)] };
  const files = [
    { path: names.onnx, bytes: model.bytes },
    file(names.requirements, `${requirements.join('\n')}\n`),
    file(names.python, yamlOf(pythonEnvironment)),
    file(names.conda, yamlOf(condaEnvironment)),
    file(names.example, JSON.stringify(example)),
    file(names.serving, JSON.stringify({ dataframe_split: example })),
  ];
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return [...files, file(names.mlmodel, yamlOf(description(request, { model, facts, size })))];
}

/** The same for all models of the same features and classes: sha256 of their names, kinds and order. */
export function featureSpec({ features, classes }: Schema): string {
  const spec = { features: features.map(({ name, kind }) => [name, kind]), classes };
  return createHash('sha256').update(JSON.stringify(spec)).digest('hex');
}

/** What both files say of the version; `vigie.run` is the key of its training's intent. */
function factsOf({ watch, version, model, intent }: ModelVersion): Record<string, string> {
  const { classes } = model.schema;
  return {
    'vigie.watch': watch,
    'vigie.version': String(version),
    ...(intent === null ? {} : { 'vigie.run': intent }),
    'vigie.estimator': model.estimator,
    'vigie.feature_spec': featureSpec(model.schema),
    ...(classes.length === 2 ? { 'vigie.probability_of': classes[1] ?? '' } : {}),
  };
}

function description(
  { ids, createdAt }: PackageRequest,
  { model, facts, size }: { model: OnnxModel; facts: Record<string, string>; size: number },
): Record<string, Yaml> {
  return {
    artifact_path: ids.artifactPath,
    flavors: {
      onnx: {
        code: null,
        data: names.onnx,
        onnx_session_options: null,
        onnx_version: onnx,
        providers: ['CPUExecutionProvider'],
      },
      python_function: {
        data: names.onnx,
        env: { conda: names.conda, virtualenv: names.python },
        loader_module: 'mlflow.onnx',
        python_version: python,
      },
    },
    is_signature_from_type_hint: false,
    metadata: facts,
    mlflow_version: mlflow,
    model_id: ids.modelId,
    model_size_bytes: size,
    model_uuid: ids.modelId,
    run_id: ids.runId,
    saved_input_example_info: {
      artifact_path: names.example,
      pandas_orient: 'split',
      serving_input_path: names.serving,
      type: 'dataframe',
    },
    signature: { inputs: columns(model.inputs), outputs: columns(model.outputs), params: null },
    type_hint_from_example: null,
    utc_time_created: new Date(createdAt).toISOString().replace('T', ' ').replace('Z', '000'),
  };
}

/** A schema is JSON text within the YAML. */
function columns(ports: OnnxModel['inputs']): string {
  return JSON.stringify(ports.map(({ name, type }) => ({ type, name, required: true })));
}

const pythonEnvironment = {
  python,
  build_dependencies: buildTools,
  dependencies: [`-r ${names.requirements}`],
};

const condaEnvironment = {
  name: 'mlflow-env',
  channels: ['conda-forge'],
  dependencies: [`python=${python}`, 'pip', { pip: requirements }],
};

function file(path: string, content: string): PackageFile {
  return { path, bytes: new TextEncoder().encode(content) };
}
