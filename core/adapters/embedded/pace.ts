// Long writes in short steps: others have their turn between them, and every step counts for the acknowledgement.

import { type Engine, storageFailure } from './engine.ts';

/** So many documents are written between two pauses: a few milliseconds. */
const STEP = 50;

/** One for each command that writes. */
export class Pace {
  readonly #engine: Engine;
  readonly #begun: Promise<void>[] = [];
  #failure: unknown;
  #count = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** To be awaited before each document. Throws FileStreamFailed when the disk has refused what was written before. */
  async step(): Promise<void> {
    this.#count += 1;
    if (this.#count % STEP !== 0) return;
    const begun = this.#engine.synced();
    this.#begun.push(begun);
    begun.catch((error: unknown) => {
      this.#failure ??= error;
    });
    await new Promise(setImmediate);
    if (this.#failure !== undefined) throw storageFailure(this.#failure);
  }

  /** Settles once all that was written before the last pause is on disk. Errors: FileStreamFailed. */
  async end(): Promise<void> {
    await Promise.all(this.#begun).catch((error: unknown) => {
      throw storageFailure(error);
    });
  }
}
