// The tracker the settings ask for.
import { modelPackage } from '../../onnx/package.ts';
import type { Clock, Random, Tracker } from '../../ports.ts';
import { createMlflowTracker } from './tracker.ts';

interface MlflowSettings {
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
export function trackerOf(settings: MlflowSettings, ports: { clock: Clock; random: Random }): Tracker | null {
  if (settings.MLFLOW_TRACKING_URI === '') return null;
  return createMlflowTracker(
    {
      trackingUri: settings.MLFLOW_TRACKING_URI,
      publicUrl: settings.MLFLOW_PUBLIC_URL,
      experiment: settings.MLFLOW_EXPERIMENT,
      packageOf: modelPackage,
      auth: {
        username: settings.MLFLOW_TRACKING_USERNAME,
        password: settings.MLFLOW_TRACKING_PASSWORD,
        token: settings.MLFLOW_TRACKING_TOKEN,
      },
      tls: {
        insecure: settings.MLFLOW_TRACKING_INSECURE_TLS,
        serverCertPath: settings.MLFLOW_TRACKING_SERVER_CERT_PATH,
        clientCertPath: settings.MLFLOW_TRACKING_CLIENT_CERT_PATH,
      },
    },
    ports,
  );
}
