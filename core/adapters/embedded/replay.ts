// Reading a log back: the state it rebuilds, and what is wrong with it.

import { AppError } from '../../errors.ts';
import { MARK, readFrames, SNAPSHOT_END } from './frames.ts';

/** So much is taken over before others get their turn, in bytes: a few milliseconds. */
const SLICE = 256 * 1024;

/** What the log keeps on disk: its owner's state, as BSON records. */
export interface LogState {
  /** Forgets everything: a replay begins. */
  reset(): void;
  /** Takes over one record, as it was appended. */
  apply(record: Uint8Array): void;
  /** Of the records that a snapshot would be now, more or less. */
  bytes(): number;
  /** Records that rebuild the state of this moment, however late they are read. None may be an empty document. */
  snapshot(): Iterable<Uint8Array>;
}

/**
 * Rebuilds the state from the bytes of a log and gives back how many of them are sound, 0 where there is nothing. Errors:
 * AppError storage_unavailable for damage before the end, or no log.
 */
export async function replay(path: string, content: Buffer, state: LogState): Promise<number> {
  const mark = content.subarray(0, MARK.length);
  if (!mark.equals(MARK.subarray(0, mark.length))) throw noLog(path);
  state.reset();
  if (mark.length < MARK.length) return 0;
  const frames = readFrames(content);
  let slice = 0;
  for (let step = frames.next(); ; step = frames.next()) {
    if (step.done) {
      if (step.value.corrupt) throw damaged(path, step.value.end);
      return step.value.end;
    }
    const record = step.value;
    slice += record.length;
    if (slice > SLICE) {
      slice = 0;
      await new Promise(setImmediate);
    }
    if (!SNAPSHOT_END.equals(record)) state.apply(record);
  }
}

/** How many bytes at the front of a log are sound. Errors: as `replay`. */
export async function soundBytes(path: string, content: Buffer): Promise<number> {
  const ignored = { reset: () => undefined, apply: () => undefined, bytes: () => 0, snapshot: () => [] };
  return replay(path, content, ignored);
}

function noLog(path: string): AppError {
  return new AppError('storage_unavailable', `${path} is not a log of this version of the store`, {
    remedy: `Move ${path} away, or start the version that wrote it.`,
  });
}

function damaged(path: string, byte: number): AppError {
  return new AppError('storage_unavailable', `${path} is damaged at byte ${byte}, before its end`, {
    remedy: `Restore it from a backup (vigie store restore FILE), or move ${path} away to start empty. It has not been changed.`,
  });
}
