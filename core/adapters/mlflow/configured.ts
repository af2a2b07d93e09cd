// The tracker the settings ask for.
import type { Tracker } from '../../ports.ts';
import { createMlflowTracker } from './tracker.ts';

interface MlflowSettings {
  readonly MLFLOW_TRACKING_URI: string;
  readonly MLFLOW_PUBLIC_URL: string;
  readonly MLFLOW_EXPERIMENT: string;
  readonly MLFLOW_TRACKING_USERNAME: string;
  readonly MLFLOW_TRACKING_PASSWORD: string;
  readonly MLFLOW_TRACKING_TOKEN: string;
}

/** Null when no MLflow is named. @throws AppError `invalid_config` for an address or a token that cannot be used */
export function trackerOf(settings: MlflowSettings): Tracker | null {
  if (settings.MLFLOW_TRACKING_URI === '') return null;
  return createMlflowTracker({
    trackingUri: settings.MLFLOW_TRACKING_URI,
    publicUrl: settings.MLFLOW_PUBLIC_URL,
    experiment: settings.MLFLOW_EXPERIMENT,
    auth: {
      username: settings.MLFLOW_TRACKING_USERNAME,
      password: settings.MLFLOW_TRACKING_PASSWORD,
      token: settings.MLFLOW_TRACKING_TOKEN,
    },
  });
}
