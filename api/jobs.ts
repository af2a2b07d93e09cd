// Long work as a job resource: a request begins it and waits a while; who wants to know more asks for the job.
import { AppError, type Fault } from '../core/errors.ts';
import { keyPattern } from '../core/ops/work.ts';
import type { BegunWork, WorkInfo, WorkResult } from '../core/ops/work-result.ts';
import { problemOf } from './errors.ts';
import type { Answer, Call, Door, Input, Operation } from './route.ts';

/**
 * A door behind which an operation may take minutes: 200 with its result or its error when it ends within `?wait=`
 * seconds (0..60, 10), else 202 with the job; `fixed` are facts, whatever the request says.
 */
export function begins(
  operation: Extract<Operation, 'train' | 'retrain' | 'check'>,
  about: string,
  fixed: Input = {},
): Door {
  return {
    ...{ operation, about, fixed, access: 'token' },
    async answer(call) {
      const { wait, ...asked } = call.input;
      const key = keyOf(call);
      const input = { ...asked, ...fixed };
      const begun = await call.desk.ops.begin({ operation, input, wait, key }, patient(call));
      return answerOf(begun, call);
    },
  };
}

function answerOf({ work, replayed }: BegunWork, { response }: Call): Answer {
  // Errors too say where the work is told of.
  response.setHeader('Location', `/jobs/${work.id}`);
  if (replayed) response.setHeader('Idempotent-Replayed', 'true');
  if (work.error !== null) throw errorOf(work.error);
  return work.state === 'succeeded' ? { value: work.result } : { value: jobOf(work), status: 202 };
}

export const jobDoor: Door = {
  ...{ operation: 'work', access: 'read', about: 'How long work stands: ?wait= seconds for its end.' },
  async answer(call) {
    return { value: jobOf(await call.desk.ops.work(call.input, patient(call))) };
  },
};

export const jobsDoor: Door = {
  operation: 'works',
  access: 'read',
  about: 'Scheduled jobs with their last and next runs, and the newest 50 pieces of long work: ?watch=.',
  async answer({ desk, input, caller }) {
    const [{ jobs }, { work }] = await Promise.all([
      desk.ops.status(input, caller),
      desk.ops.works(input, caller),
    ]);
    return { value: { jobs, work: work.map(jobOf) } };
  },
};

/** The caller, until it goes or the server stops. */
function patient({ caller, response, desk: { closing } }: Call): Call['caller'] {
  const left = new AbortController();
  const leave = () => left.abort();
  if (closing.aborted) leave();
  closing.addEventListener('abort', leave);
  response.once('close', () => {
    closing.removeEventListener('abort', leave);
    leave();
  });
  return { ...caller, left: left.signal };
}

/** @throws AppError `invalid_input` */
function keyOf({ request }: Call): string | null {
  const given = request.headersDistinct['idempotency-key'];
  if (given === undefined) return null;
  const [key = '', ...others] = given;
  if (keyPattern.test(key) && others.length === 0) return key;
  const message = 'must be given once, as 1 to 255 visible ASCII characters';
  const fault: Fault = { path: 'Idempotency-Key', message };
  throw new AppError('invalid_input', `Idempotency-Key: ${message}`, { faults: [fault] });
}

/** With its error as a request is answered with one. */
function jobOf<T extends WorkInfo | WorkResult>({ error, ...work }: T): unknown {
  const told = error && problemOf(errorOf(error), work.request ?? work.id).body;
  return { ...work, error: told };
}

function errorOf({ code, message, remedy, faults }: NonNullable<WorkInfo['error']>): AppError {
  return new AppError(code, message, { remedy, faults });
}
