// Asks the server behind an address whether it is the one that made a claim, and whether it is ready.

import { connect } from 'node:net';
import type { Address } from './address.ts';
import { isDoc } from './documents.ts';
import { commandMessage, messageLength, readRequest } from './wire.ts';

const TIMEOUT_MS = 2_000;

/** dead: nobody listens, or somebody else. starting: somebody is there, or may be, and does not serve yet. */
export type Liveness = 'ready' | 'starting' | 'dead';

/** Never rejects; takes at most two seconds. */
export function probe(address: Address, id: string): Promise<Liveness> {
  return new Promise((resolve) => {
    const socket = connect(address);
    const settle = (liveness: Liveness): void => {
      resolve(liveness);
      socket.destroy();
    };
    let received = Buffer.alloc(0);
    socket.setTimeout(TIMEOUT_MS, () => settle('starting'));
    socket.once('error', (error) => settle(isNobody(error) ? 'dead' : 'starting'));
    socket.once('end', () => settle('starting'));
    socket.once('connect', () => socket.write(commandMessage({ hello: 1, $db: 'admin' })));
    socket.on('data', (data) => {
      received = Buffer.concat([received, data]);
      const liveness = read(received, id);
      if (liveness !== undefined) settle(liveness);
    });
  });
}

// Only these say for sure that nobody listens. After anything else somebody may be there: better to wait than to take over.
function isNobody(error: Error): boolean {
  return 'code' in error && ['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].includes(String(error.code));
}

function read(received: Buffer, id: string): Liveness | undefined {
  try {
    const length = messageLength(received);
    if (length === undefined || received.length < length) return undefined;
    const embedded = readRequest(received.subarray(0, length)).body['embedded'];
    if (!isDoc(embedded) || embedded['id'] !== id) return 'dead';
    return embedded['ready'] === true ? 'ready' : 'starting';
  } catch {
    return 'dead';
  }
}
