// The process that owns the data: its engine, its listeners, its regular sweep.

import { join } from 'node:path';
import { listen, type Publication, publish } from './address.ts';
import { answer } from './commands.ts';
import { serve } from './connection.ts';
import { Cursors } from './cursors.ts';
import type { Doc } from './documents.ts';
import { Engine } from './engine.ts';
import type { Host } from './host.ts';
import { claim, newClaimId, release } from './ownership.ts';

/** MongoDB's own interval between two looks for expired documents, in milliseconds. */
const SWEEP_MS = 60_000;

/** Unix milliseconds. */
interface Clock {
  now(): number;
}

export interface Owner {
  /** Connection string of the address that stays. */
  uri: string;
  /** Writes out what is pending, ends all connections and gives the directory up. A second call does nothing. */
  stop(): Promise<void>;
}

/** Takes the directory; undefined when another process was first after all. Errors: AppError storage_unavailable. */
export async function own(directory: string, clock: Clock): Promise<Owner | undefined> {
  const id = newClaimId();
  let host: Host | undefined;
  const talk = (socket: Parameters<typeof serve>[0]): void =>
    serve(socket, async (request) => (host === undefined ? notReady(id) : answer(host, request)));
  const listener = await listen(directory, id, talk);
  const engine = new Engine();
  let publication: Publication | undefined;
  // The log is closed before anything else goes, and the address that stays before the claim: whoever finds the directory
  // free finds a log nobody writes to, and nobody takes down the address a successor has put up.
  const shutDown = async (): Promise<void> => {
    host = undefined;
    await engine.close();
    await publication?.withdraw();
    await listener.close();
    await release(directory, id);
  };
  try {
    if (!(await claim(directory, { id, address: listener.address }))) {
      await listener.close();
      return undefined;
    }
    await engine.open(join(directory, 'embedded.log'));
    publication = await publish(directory, { id, serve: talk });
  } catch (error) {
    await shutDown();
    throw error;
  }
  host = { engine, cursors: new Cursors(), now: () => clock.now(), identity: () => ({ id, ready: true }) };
  const sweeping = sweepRegularly(host);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    clearInterval(sweeping);
    stopped ??= shutDown();
    return stopped;
  };
  return { uri: publication.uri, stop };
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
  let isSweeping = false;
  const sweep = async (): Promise<void> => {
    if (isSweeping) return;
    isSweeping = true;
    host.cursors.expire(host.now());
    // The log may refuse writes, or end: every client is told so, and the next sweep finds the same documents.
    await host.engine.expire(host.now()).catch(() => undefined);
    isSweeping = false;
  };
  return setInterval(sweep, SWEEP_MS).unref();
}
