// The tracker on an MLflow that asks for no credentials, for the tests beside this file.
import { createMlflowTracker } from '../../../../core/adapters/mlflow/tracker.ts';

const nobody = { username: '', password: '', token: '' };

export const trackerAt = (trackingUri: string, publicUrl = '') =>
  createMlflowTracker({ trackingUri, publicUrl, experiment: 'vigie', auth: nobody });
