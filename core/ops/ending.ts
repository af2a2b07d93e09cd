// The end of what a process has under way: it is waited for, then cut short; what is taken already is kept.
import { cutShort } from '../errors.ts';
import type { World } from './world.ts';

/** How long what was cut short may take to give back what it holds. */
const lettingGoMs = 2_000;

export interface Ending {
  /** Ends calls and computing at once: whoever begins it again finds all as before. Twice is once. */
  cut(): Promise<void>;
  /** Waits for what is under way, cuts short what goes on all the same, and stores what was answered. */
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
      await background.idle();
      await cut();
      await background.idle(lettingGoMs);
      await observations.flush();
    },
  };
}
