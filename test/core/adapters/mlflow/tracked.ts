// The tracker on an MLflow that asks for no credentials, for the tests beside this file.
import type { PackageOf } from '../../../../core/adapters/mlflow/drain.ts';
import { createMlflowTracker } from '../../../../core/adapters/mlflow/tracker.ts';
import type { Clock, Random } from '../../../../core/ports.ts';

export const nobody = { username: '', password: '', token: '' };
export const usualTls = { insecure: false, serverCertPath: '', clientCertPath: '' };

/** A clock that only sleeping moves, and how long was slept each time. */
export function stepping(start = 1_800_000_100_000) {
  const slept: number[] = [];
  let now = start;
  const clock: Clock = {
    now: () => now,
    async sleep(ms) {
      slept.push(ms);
      now += ms;
    },
  };
  const random: Random = { id: () => 'id' };
  const pass = (ms: number) => {
    now += ms;
  };
  return { clock, random, slept, pass };
}

/** Files that tell what they were made for. */
export const packageOf: PackageOf = ({ version, ids, createdAt }) => [
  { path: 'model.onnx', bytes: Buffer.from(`onnx of version ${version.version}`) },
  { path: 'MLmodel', bytes: Buffer.from(JSON.stringify({ ...ids, createdAt })) },
];

export const trackerAt = (trackingUri: string, publicUrl = '', ports = stepping()) =>
  createMlflowTracker(
    { trackingUri, publicUrl, experiment: 'vigie', auth: nobody, tls: usualTls, packageOf },
    ports,
  );
