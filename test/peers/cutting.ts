// A proxy before a real server that cuts the line: the nth call arrives and its answer is lost, and so is all that follows.
import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface CuttingProxy {
  readonly uri: string;
  /** Calls that came in since the line was last mended. */
  readonly calls: number;
  /** Infinity = nothing is cut. */
  cutAfter(nth: number): void;
  stop(): Promise<void>;
}

export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  let calls = 0;
  let limit = Number.POSITIVE_INFINITY;
  const server = createServer(async (incoming, outgoing) => {
    calls++;
    const nth = calls;
    if (nth > limit) return void incoming.socket.destroy();
    const { method, headers } = incoming;
    const options = { method, headers: { ...headers, host: new URL(target).host }, agent: false };
    const onward = forward(`${target}${incoming.url}`, options);
    onward.end(await buffer(incoming));
    const [answer] = await once(onward, 'response');
    const body = await buffer(answer);
    if (nth === limit) return void incoming.socket.destroy();
    // Uploads are answered without a type.
    const type = answer.headers['content-type'] ?? 'application/octet-stream';
    outgoing.writeHead(answer.statusCode, { 'content-type': type }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    uri: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    get calls() {
      return calls;
    },
    cutAfter(nth) {
      calls = 0;
      limit = nth;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
