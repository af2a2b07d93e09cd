// The tracker the settings ask for.
import { AppError } from '../../errors.ts';
import type { RegisteredModels } from '../../foreign.ts';
import { modelPackage } from '../../onnx/package.ts';
import type { Random, Tracker } from '../../ports.ts';
import { readServer } from './address.ts';
import { createClient } from './client.ts';
import { textAt } from './json.ts';
import { registeredModels } from './registered.ts';
import { readTls } from './tls.ts';
import { createMlflowTracker } from './tracker.ts';
import { createTransport, type Meter, metered } from './transport.ts';

export interface MlflowSettings {
  readonly MLFLOW_TRACKING_URI: string;
  readonly MLFLOW_PUBLIC_URL: string;
  readonly MLFLOW_EXPERIMENT: string;
  readonly MLFLOW_TRACKING_USERNAME: string;
  readonly MLFLOW_TRACKING_PASSWORD: string;
  readonly MLFLOW_TRACKING_TOKEN: string;
  readonly MLFLOW_TRACKING_INSECURE_TLS: boolean;
  readonly MLFLOW_TRACKING_SERVER_CERT_PATH: string;
  readonly MLFLOW_TRACKING_CLIENT_CERT_PATH: string;
}

/**
 * Null when no MLflow is named.
 * @throws AppError `invalid_config` for an address, a token or a certificate that cannot be used
 */
function trackerOf(settings: MlflowSettings, ports: Ports): Tracker | null {
  if (settings.MLFLOW_TRACKING_URI === '') return null;
  return createMlflowTracker(
    {
      trackingUri: settings.MLFLOW_TRACKING_URI,
      publicUrl: settings.MLFLOW_PUBLIC_URL,
      experiment: settings.MLFLOW_EXPERIMENT,
      packageOf: modelPackage,
      auth: authOf(settings),
      tls: tlsOf(settings),
    },
    ports,
  );
}

interface Ports extends Meter {
  readonly random: Random;
}

/** What tells it of trainings, and what reads its registry. @throws AppError as `trackerOf` */
export function mlflowOf(settings: MlflowSettings, ports: Ports) {
  return { tracker: trackerOf(settings, ports), registered: registeredOf(settings, ports) };
}

const timeoutMs = 5_000;

/**
 * Asks the server of the real API, since /health answers even who everything else refuses: how the experiment stands.
 * @throws AppError as `MlflowClient.request`, and `invalid_config` as `trackerOf`
 */
export async function examine(
  settings: MlflowSettings,
  ports: Ports,
): Promise<'active' | 'deleted' | 'missing'> {
  const send = createTransport(readTls(tlsOf(settings)));
  const server = readServer(settings.MLFLOW_TRACKING_URI, authOf(settings));
  const client = createClient(server, { ...ports, send, timeoutMs });
  await client.refuseOld();
  try {
    return await client.request({
      method: 'GET',
      path: 'experiments/get-by-name',
      query: { experiment_name: settings.MLFLOW_EXPERIMENT },
      read: (answer) => {
        const stage = textAt(answer, 'experiment', 'lifecycle_stage');
        return stage === 'active' || stage === 'deleted' ? stage : undefined;
      },
    });
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'not_found') return 'missing';
    throw cause;
  }
}

/** Its registry as models are read from it; null when no MLflow is named. @throws AppError as `trackerOf` */
export function registeredOf(settings: MlflowSettings, ports: Ports): RegisteredModels | null {
  if (settings.MLFLOW_TRACKING_URI === '') return null;
  const send = metered(createTransport(readTls(tlsOf(settings)), ports.over), ports);
  const server = readServer(settings.MLFLOW_TRACKING_URI, authOf(settings));
  return registeredModels(createClient(server, { ...ports, send, timeoutMs }), { server, send });
}

function authOf(settings: MlflowSettings) {
  return {
    username: settings.MLFLOW_TRACKING_USERNAME,
    password: settings.MLFLOW_TRACKING_PASSWORD,
    token: settings.MLFLOW_TRACKING_TOKEN,
  };
}

function tlsOf(settings: MlflowSettings) {
  return {
    insecure: settings.MLFLOW_TRACKING_INSECURE_TLS,
    serverCertPath: settings.MLFLOW_TRACKING_SERVER_CERT_PATH,
    clientCertPath: settings.MLFLOW_TRACKING_CLIENT_CERT_PATH,
  };
}
