// Long work in short slices: a generator that yields whenever others may have their turn, run in one go or with pauses.

/** Work that may pause at each `yield` and returns a result. What it reads must not change under it. */
export type Sliced<T> = Generator<undefined, T>;

/** So many documents are looked at between two pauses: a millisecond or two. */
export const SLICE = 2_000;

/** Does it all at once, for what must not be interrupted. */
export function atOnce<T>(work: Sliced<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Lets the event loop turn at each pause. */
export async function inSlices<T>(work: Sliced<T>): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await new Promise(setImmediate);
  }
}

/** What passes, at most `most` of it when that is above 0. */
export function* passing<T>(all: readonly T[], passes: (entry: T) => boolean, most: number): Sliced<T[]> {
  const found: T[] = [];
  for (let i = 0; i < all.length; i += 1) {
    if (i > 0 && i % SLICE === 0) yield;
    const entry = all[i] as T;
    if (passes(entry) && found.push(entry) === most) return found;
  }
  return found;
}
