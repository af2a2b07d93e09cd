// The line between a process and its store: it hears every write, and can be the last thing that process ever did.
import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';
import { deserialize } from 'bson';

export interface StoreLine {
  /** For MONGODB_URI. */
  readonly uri: string;
  /** Every write is told before it goes on; `lost` = it never does, `unheard` = it does, and its answer is not told. */
  hear(onWrite: (write: string) => 'lost' | 'unheard' | null, strike: () => void): void;
  /** From now on nothing goes through, either way: connections stay, new ones are taken, nobody answers. */
  hang(): void;
  close(): Promise<void>;
}

const writes = ['insert', 'update', 'delete', 'findAndModify'];
/** What everything but the first greeting is. */
const opMsg = 2013;
/** Header and flags of an OP_MSG, and the kind of its first section, which is always the command. */
const bodyAt = 21;

/** "insert models" for a write; null for anything else. */
function writeIn(message: Buffer): string | null {
  if (message.readInt32LE(12) !== opMsg) return null;
  const size = message.readInt32LE(bodyAt);
  const command = deserialize(message.subarray(bodyAt, bodyAt + size), { promoteBuffers: true });
  const [name = ''] = Object.keys(command);
  return writes.includes(name) ? `${name} ${command[name]}` : null;
}

/** Whole messages of a stream, each with its length before it. */
function messages(take: (message: Buffer) => void): (chunk: Buffer) => void {
  let left = Buffer.alloc(0);
  return (chunk) => {
    left = Buffer.concat([left, chunk]);
    while (left.length >= 4 && left.length >= left.readInt32LE(0)) {
      const size = left.readInt32LE(0);
      take(left.subarray(0, size));
      left = left.subarray(size);
    }
  };
}

/** A line to the store at `uri`, which listens on a Unix socket. */
export async function openStoreLine(uri: string): Promise<StoreLine> {
  const path = decodeURIComponent(/^mongodb:\/\/([^/?]+)/.exec(uri)?.[1] ?? '');
  const sockets = new Set<Socket>();
  let onWrite: Parameters<StoreLine['hear']>[0] = () => null;
  let strike = () => {};
  let hangs = false;
  const server = createServer((client) => {
    const store = dial(path);
    for (const socket of [client, store]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => [client, store].map((one) => one.destroy()));
    }
    let unheard = false;
    client.on(
      'data',
      messages((message) => {
        if (hangs) return;
        const write = writeIn(message);
        const fate = write === null ? null : onWrite(write);
        if (fate === 'lost') return strike();
        unheard ||= fate === 'unheard';
        store.write(message);
      }),
    );
    store.on('data', (chunk) => {
      if (hangs) return;
      if (unheard) strike();
      else client.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    uri: `mongodb://127.0.0.1:${port}/?directConnection=true`,
    hear(told, struck) {
      onWrite = told;
      strike = struck;
    },
    hang() {
      hangs = true;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
