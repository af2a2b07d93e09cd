// What crosses to a worker thread, and what stays. Pure.
// Large columns are shared memory (frame/arrays.ts) and cross for nothing; ids are texts, which are copied one by one on
// the sender's event loop: a tenth of a second for a million. No task that names a frame here reads them, so they stay.
import type { Frame } from '../frame/frame.ts';

/** A frame as it crosses, either way. */
export type Rows = Omit<Frame, 'ids'>;

/** The keys of an input that hold frames. */
export type FrameKey<I> = { [K in keyof I]-?: I[K] extends Frame ? K : never }[keyof I] & string;

/** A task's input as it is sent: its frames (`keys`, checked by `FrameKey`) without ids. */
export function leaving(input: object, keys: readonly string[]): object {
  return changed(input, keys, (frame) => nameless(frame as Frame));
}

/** A task's input as it is run: every row of its frames has the id "-". */
export function arriving(sent: object, keys: readonly string[]): object {
  return changed(sent, keys, (rows) => named(rows as Rows));
}

function changed(input: object, keys: readonly string[], change: (value: unknown) => unknown): object {
  const entries = Object.entries(input);
  return Object.fromEntries(entries.map(([key, value]) => [key, keys.includes(key) ? change(value) : value]));
}

export function nameless({ ids: _ids, ...rows }: Frame): Rows {
  return rows;
}

/** Every row has the id "-". */
export function named(rows: Rows): Frame {
  return { ...rows, ids: new Array<string>(rows.rows).fill('-') };
}
