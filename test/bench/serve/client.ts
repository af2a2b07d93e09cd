// The load: connections that are kept alive and always have one request under way. Raw sockets, because a client that
// costs more than the server would measure itself. A process of its own; its orders come as one message, its figures go back.
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import type { Figures, Orders } from './load.ts';

process.once('message', (orders: Orders) => {
  void run(orders).then(
    (figures) => process.send?.(figures, () => process.disconnect?.()),
    (cause: unknown) => {
      process.stderr.write(`${String(cause)}\n`);
      process.exit(1);
    },
  );
});

async function run({ port, connections, bodies, seconds, apart }: Orders): Promise<Figures> {
  const requests = (JSON.parse(await readFile(bodies, 'utf8')) as string[]).map(requestOf);
  const times: number[] = [];
  let turn = 0;
  const begun = performance.now();
  const until = begun + seconds * 1000;
  const one = async (socket: Socket) => {
    const answered = answersOf(socket);
    while (performance.now() < until) {
      const asked = performance.now();
      const request = requests[turn++ % requests.length];
      if (request === undefined) break;
      socket.write(request);
      await answered();
      const took = performance.now() - asked;
      times.push(took);
      if (apart > 0) await new Promise((resolve) => setTimeout(resolve, Math.max(0, apart - took)));
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, async () => one(await open(port))));
  return { requests: times.length, seconds: (performance.now() - begun) / 1000, times: thinned(times) };
}

function requestOf(body: string): Buffer {
  const head = `POST /predict HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n`;
  return Buffer.from(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Waits for one whole answer each time it is called. @throws Error for any status but 200 */
function answersOf(socket: Socket): () => Promise<void> {
  let missing = 0;
  let head = '';
  let waiting: { resolve: () => void; reject: (cause: Error) => void } | null = null;
  const end = (cause: Error | null) => {
    const { resolve, reject } = waiting ?? {};
    waiting = null;
    if (cause === null) resolve?.();
    else reject?.(cause);
  };
  socket.on('data', (chunk: Buffer) => {
    if (missing > 0) missing -= chunk.length;
    else {
      head += chunk.toString('latin1');
      const after = head.indexOf('\r\n\r\n');
      if (after < 0) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
      if (!head.startsWith('HTTP/1.1 200 ') || length === undefined) end(new Error(head.slice(0, 500)));
      missing = after + 4 + Number(length) - head.length;
      head = '';
    }
    if (missing <= 0) end(null);
  });
  socket.on('close', () => end(new Error('the server closed the connection')));
  socket.on('error', end);
  return () =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
    });
}

const mostTimes = 20_000;

/** Every so many of them: more would only be carried over. */
function thinned(times: readonly number[]): number[] {
  const step = Math.ceil(times.length / mostTimes);
  return times.filter((_, at) => at % step === 0);
}
