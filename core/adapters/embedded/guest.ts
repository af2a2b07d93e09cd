// A process that uses the store of another one, and how it notices that the other has ended.

import { connect } from 'node:net';
import { publishedUri } from './address.ts';
import { findOwner } from './ownership.ts';

export interface Guest {
  /** Connection string of the address that stays. */
  uri: string;
  /** Settles once the owner has ended, or has dropped this process; never rejects. */
  gone: Promise<void>;
  /** Stops watching; `gone` settles. */
  leave(): void;
}

/** Finds the owner of the directory, waiting while it starts or ends; undefined when there is none. */
export async function visit(directory: string): Promise<Guest | undefined> {
  const owner = await findOwner(directory);
  if (owner === undefined) return undefined;
  const uri = await publishedUri(directory, owner.id);
  // An idle connection to the owner itself: the system ends it with the process, however that dies.
  const socket = connect(owner.address);
  socket.unref();
  socket.on('error', () => undefined);
  socket.resume();
  const gone = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  return { uri, gone, leave: () => socket.destroy() };
}
