// Where a server listens: a Unix socket in the data directory, or a loopback port where such a socket cannot be.

import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** A socket path, or a port of 127.0.0.1. */
export type Address = { path: string } | { host: '127.0.0.1'; port: number };

// Unix keeps socket paths in about 107 bytes (103 on macOS).
const LONGEST_PATH = 100;

/** Where the server of that id has its Unix socket. */
export const socketPath = (directory: string, id: string): string => join(directory, `embedded-${id}.sock`);

/** The address to ask for: no other machine can ever reach it. */
function wantedAddress(directory: string, id: string): Address {
  const path = socketPath(directory, id);
  const fits = process.platform !== 'win32' && Buffer.byteLength(path) <= LONGEST_PATH;
  return fits ? { path } : { host: '127.0.0.1', port: 0 };
}

/** The connection string of an address, for the driver. */
export function uriOf(address: Address): string {
  const host = 'path' in address ? encodeURIComponent(address.path) : `${address.host}:${address.port}`;
  return `mongodb://${host}/?directConnection=true`;
}

export interface Listener {
  address: Address;
  /** Stops listening and drops every connection. */
  close(): Promise<void>;
}

/** Listens for clients and hands each connection to `serve`. */
export async function listen(
  directory: string,
  id: string,
  serve: (socket: Socket) => void,
): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(socket);
  });
  const wanted = wantedAddress(directory, id);
  await started(server, wanted);
  // A failing accept (too many open files) must not end the process; the client will try again.
  server.on('error', () => undefined);
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return {
    address: 'path' in wanted ? wanted : { ...wanted, port },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      if ('path' in wanted) await rm(wanted.path, { force: true });
    },
  };
}

function started(server: Server, address: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}
