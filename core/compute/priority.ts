// A worker steps back behind the event loop where both want the same processor: whoever asks is answered first.
import { readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { isMainThread } from 'node:worker_threads';

/** So many steps are a tenth of the processor time of the event loop, where there is not enough for both. */
const steps = 10;

/**
 * Lowers the priority of the worker it is called in: on Linux, where threads have priorities of their own. Elsewhere, and
 * where it is not allowed, nothing changes.
 */
export function stepBack(): void {
  if (isMainThread) return;
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, Math.min(constants.priority.PRIORITY_LOW, getPriority() + steps));
  } catch {
    // The work is done all the same.
  }
}
