// What becomes of a training that could not be carried on: it waits, it was deleted, or it is given up and closed.
import { AppError } from '../../errors.ts';
import type { Drain, Ids } from './drain.ts';
import { milliseconds } from './encode.ts';
import { objectOf } from './json.ts';
import { endModel } from './logged-model.ts';
import { discarded, findExperiment, isCode, tagRun } from './run.ts';

/** How long files may fail to arrive while all else does. */
const stuckForMs = 24 * 3_600_000;

/** Whether files that cannot be sent since `ids.stuckSince` have been tried long enough. */
export function stuckTooLong({ stuckSince }: Ids, now: number): boolean {
  return stuckSince !== '' && now - Number(stuckSince) > stuckForMs;
}

/** The failure of files as one that is not tried again. */
export function filesRefused({ runId }: Ids, cause: AppError): AppError {
  return new AppError(
    'unsupported',
    `MLflow took no files of the run ${runId} for ${stuckForMs / 3_600_000} hours: ${cause.message}`,
    { remedy: cause.remedy },
  );
}

/** Something is gone. An experiment can be restored with all it held: then it waits; a run that was deleted was meant. */
export async function missing({ client, experiment }: Drain, { runId }: Ids): Promise<AppError> {
  try {
    await findExperiment(client, experiment);
    return discarded(runId);
  } catch (cause) {
    if (cause instanceof AppError) return cause;
    throw cause;
  }
}

/**
 * Closes what was begun, so that nothing is left running: the model as not uploaded, the run as failed with the reason.
 * What it holds stays; it gets no version and no alias. @throws AppError `upstream_unavailable` when that must wait as well
 */
export async function close({ client, intent }: Drain, ids: Ids, reason: AppError): Promise<void> {
  try {
    if (ids.modelId !== '' && ids.modelVersion === '')
      await endModel(client, ids.modelId, 'LOGGED_MODEL_UPLOAD_FAILED');
    await tagRun(client, ids.runId, { 'vigie.error': reason.message });
    const body = { run_id: ids.runId, status: 'FAILED', end_time: milliseconds(intent.endedAt) };
    await client.request({ method: 'POST', path: 'runs/update', body, read: objectOf });
  } catch (cause) {
    // What refused once may refuse this too; the reason that counts is the first.
    if (!(cause instanceof AppError) || isCode(cause, 'upstream_unavailable')) throw cause;
  }
}
