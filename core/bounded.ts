// Calls to others end in time: after a bound of their own, and when the process is about to end. Pure.

/**
 * Runs `call` with a signal that aborts after `ms` milliseconds, or with `over`, for the reason of whichever came first. Not
 * AbortSignal.any: Node 20 lets go of a time limit that nothing but such a signal refers to, and then it never comes; and one that
 * lives as long as the process keeps a little of every one that was made of it. A listener holds the limit.
 */
export async function bounded<T>(
  ms: number,
  over: AbortSignal | undefined,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const cut = new AbortController();
  const ends = [AbortSignal.timeout(ms), ...(over === undefined ? [] : [over])].map((signal) => ({
    signal,
    end: () => cut.abort(signal.reason),
  }));
  for (const { signal, end } of ends) {
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
  }
  try {
    return await call(cut.signal);
  } finally {
    for (const { signal, end } of ends) signal.removeEventListener('abort', end);
  }
}
