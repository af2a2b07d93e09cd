// The engine without a server around it, for the tests beside this file: thousands of changes in a second.

import { open } from 'node:fs/promises';
import { vi } from 'vitest';
import type { Doc } from '../../../../core/adapters/embedded/documents.ts';
import { Engine } from '../../../../core/adapters/embedded/engine.ts';

export const NS = 'test.numbers';

export async function engineOn(log: string): Promise<Engine> {
  const engine = new Engine();
  await engine.open(log);
  return engine;
}

/** All documents by `_id`, as the engine holds them. */
export function contentOf(engine: Engine, ns = NS): Map<unknown, Doc> {
  return new Map(engine.find(ns, {}).map((doc) => [doc['_id'], doc]));
}

/** What a start would find in the log: documents by `_id`. */
export async function contentIn(log: string, ns = NS): Promise<Map<unknown, Doc>> {
  const engine = await engineOn(log);
  const content = contentOf(engine, ns);
  await engine.close();
  return content;
}

interface Handle {
  writev(pieces: readonly Uint8Array[], position: number): Promise<{ bytesWritten: number }>;
}

/** What all open files share. */
async function handles(path: string): Promise<Handle> {
  const probe = await open(path, 'a');
  const prototype: Handle = Object.getPrototypeOf(probe);
  await probe.close();
  return prototype;
}

/** A disk that takes no more than `most` bytes a write. Call the answer to have the real disk back. */
export async function shortDisk(path: string, most: number): Promise<() => void> {
  const prototype = await handles(path);
  const { writev } = prototype;
  const spy = vi.spyOn(prototype, 'writev').mockImplementation(function (this: Handle, pieces, position) {
    return writev.call(this, [Buffer.concat(pieces).subarray(0, most)], position);
  });
  return () => spy.mockRestore();
}

/**
 * A disk that takes only half of a write and then says `code`, while `isFull` says so for its length; half, as real ones do.
 * Call the answer to have the real disk back.
 */
export async function failingDisk(
  path: string,
  code: string,
  isFull: (length: number) => boolean,
): Promise<() => void> {
  const prototype = await handles(path);
  const { writev } = prototype;
  const spy = vi.spyOn(prototype, 'writev').mockImplementation(async function (
    this: Handle,
    pieces,
    position,
  ) {
    const all = Buffer.concat(pieces);
    if (!isFull(all.length)) return writev.call(this, pieces, position);
    await writev.call(this, [all.subarray(0, all.length >> 1)], position);
    throw Object.assign(new Error(`${code}: write`), { code });
  });
  return () => spy.mockRestore();
}
