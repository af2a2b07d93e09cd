// Whether MLflow takes what Vigie would send.
import { examine, type MlflowSettings } from '../adapters/mlflow/configured.ts';
import type { Clock, Random } from '../ports.ts';
import { doubtful, type Finding, fine } from './finding.ts';

/** @throws AppError that names the setting, or the option of the server, that mends it */
export async function mlflowCheck(
  settings: MlflowSettings,
  ports: { clock: Clock; random: Random },
): Promise<Finding> {
  if (settings.MLFLOW_TRACKING_URI === '')
    return fine('MLflow', 'not configured (MLFLOW_TRACKING_URI): runs are kept in the store.');
  const experiment = await examine(settings, ports);
  const named = `experiment "${settings.MLFLOW_EXPERIMENT}"`;
  if (experiment === 'deleted')
    return doubtful(
      'MLflow',
      `It answers, but ${named} was deleted.`,
      'Restore it in MLflow (mlflow experiments restore), or set MLFLOW_EXPERIMENT to another name.',
    );
  const there = experiment === 'active' ? `${named} is there` : `${named} is made by the first run`;
  return fine('MLflow', `It answers to the name we call it by; ${there}.`);
}
