// The embedded store: an in-process server for a subset of MongoDB's commands over documents in memory and a log on disk.
// For local use: it listens on a Unix socket or on 127.0.0.1 and knows no users.

import { chmod, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../errors.ts';
import { listen, uriOf } from './address.ts';
import { answer } from './commands.ts';
import { serve } from './connection.ts';
import { Cursors } from './cursors.ts';
import type { Doc } from './documents.ts';
import { Engine } from './engine.ts';
import type { Host } from './host.ts';
import { claim, findOwner, newClaimId, release } from './ownership.ts';

export { backupLog, verifyLog } from './backup.ts';

/** MongoDB's own interval between two looks for expired documents, in milliseconds. */
const SWEEP_MS = 60_000;

export interface EmbeddedOptions {
  /** Directory of the log and the socket; made when missing, closed to other users. */
  dataDir: string;
  /** Unix milliseconds. */
  clock: { now(): number };
}

export interface Embedded {
  /** Connection string for `new MongoClient(uri)`. */
  uri: string;
  /** False when another process of this machine owns the data: `uri` then leads there. */
  owner: boolean;
  /** Writes out what is pending, ends all connections and gives the data directory up. A second call does nothing. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded store on `dataDir`, or finds the process that already runs it. Close the driver's client before
 * calling `stop`. Errors: AppError storage_unavailable when the log is damaged or the directory cannot be used.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const directory = resolve(options.dataDir);
  try {
    await prepare(directory);
    for (;;) {
      const owner = await findOwner(directory);
      if (owner !== undefined) return { uri: owner, owner: false, stop: async () => undefined };
      const owned = await own(directory, options.clock);
      if (owned !== undefined) return owned;
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('storage_unavailable', `The embedded store cannot use ${directory}`, {
      remedy:
        'Check that the directory can be written, that its disk has room, or set DATA_DIR to another one.',
      cause,
    });
  }
}

async function prepare(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // A directory of another user (a mounted volume) cannot be closed, and need not be: the files inside are.
  await chmod(directory, 0o700).catch(() => undefined);
}

// Undefined when another process was first after all.
async function own(directory: string, clock: { now(): number }): Promise<Embedded | undefined> {
  const id = newClaimId();
  let host: Host | undefined;
  const listener = await listen(directory, id, (socket) =>
    serve(socket, async (request) => (host === undefined ? notReady(id) : answer(host, request))),
  );
  const engine = new Engine();
  try {
    if (!(await claim(directory, { id, address: listener.address }))) {
      await listener.close();
      return undefined;
    }
    await engine.open(join(directory, 'embedded.log'));
  } catch (error) {
    await listener.close();
    await release(directory, id);
    throw error;
  }
  host = { engine, cursors: new Cursors(), now: () => clock.now(), identity: () => ({ id, ready: true }) };
  const sweeping = sweepRegularly(host);
  // The log is closed before the claim goes: whoever finds the directory free finds a log nobody writes to.
  const shutDown = async (): Promise<void> => {
    clearInterval(sweeping);
    host = undefined;
    await engine.close();
    await listener.close();
    await release(directory, id);
  };
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= shutDown();
    return stopped;
  };
  return { uri: uriOf(listener.address), owner: true, stop };
}

function notReady(id: string): Doc {
  const embedded = { id, ready: false };
  return {
    ok: 0,
    errmsg: 'The embedded store is not ready',
    code: 94,
    codeName: 'NotYetInitialized',
    embedded,
  };
}

function sweepRegularly(host: Host): NodeJS.Timeout {
  const timer = setInterval(() => {
    try {
      host.engine.expire(host.now());
      host.cursors.expire(host.now());
    } catch {
      // The log refuses writes: every client is told so, and the next sweep finds the same documents.
    }
  }, SWEEP_MS);
  return timer.unref();
}
