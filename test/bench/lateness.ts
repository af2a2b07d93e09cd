// How late a timer of this thread fires while something runs: what a heartbeat or an answer would have waited.

/** A timer is due this often, in milliseconds. */
const step = 5;

/** Worst lateness in milliseconds until `work` is done, the moments around its start and end included. */
export async function worstLateness(work: () => Promise<unknown>): Promise<number> {
  let worst = 0;
  let due = performance.now() + step;
  const look = () => {
    const now = performance.now();
    worst = Math.max(worst, now - due);
    due = now + step;
  };
  let timer = setTimeout(function again() {
    look();
    timer = setTimeout(again, step);
  }, step);
  try {
    await work();
    // Whatever held the thread last shows in the timer that is still to come.
    await new Promise((resolve) => setTimeout(resolve, 2 * step));
  } finally {
    clearTimeout(timer);
  }
  return worst;
}
