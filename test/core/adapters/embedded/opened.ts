// An embedded store in a directory of its own, with the real driver on it, for the tests beside this file.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, MongoClient } from 'mongodb';
import { type Embedded, startEmbedded } from '../../../../core/adapters/embedded/index.ts';

export interface Opened {
  directory: string;
  embedded: Embedded;
  client: MongoClient;
  db: Db;
  /** Closes the client, stops the store, removes the directory. */
  close(): Promise<void>;
}

/** 2026-01-02T03:04:05Z, where every clock of these tests starts. */
export const START = Date.UTC(2026, 0, 2, 3, 4, 5);

export function makeDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'vigie-'));
}

export async function openEmbedded(
  options: { directory?: string; clock?: { now(): number } } = {},
): Promise<Opened> {
  const directory = options.directory ?? (await makeDirectory());
  const embedded = await startEmbedded({ dataDir: directory, clock: options.clock ?? { now: () => START } });
  const client = new MongoClient(embedded.uri, { directConnection: true, serverSelectionTimeoutMS: 5_000 });
  const close = async (): Promise<void> => {
    await client.close();
    await embedded.stop();
    await rm(directory, { recursive: true, force: true });
  };
  return { directory, embedded, client, db: client.db('test'), close };
}

/** The error a promise rejects with; fails when it resolves. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('expected a failure');
}
