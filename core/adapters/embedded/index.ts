// The embedded store: an in-process server for a subset of MongoDB's commands over documents in memory and a log on disk.
// For local use: it listens on a Unix socket or on 127.0.0.1 and knows no users.
//
// Of the processes on one data directory, one owns it and alone writes the log; the others are its guests, clients of its
// address. When the owner ends, however it ends, a guest takes its place and puts the same address up again, so that every
// client, of whatever process, reconnects by itself. What fails in between fails as with any server that restarts.

import { chmod, mkdir, realpath } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import { type Guest, visit } from './guest.ts';
import { type Owner, own } from './owner.ts';

export { backupLog, verifyLog } from './backup.ts';
export { restoreLog } from './restore.ts';
export { standingOf } from './standing.ts';

/** How long a guest waits after it could not take the owner's place, in milliseconds: doubled each time up to the longest. */
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 30_000;

export interface EmbeddedOptions {
  /** Directory of the log and the socket; made when missing, closed to other users. */
  dataDir: string;
  /** Unix milliseconds. */
  clock: { now(): number };
}

export interface Embedded {
  /** Connection string for `new MongoClient(uri)`; it stays the same when another process becomes the owner. */
  readonly uri: string;
  /** False while another process of this machine owns the data: `uri` then leads there. */
  readonly owner: boolean;
  /** Writes out what is pending, ends all connections and gives the data directory up. A second call does nothing. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded store on `dataDir`, or finds the process that already runs it. Close the driver's client before
 * calling `stop`. Errors: AppError storage_unavailable when the log is damaged or the directory cannot be used.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  try {
    const directory = await prepare(options.dataDir);
    const take = (): Promise<Seat> => takeSeat(directory, options.clock);
    return keepSeat(await take(), take);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('storage_unavailable', `The embedded store cannot use ${options.dataDir}`, {
      remedy:
        'Check that the directory can be written, that its disk has room, or set DATA_DIR to another one.',
      cause,
    });
  }
}

async function prepare(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // A directory of another user (a mounted volume) cannot be closed, and need not be: the files inside are.
  await chmod(dataDir, 0o700).catch(() => undefined);
  return realpath(dataDir);
}

type Seat = { owner: Owner } | { guest: Guest };

async function takeSeat(directory: string, clock: { now(): number }): Promise<Seat> {
  for (;;) {
    const guest = await visit(directory);
    if (guest !== undefined) return { guest };
    const owner = await own(directory, clock);
    if (owner !== undefined) return { owner };
  }
}

function keepSeat(first: Seat, take: () => Promise<Seat>): Embedded {
  let seat = first;
  const stopping = new AbortController();
  const leave = async (): Promise<void> => ('owner' in seat ? seat.owner.stop() : seat.guest.leave());
  const follow = async (): Promise<void> => {
    let retry = FIRST_RETRY_MS;
    while (!stopping.signal.aborted && 'guest' in seat) {
      await seat.guest.gone;
      if (stopping.signal.aborted) return;
      try {
        seat = await take();
        retry = FIRST_RETRY_MS;
      } catch {
        // No owner and none to be had (a damaged log, no room): clients are told so until it can be.
        await wait(retry, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined);
        retry = Math.min(2 * retry, LONGEST_RETRY_MS);
      }
    }
  };
  const following = follow();
  const end = async (): Promise<void> => {
    stopping.abort();
    await leave();
    await following;
    // It may have become the owner in the meantime.
    await leave();
  };
  let stopped: Promise<void> | undefined;
  return {
    get uri() {
      return 'owner' in seat ? seat.owner.uri : seat.guest.uri;
    },
    get owner() {
      return 'owner' in seat;
    },
    stop: () => {
      stopped ??= end();
      return stopped;
    },
  };
}
