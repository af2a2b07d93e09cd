// The MLflow server that .ci/peers/mlflow.sh started for a test, and trackers of it.
import { expect } from 'vitest';
import { createMlflowTracker } from '../../core/adapters/mlflow/tracker.ts';
import { systemClock, systemRandom } from '../../core/adapters/system.ts';
import { modelPackage } from '../../core/onnx/package.ts';
import { nobody, usualTls } from '../core/adapters/mlflow/tracked.ts';
import { askMlflow } from '../core/adapters/mlflow/training.ts';

function given(name: string): string {
  const value = process.env[name] ?? '';
  if (value === '') throw new Error(`${name} is needed: run .ci/peers/mlflow.sh`);
  return value;
}

export const uri = given('MLFLOW_TEST_URI');
/** Of its virtual environment. */
export const bin = given('MLFLOW_TEST_BIN');
/** The same server to its administrator, where it has users. */
export const adminUri = uri.replace('//', `//admin:${given('MLFLOW_TEST_PASSWORD')}@`);

/** Every test has an experiment and a watch of its own, so that a server may be used again. */
let next = 0;
export const freshName = () => `w${process.pid}-${Date.now().toString(36)}-${next++}`;

type Options = Parameters<typeof createMlflowTracker>[0];
type Ports = Parameters<typeof createMlflowTracker>[1];

export const realPorts: Ports = { clock: systemClock, random: systemRandom };

export const trackerOf = (options: Partial<Options> = {}, ports = realPorts) =>
  createMlflowTracker(
    {
      trackingUri: uri,
      publicUrl: uri,
      experiment: `vigie-peer-${process.pid}`,
      auth: nobody,
      tls: usualTls,
      packageOf: modelPackage,
      timeoutMs: 20_000,
      ...options,
    },
    ports,
  );

/** POST to a path below /api/ of the server at `to`. */
export async function post(path: string, body: object, to = uri): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await askMlflow(to, `api/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  expect(response.status, path).toBe(200);
  return await response.json();
}

export const call = (path: string, body: object, to = uri) => post(`2.0/mlflow/${path}`, body, to);
