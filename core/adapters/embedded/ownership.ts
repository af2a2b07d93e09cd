// Who owns a data directory: at most one process at any time, also when several start at once or one was killed.
//
// A claim is a file with a name never used again, put in place once its server listens. A process owns the directory when
// its claim is there and no server of any other claim answers. Since everybody first claims and then looks, two can never
// both see nobody else. A claim whose server refuses connections is a dead process's: it can safely be removed, because
// its name does not come back.

import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import { type Address, socketPath } from './address.ts';
import { probe } from './probe.ts';

const CLAIM = /^embedded-([0-9a-f]{12})\.json$/;
const RETRY_MS = 20;
/** How long another process may take to read its log before this one gives up waiting for it. */
const PATIENCE_MS = 30_000;

export const newClaimId = (): string => randomBytes(6).toString('hex');

/** Another server that claims the directory. */
export interface Rival {
  id: string;
  address: Address;
  ready: boolean;
}

/** The server that owns the directory, waiting while it starts or ends; undefined when there is none. */
export async function findOwner(directory: string): Promise<Rival | undefined> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  while (!patience.aborted) {
    const rivals = await rivalsOf(directory, '');
    const ready = rivals.find((rival) => rival.ready);
    if (ready !== undefined) return ready;
    if (rivals.length === 0) return undefined;
    await wait(RETRY_MS);
  }
  throw held(directory);
}

/** Claims the directory for a server that already listens. False when another process was first: ask `findOwner` again. */
export async function claim(
  directory: string,
  { id, address }: { id: string; address: Address },
): Promise<boolean> {
  const file = claimFile(directory, id);
  const port = 'port' in address ? { port: address.port } : {};
  await writeFile(`${file}.tmp`, JSON.stringify(port), { mode: 0o600 });
  await rename(`${file}.tmp`, file);
  const patience = AbortSignal.timeout(PATIENCE_MS);
  while (!patience.aborted) {
    const rivals = await rivalsOf(directory, id);
    if (rivals.length === 0) return true;
    // Of several that start at once the least name stays; against an owner everybody gives way.
    if (rivals.some((rival) => rival.ready || rival.id < id)) {
      await release(directory, id);
      return false;
    }
    await wait(RETRY_MS);
  }
  await release(directory, id);
  throw held(directory);
}

/** Gives the directory up. The server must have stopped writing before. */
export async function release(directory: string, id: string): Promise<void> {
  await rm(claimFile(directory, id), { force: true });
}

const claimFile = (directory: string, id: string): string => join(directory, `embedded-${id}.json`);

async function rivalsOf(directory: string, own: string): Promise<Rival[]> {
  const names = await readdir(directory);
  const ids = names.map((name) => CLAIM.exec(name)?.[1]).filter((id) => id !== undefined && id !== own);
  const rivals = await Promise.all(ids.map((id) => rivalOf(directory, String(id))));
  return rivals.filter((rival) => rival !== undefined);
}

async function rivalOf(directory: string, id: string): Promise<Rival | undefined> {
  const address = await readAddress(directory, id);
  if (address === undefined) return undefined;
  const liveness = await probe(address, id);
  if (liveness !== 'dead') return { id, address, ready: liveness === 'ready' };
  await release(directory, id);
  if ('path' in address) await rm(address.path, { force: true });
  return undefined;
}

// The claim names no path: the same directory may have another one for the process that made it.
async function readAddress(directory: string, id: string): Promise<Address | undefined> {
  try {
    const { port } = JSON.parse(await readFile(claimFile(directory, id), 'utf8'));
    return typeof port === 'number' ? { host: '127.0.0.1', port } : { path: socketPath(directory, id) };
  } catch {
    // Gone in the meantime is as good as never there.
    return undefined;
  }
}

function held(directory: string): AppError {
  return new AppError('storage_unavailable', `Another process holds ${directory} and does not answer`, {
    remedy: `End that process. If there is none, delete the files embedded-*.json in ${directory}.`,
  });
}
