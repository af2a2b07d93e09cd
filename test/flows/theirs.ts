// A stage whose champion somebody else registered: vectors of test/vectors/onnx behind a registry on a socket.
import { readFileSync } from 'node:fs';
import { registeredOf } from '../../core/adapters/mlflow/configured.ts';
import type { ForeignModel, Trainer } from '../../core/foreign.ts';
import { type FakeRegistry, modelFileText } from '../fakes/mlflow-registry.ts';
import { openStage, type Stage } from './stage.ts';

export const file = (name: string) => Uint8Array.from(readFileSync(`test/vectors/onnx/${name}.onnx`));
export const columns = [
  ['x', 'double'],
  ['y', 'double'],
] as const;

/** As mlflow.onnx.log_model writes them. */
export const files = (name: string) => ({
  MLmodel: modelFileText(columns),
  'model.onnx': file(name),
  'input_example.json': JSON.stringify({ columns: ['x', 'y'], data: [[1.5, 0.1]] }),
});

const foreign: ForeignModel = { name: 'theirs', alias: 'champion', classes: null, command: null };
const ports = { clock: { now: () => 0, sleep: async () => {} }, random: { id: () => 'abcdefgh' } };

/** Its watch reads models:/theirs@champion unless `own` says otherwise. */
export async function openTheirs(
  registry: FakeRegistry,
  own: Partial<ForeignModel> = {},
  trainer?: Trainer,
): Promise<Stage> {
  const registered = registeredOf(
    {
      MLFLOW_TRACKING_URI: registry.uri,
      MLFLOW_PUBLIC_URL: '',
      MLFLOW_EXPERIMENT: 'vigie',
      MLFLOW_TRACKING_USERNAME: '',
      MLFLOW_TRACKING_PASSWORD: '',
      MLFLOW_TRACKING_TOKEN: '',
      MLFLOW_TRACKING_INSECURE_TLS: false,
      MLFLOW_TRACKING_SERVER_CERT_PATH: '',
      MLFLOW_TRACKING_CLIENT_CERT_PATH: '',
    },
    ports,
  );
  if (registered === null) throw new Error('no MLflow');
  const watch = { champion: 'mlflow', foreign: { ...foreign, ...own } } as const;
  return openStage({ watch, registered, ...(trainer === undefined ? {} : { trainer }) });
}
