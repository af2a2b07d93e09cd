// The append-only log on disk: group commit, undoing what the disk refused, repair of a torn tail, rewriting.

import { type FileHandle, open, readFile } from 'node:fs/promises';
import { syncDirectory, writeAt } from './disk.ts';
import { frameOf, MARK } from './frames.ts';
import { type LogState, replay } from './replay.ts';
import { Rewrite, type Rewritten, removeRewrite } from './rewrite.ts';

/** Below this size a log is never rewritten: reading it takes a blink. Above it, once half of it is of no more use. */
const SMALLEST_REWRITE = 16 * 1024 * 1024;

/** Records that go to disk together or not at all. */
class Commit {
  readonly records: Uint8Array[] = [];
  readonly promise: Promise<void>;
  readonly #undos: (() => void)[] = [];
  #settle: { resolve(): void; reject(error: unknown): void } | undefined;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // A commit nobody waits for may fail too; those who wait see it.
    this.promise.catch(() => undefined);
  }

  add(record: readonly Uint8Array[], undo: () => void): void {
    this.records.push(...record);
    this.#undos.push(undo);
  }

  succeed(): void {
    this.#settle?.resolve();
  }

  fail(error: unknown): void {
    for (const undo of this.#undos.reverse()) undo();
    this.#settle?.reject(error);
  }
}

/** One log file with one writer. Create it with `openLog`. */
export class Log {
  readonly #path: string;
  readonly #state: LogState;
  #file: FileHandle;
  #size: number;
  /** The size from which on another rewriting is tried. */
  #enough = SMALLEST_REWRITE;
  /** The commit that takes what is appended now, and the one being written. */
  #next: Commit | undefined;
  #writing: Commit | undefined;
  #running: Promise<void> | undefined;
  #rewrite: Rewrite | undefined;
  /** True when the file may go on behind `#size` with part of a commit that failed. */
  #isDirty = false;
  #doubt: Error | undefined;

  constructor(path: string, state: LogState, opened: Rewritten) {
    this.#path = path;
    this.#state = state;
    this.#file = opened.file;
    this.#size = opened.size;
  }

  /** Set once nobody can say what the file holds; nothing is appended from then on until a restart. */
  get doubt(): Error | undefined {
    return this.#doubt;
  }

  /** Queues a record, in its pieces, for the next commit. `undo` takes its change back should the commit fail. */
  append(record: readonly Uint8Array[], undo: () => void): void {
    this.#next ??= new Commit();
    this.#next.add(record, undo);
    this.#running ??= this.#run();
  }

  /** Settles once all that was appended before is on disk; rejects when it could not be kept, and is undone. */
  synced(): Promise<void> {
    return (this.#next ?? this.#writing)?.promise ?? Promise.resolve();
  }

  async close(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    const rewrite = this.#rewrite;
    this.#rewrite = undefined;
    await rewrite?.abandon();
    await rewrite?.written;
    await this.#file.close();
  }

  // Starting after a turn of the event loop lets one commit take what all connections ask in the same turn.
  async #run(): Promise<void> {
    await new Promise(setImmediate);
    while (this.#next !== undefined || this.#rewrite?.isOver === true) {
      const commit = this.#takeNext();
      if (commit !== undefined) await this.#commit(commit);
      if (this.#rewrite?.isOver === true) await this.#finish(this.#rewrite);
    }
    this.#running = undefined;
  }

  #takeNext(): Commit | undefined {
    const commit = this.#next;
    this.#next = undefined;
    return commit;
  }

  async #commit(commit: Commit): Promise<void> {
    this.#writing = commit;
    const begun = this.#beginRewrite();
    try {
      const frame = frameOf(commit.records);
      await this.#write(frame);
      if (!begun) this.#rewrite?.add(frame);
      commit.succeed();
    } catch (error) {
      // Memory must not stay ahead of the disk: what came after stands on what failed. The latest change goes first.
      this.#takeNext()?.fail(error);
      commit.fail(error);
      if (begun) await this.#rewrite?.abandon();
    }
    this.#writing = undefined;
  }

  async #write(frame: readonly Uint8Array[]): Promise<void> {
    if (this.#doubt !== undefined) throw this.#doubt;
    await this.#cutOff();
    this.#isDirty = true;
    let length: number;
    try {
      length = await writeAt(this.#file, frame, this.#size);
    } catch (error) {
      await this.#cutOff().catch(() => undefined);
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
    this.#isDirty = false;
    this.#size += length;
  }

  async #cutOff(): Promise<void> {
    if (!this.#isDirty) return;
    await this.#file.truncate(this.#size);
    await this.#file.datasync();
    this.#isDirty = false;
  }

  // Rows that only ever come make no log worth it: it would be as long again. Memory is now what the log says plus the commit about to be written,
  // so the new log takes the commits after that one. True when it has begun.
  #beginRewrite(): boolean {
    if (this.#rewrite !== undefined || this.#size < this.#enough || this.#size < 2 * this.#state.bytes())
      return false;
    this.#rewrite = new Rewrite(this.#path, { records: this.#state.snapshot(), most: this.#size });
    const finish = (): void => {
      this.#running ??= this.#run();
    };
    this.#rewrite.written.then(finish, finish);
    return true;
  }

  async #finish(rewrite: Rewrite): Promise<void> {
    this.#rewrite = undefined;
    await rewrite.written;
    const fresh = this.#doubt === undefined ? await rewrite.replace() : await rewrite.abandon();
    this.#enough = fresh === undefined ? 2 * this.#size : SMALLEST_REWRITE;
    if (fresh === undefined) return;
    const old = this.#file;
    [this.#file, this.#size] = [fresh.file, fresh.size];
    this.#isDirty = false;
    try {
      await old.close().catch(() => undefined);
      await syncDirectory(this.#path);
    } catch (error) {
      this.#doubt = asError(error);
    }
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
    await removeRewrite(path);
    const content = await readFile(path);
    const end = await replay(path, content, state);
    if (end === 0) {
      await begin(file, path);
      return new Log(path, state, { file, size: MARK.length });
    }
    if (end < content.length) {
      await file.truncate(end);
      await file.datasync();
    }
    return new Log(path, state, { file, size: end });
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function begin(file: FileHandle, path: string): Promise<void> {
  await writeAt(file, [MARK], 0);
  await file.sync();
  await syncDirectory(path);
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
