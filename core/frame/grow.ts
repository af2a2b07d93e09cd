// A reference window that rows join: from the bytes it is kept as to the bytes of the larger one. Pure; runs in a worker.
import { withFeatures } from './align.ts';
import { decodeFrame, type Snapshot, snapshotOf } from './codec.ts';
import { concatFrames, type Feature, type Frame, lastRows } from './frame.ts';

export interface GrowInput {
  /** A snapshot's bytes. */
  readonly reference: Uint8Array;
  /** Rows with exactly these features, in this order. */
  readonly rows: Frame;
  readonly features: readonly Feature[];
  /** Rows it may hold: the newest stay. */
  readonly most: number;
}

export interface Grown extends Snapshot {
  readonly rows: number;
}

/** @throws AppError `bad_data` when the bytes are no snapshot, or lack a feature */
export function grown({ reference, rows, features, most }: GrowInput): Grown {
  const all = concatFrames(withFeatures(decodeFrame(reference), features), rows);
  const kept = lastRows(all, most);
  return { ...snapshotOf(kept), rows: kept.rows };
}
