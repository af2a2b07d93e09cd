// The append-only log on disk: group commit, replay, repair of a torn tail, compaction.

import { readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { syncDirectory, writeAt } from './disk.ts';
import { frameOf, MARK } from './frames.ts';
import { type LogState, replay } from './replay.ts';
import { writeSnapshot } from './snapshot.ts';

/** Below this size a log is never rewritten: reading it takes a blink. */
const SMALLEST_REWRITE = 16 * 1024 * 1024;

interface Deferred {
  promise: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

function deferred(): Deferred {
  let resolve = (): void => undefined;
  let reject = (_error: unknown): void => undefined;
  const promise = new Promise<void>((done, fail) => {
    resolve = done;
    reject = fail;
  });
  // A commit nobody waits for may fail too; those who wait see it.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

/** One log file with one writer. Create it with `openLog`. */
export class Log {
  readonly #path: string;
  readonly #state: LogState;
  #file: FileHandle;
  #size: number;
  #snapshotSize: number;
  #queue: Uint8Array[] = [];
  /** The commit that will hold what is queued now, and the one being written. */
  #next: Deferred | undefined;
  #writing: Deferred | undefined;
  #running: Promise<void> | undefined;
  #doubt: Error | undefined;
  #unreadable: Error | undefined;

  constructor(
    path: string,
    state: LogState,
    opened: { file: FileHandle; size: number; snapshotSize: number },
  ) {
    this.#path = path;
    this.#state = state;
    this.#file = opened.file;
    this.#size = opened.size;
    this.#snapshotSize = opened.snapshotSize;
  }

  /** Set once nobody can say what the file holds; nothing is appended from then on until a restart. */
  get doubt(): Error | undefined {
    return this.#doubt;
  }

  /** Queues a record for the next commit. */
  append(record: Uint8Array): void {
    this.#queue.push(record);
    this.#next ??= deferred();
    this.#running ??= this.#run();
  }

  /** Settles once all that was appended before is on disk; rejects when it could not be kept, or memory is lost. */
  synced(): Promise<void> {
    if (this.#unreadable !== undefined) return Promise.reject(this.#unreadable);
    return (this.#next ?? this.#writing)?.promise ?? Promise.resolve();
  }

  async close(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    await this.#file.close();
  }

  // Starting after a turn of the event loop lets one commit take what all connections ask in the same turn.
  async #run(): Promise<void> {
    await new Promise(setImmediate);
    while (this.#next !== undefined) {
      const [commit, records] = [this.#next, this.#queue];
      [this.#writing, this.#next, this.#queue] = [commit, undefined, []];
      try {
        if (!(await this.#rewrite())) await this.#write(records);
        commit.resolve();
      } catch (error) {
        this.#lose(commit, error);
      }
    }
    this.#writing = undefined;
    this.#running = undefined;
  }

  async #write(records: readonly Uint8Array[]): Promise<void> {
    if (this.#doubt !== undefined) throw this.#doubt;
    const frame = frameOf(records);
    try {
      await writeAt(this.#file, frame, this.#size);
    } catch (error) {
      await this.#undo(error);
      throw error;
    }
    try {
      await this.#file.datasync();
    } catch (error) {
      // After a failed sync the kernel may have dropped the pages: what is on disk cannot be known any more.
      this.#doubt = asError(error);
      await this.#file.truncate(this.#size).catch(() => undefined);
      throw error;
    }
    this.#size += frame.length;
  }

  async #undo(reason: unknown): Promise<void> {
    try {
      await this.#file.truncate(this.#size);
      await this.#file.datasync();
    } catch {
      this.#doubt = asError(reason);
    }
  }

  // Memory must not stay ahead of the disk: everything not yet on it is forgotten and its writers are told.
  #lose(commit: Deferred, error: unknown): void {
    const waiting = this.#next;
    [this.#next, this.#queue] = [undefined, []];
    try {
      replay(this.#path, readFileSync(this.#path).subarray(0, this.#size), this.#state);
    } catch (cause) {
      this.#doubt = asError(cause);
      this.#unreadable = this.#doubt;
    }
    commit.reject(error);
    waiting?.reject(error);
  }

  // Writes the present state into a new file once the log has doubled since the last time. Appended records that wait
  // for their commit are part of that state. Failing before the new file is in place costs nothing: the old one goes on.
  async #rewrite(): Promise<boolean> {
    if (this.#size < Math.max(SMALLEST_REWRITE, 2 * this.#snapshotSize)) return false;
    const fresh = await writeSnapshot(this.#path, this.#state);
    if (fresh === undefined) {
      this.#snapshotSize = this.#size;
      return false;
    }
    const old = this.#file;
    [this.#file, this.#size, this.#snapshotSize] = [fresh.file, fresh.size, fresh.size];
    try {
      await old.close();
      await syncDirectory(this.#path);
    } catch (error) {
      this.#doubt = asError(error);
      throw error;
    }
    return true;
  }
}

/**
 * Opens or makes the log and replays it into `state`. A torn last commit is cut off: it was never acknowledged.
 * Errors: AppError storage_unavailable when the file is damaged before its end, is no log, or cannot be read.
 */
export async function openLog(path: string, state: LogState): Promise<Log> {
  const file = await open(path, 'a+', 0o600).then(async (made) => {
    await made.close();
    return open(path, 'r+');
  });
  try {
    const content = readFileSync(path);
    const { end, snapshotSize } = replay(path, content, state);
    if (end === 0) {
      await begin(file, path);
      return new Log(path, state, { file, size: MARK.length, snapshotSize });
    }
    if (end < content.length) {
      await file.truncate(end);
      await file.datasync();
    }
    return new Log(path, state, { file, size: end, snapshotSize });
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function begin(file: FileHandle, path: string): Promise<void> {
  await writeAt(file, MARK, 0);
  await file.sync();
  await syncDirectory(path);
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
