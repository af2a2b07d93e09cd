// Calls to others end in time: after a bound of their own, and when the process is about to end. Pure.

/**
 * Runs `call` with a signal that aborts after `ms` milliseconds, or with `over` and for its reason. Not AbortSignal.any alone:
 * a signal that lives as long as the process keeps a little of every one that was made of it.
 */
export async function bounded<T>(
  ms: number,
  over: AbortSignal | undefined,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const cut = new AbortController();
  const end = () => cut.abort(over?.reason);
  if (over?.aborted) end();
  over?.addEventListener('abort', end);
  try {
    return await call(AbortSignal.any([cut.signal, AbortSignal.timeout(ms)]));
  } finally {
    over?.removeEventListener('abort', end);
  }
}
