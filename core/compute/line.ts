// Who may use the workers for minutes: as many at once as there are places, the others in line, first come first served.
import { cutShort } from '../errors.ts';
import type { Line } from '../ports.ts';

interface Waiter {
  readonly moved: (before: number) => void;
  readonly begin: () => void;
  readonly fail: (cause: unknown) => void;
}

/** A line before so many places, in this process alone: another one has workers of its own. */
export function lineBefore(places: number): Line & { close(): void } {
  const waiting: Waiter[] = [];
  let inside = 0;
  let closed = false;

  const tell = () => {
    for (const [at, { moved }] of waiting.entries()) moved(inside + at);
  };
  const next = () => {
    if (inside < places) waiting.shift()?.begin();
    tell();
  };
  const place = (): (() => void) => {
    inside += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      inside -= 1;
      next();
    };
  };
  const wait = (signal: AbortSignal, moved: Waiter['moved']) =>
    new Promise<() => void>((resolve, reject) => {
      const leave = () => {
        waiting.splice(waiting.indexOf(waiter), 1);
        waiter.fail(signal.reason);
        tell();
      };
      const settled = () => signal.removeEventListener('abort', leave);
      const waiter: Waiter = {
        moved,
        begin: () => {
          settled();
          resolve(place());
        },
        fail: (cause) => {
          settled();
          reject(cause);
        },
      };
      signal.addEventListener('abort', leave);
      waiting.push(waiter);
      moved(inside + waiting.length - 1);
    });

  return {
    async enter(signal, moved) {
      signal.throwIfAborted();
      if (closed) throw cutShort();
      return inside < places ? place() : wait(signal, moved);
    },
    close() {
      closed = true;
      for (const { fail } of waiting.splice(0)) fail(cutShort());
    },
  };
}
