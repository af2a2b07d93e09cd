// The end of what a process has under way: it is waited for, then cut short; what is taken already is kept.
import { AppError, cutShort } from '../errors.ts';
import type { World } from './world.ts';

/** How long what was cut short may take to give back what it holds. */
const lettingGoMs = 2_000;

export interface Ending {
  /** Ends calls and computing at once: whoever begins it again finds all as before. Twice is once. */
  cut(): Promise<void>;
  /**
   * Waits for what is under way, cuts short what goes on all the same, and stores what was answered.
   * @throws AppError `storage_unavailable` when rows behind answers could not be stored
   */
  finish(): Promise<void>;
}

/** `over` is what the calls under way listen to. */
export function endingOf(
  { background, compute, observations }: Pick<World, 'background' | 'compute' | 'observations'>,
  over: AbortController,
): Ending {
  const cut = () => {
    over.abort(cutShort());
    return compute.stop();
  };
  return {
    cut,
    async finish() {
      // What was cut short already had its time.
      if (!over.signal.aborted) await background.idle();
      await cut();
      await background.idle(lettingGoMs);
      const lost = await observations.flush();
      if (lost === 0) return;
      throw new AppError('storage_unavailable', `${lost} rows behind answers could not be stored.`);
    },
  };
}
