// The way to a server that is away at times: a port that cuts every connection while it is shut.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Door {
  /** The server's address, seen through the door. */
  readonly url: string;
  open(): void;
  /** Cuts what goes through it. */
  remove(): Promise<void>;
}

/** A shut door to `url`. */
export async function hangDoor(url: string): Promise<Door> {
  const behind = new URL(url);
  const passing = new Set<Socket>();
  let isOpen = false;
  const door = createServer((socket) => {
    if (!isOpen) return void socket.resetAndDestroy();
    const inner = connect(Number(behind.port), behind.hostname);
    for (const [side, other] of [
      [socket, inner],
      [inner, socket],
    ] as const) {
      passing.add(side);
      side.pipe(other);
      side.on('error', () => other.destroy());
      side.on('close', () => {
        passing.delete(side);
        other.destroy();
      });
    }
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const address = door.address();
  const through = new URL(url);
  through.port = String(typeof address === 'object' ? address?.port : '');
  return {
    url: through.href.replace(/\/$/, ''),
    open() {
      isOpen = true;
    },
    async remove() {
      for (const socket of passing) socket.destroy();
      door.close();
      await once(door, 'close');
    },
  };
}
