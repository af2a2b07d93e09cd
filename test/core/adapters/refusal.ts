import { AppError } from '../../../core/errors.ts';

/** What a promise is refused with. @throws whatever else it was rejected with, or an Error where it was not */
export async function refusalOf(promise: Promise<unknown>): Promise<AppError> {
  const cause = await promise.then(
    () => new Error('expected a refusal'),
    (error: unknown) => error,
  );
  if (cause instanceof AppError) return cause;
  throw cause;
}
