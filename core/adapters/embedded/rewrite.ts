// A new log beside the old one, written a little at a time while the old one goes on: the state of one moment, then every
// commit since. Only when all of it is on disk does it take the old one's name, so failing or dying on the way costs nothing.

import { type FileHandle, open, rename, rm, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAt } from './disk.ts';
import { frameOf, MARK, SNAPSHOT_END } from './frames.ts';

/** So much is encoded at once, in bytes: a few milliseconds. */
const SLICE = 128 * 1024;

export interface Rewritten {
  file: FileHandle;
  size: number;
}

const temporaryOf = (path: string): string => `${path}.tmp`;

/** Removes what a rewriting left that did not come to its end. */
export const removeRewrite = (path: string): Promise<void> =>
  rm(temporaryOf(path), { force: true }).catch(() => undefined);

/** What a rewriting puts into the new log. */
interface Snapshot {
  /** Read as the rewriting goes. */
  records: Iterable<Uint8Array>;
  /** What they may take at most, in bytes. */
  most: number;
}

/** One rewriting, begun by making it. */
export class Rewrite {
  /** Settles once the snapshot is on disk, or cannot be; never rejects. */
  readonly written: Promise<void>;
  readonly #path: string;
  readonly #since: (readonly Uint8Array[])[] = [];
  #file: FileHandle | undefined;
  #size = 0;
  #state: 'writing' | 'written' | 'failed' = 'writing';

  constructor(path: string, snapshot: Snapshot) {
    this.#path = path;
    this.written = this.#fill(snapshot).catch(() => this.abandon());
  }

  /** True once it can replace the old log, or has failed: either way it is time to end it. */
  get isOver(): boolean {
    return this.#state !== 'writing';
  }

  /** Takes a frame that was written to the old log after the snapshot was taken. */
  add(frame: readonly Uint8Array[]): void {
    this.#since.push(frame);
  }

  /** Puts the new log in the old one's place; undefined, and nothing changed, when it cannot. */
  async replace(): Promise<Rewritten | undefined> {
    if (this.#file === undefined || this.#state !== 'written') return undefined;
    try {
      for (const frame of this.#since) this.#size += await writeAt(this.#file, frame, this.#size);
      await this.#file.datasync();
      await rename(temporaryOf(this.#path), this.#path);
      return { file: this.#file, size: this.#size };
    } catch {
      await this.abandon();
      return undefined;
    }
  }

  /** Gives it up and removes what it wrote. */
  async abandon(): Promise<void> {
    this.#state = 'failed';
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch(() => undefined);
    await removeRewrite(this.#path);
  }

  async #fill({ records, most }: Snapshot): Promise<void> {
    // Without room for it, it would take what the writes that go on still have.
    const { bavail, bsize } = await statfs(dirname(this.#path));
    if (bavail * bsize < most) throw new Error('no room');
    this.#file = await open(temporaryOf(this.#path), 'w', 0o600);
    await this.#write([MARK]);
    let slice: Uint8Array[] = [];
    let bytes = 0;
    for (const record of records) {
      slice.push(record);
      bytes += record.length;
      if (bytes < SLICE) continue;
      await this.#write(frameOf(slice));
      [slice, bytes] = [[], 0];
    }
    await this.#write(frameOf([...slice, SNAPSHOT_END]));
    await this.#file?.sync();
    if (this.#state === 'writing') this.#state = 'written';
  }

  async #write(frame: readonly Uint8Array[]): Promise<void> {
    if (this.#file === undefined || this.#state === 'failed') throw new Error('given up');
    this.#size += await writeAt(this.#file, frame, this.#size);
  }
}
