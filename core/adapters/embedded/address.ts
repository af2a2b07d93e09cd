// Where servers listen: on Unix sockets in the data directory, or on loopback ports where such sockets cannot be.
//
// Each server has a claim address of its own, by which others can tell whether it lives. Clients know one address that
// stays: the socket `embedded.sock`, a link the owner points at its own, or the port written in `embedded.port`. So a
// client finds the next owner by itself, where the last one was.

import { readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { basename, join } from 'node:path';

/** A socket path, or a port of 127.0.0.1. */
export type Address = { path: string } | { host: '127.0.0.1'; port: number };

// Unix keeps socket paths in about 107 bytes (103 on macOS).
const LONGEST_PATH = 100;

/** Where the server of that id has its Unix socket. */
export const socketPath = (directory: string, id: string): string => join(directory, `embedded-${id}.sock`);
const linkPath = (directory: string): string => join(directory, 'embedded.sock');
const portPath = (directory: string): string => join(directory, 'embedded.port');

const fits = (path: string): boolean =>
  process.platform !== 'win32' && Buffer.byteLength(path) <= LONGEST_PATH;

/** The connection string of an address, for the driver. */
function uriOf(address: Address): string {
  const host = 'path' in address ? encodeURIComponent(address.path) : `${address.host}:${address.port}`;
  return `mongodb://${host}/?directConnection=true`;
}

export interface Listener {
  address: Address;
  /** Stops listening and drops every connection. */
  close(): Promise<void>;
}

type Serve = (socket: Socket) => void;

/** Listens for clients under the claim of that id and hands each connection to `serve`. */
export async function listen(directory: string, id: string, serve: Serve): Promise<Listener> {
  const path = socketPath(directory, id);
  if (!fits(path)) return listenOn({ host: '127.0.0.1', port: 0 }, serve);
  const listener = await listenOn({ path }, serve);
  const close = async (): Promise<void> => {
    await listener.close();
    await rm(path, { force: true });
  };
  return { address: { path }, close };
}

/** The address that stays, led to one server until `withdraw`. */
export interface Publication {
  uri: string;
  withdraw(): Promise<void>;
}

/** Leads the address that stays to the server of that id, which must own the directory until it has withdrawn it. */
export async function publish(
  directory: string,
  { id, serve }: { id: string; serve: Serve },
): Promise<Publication> {
  const path = socketPath(directory, id);
  if (!fits(path)) return publishPort(directory, serve);
  const link = linkPath(directory);
  await symlink(basename(path), `${path}.tmp`);
  await rename(`${path}.tmp`, link);
  return { uri: uriOf({ path: link }), withdraw: () => rm(link, { force: true }) };
}

// The port of the last owner, so that its clients find this one; another only when a stranger has taken it meanwhile.
async function publishPort(directory: string, serve: Serve): Promise<Publication> {
  const host = '127.0.0.1';
  const last = await lastPort(directory);
  const listener = await listenOn({ host, port: last }, serve).catch(() =>
    listenOn({ host, port: 0 }, serve),
  );
  const { address } = listener;
  const port = 'port' in address ? address.port : 0;
  await writeFile(`${portPath(directory)}.tmp`, String(port), { mode: 0o600 });
  await rename(`${portPath(directory)}.tmp`, portPath(directory));
  return { uri: uriOf(address), withdraw: () => listener.close() };
}

async function lastPort(directory: string): Promise<number> {
  const port = Number(await readFile(portPath(directory), 'utf8').catch(() => ''));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0;
}

/** The connection string of the address that stays, as the present owner has published it. */
export async function publishedUri(directory: string, id: string): Promise<string> {
  if (fits(socketPath(directory, id))) return uriOf({ path: linkPath(directory) });
  return uriOf({ host: '127.0.0.1', port: await lastPort(directory) });
}

async function listenOn(wanted: Address, serve: Serve): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(socket);
  });
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
