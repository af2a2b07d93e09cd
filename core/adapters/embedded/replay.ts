// Reading a log back: the state it rebuilds, and what is wrong with it.

import { AppError } from '../../errors.ts';
import { MARK, readFrames, SNAPSHOT_END } from './frames.ts';

/** What the log keeps on disk: its owner's state, as BSON records. */
export interface LogState {
  /** Forgets everything: a replay begins. */
  reset(): void;
  /** Takes over one record, as it was appended. */
  apply(record: Uint8Array): void;
  /** Records that rebuild the state of this moment, however late they are read. None may be an empty document. */
  snapshot(): Iterable<Uint8Array>;
}

/** Rebuilds the state from the bytes of a log. `snapshotSize` is where the last snapshot ends, 0 without one. */
export function replay(
  content: Buffer,
  state: LogState,
): { end: number; corrupt: boolean; snapshotSize: number } {
  let snapshotSize = 0;
  state.reset();
  const result = readFrames(content, (record, end) => {
    if (SNAPSHOT_END.equals(record)) snapshotSize = end;
    else state.apply(record);
  });
  return { ...result, snapshotSize };
}

/** The same, for a file found at start. Errors: AppError storage_unavailable for damage before the end, or no log at all. */
export function checkedReplay(
  path: string,
  content: Buffer,
  state: LogState,
): { end: number; snapshotSize: number } {
  if (!content.subarray(0, MARK.length).equals(MARK)) {
    throw new AppError('storage_unavailable', `${path} is not a log of this version of the store`, {
      remedy: `Move ${path} away, or start the version that wrote it.`,
    });
  }
  const result = replay(content, state);
  if (result.corrupt) {
    throw new AppError('storage_unavailable', `${path} is damaged at byte ${result.end}, before its end`, {
      remedy: `Restore ${path} from a backup, or move it away to start empty. It has not been changed.`,
    });
  }
  return result;
}
