// The line to a real server, with faults: a call arrives or not, and its answer is lost, never comes, or is another one.
import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Fault {
  /** Whether the server does the work all the same. */
  readonly arrives: boolean;
  /** The connection breaks, stays silent, or answers this. */
  readonly answer: 'cut' | 'none' | { readonly status: number; readonly retryAfter?: string };
}

export interface FaultyLine {
  readonly uri: string;
  /** Method and path of every call that came in, in order. */
  readonly calls: readonly string[];
  /** When the first fault hit a call. */
  readonly struck: Promise<void>;
  /** Hits the nth call from the start, and as many as `times` in a row. */
  plant(nth: number, fault: Fault, times?: number): void;
  /** Takes all faults away. */
  mend(): void;
  close(): Promise<void>;
}

export async function openLine(target: string): Promise<FaultyLine> {
  const calls: string[] = [];
  let faults: { from: number; to: number; fault: Fault }[] = [];
  let strike = () => {};
  const struck = new Promise<void>((resolve) => {
    strike = resolve;
  });

  async function carry(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const nth = calls.push(`${incoming.method} ${incoming.url}`);
    const fault = faults.find(({ from, to }) => from <= nth && nth <= to)?.fault;
    const sent = await buffer(incoming);
    const answer = fault?.arrives === false ? null : await answered(target, incoming, sent);
    if (fault === undefined) return void (answer && outgoing.writeHead(...answer.head).end(answer.body));
    strike();
    if (fault.answer === 'cut') incoming.socket.destroy();
    else if (fault.answer !== 'none') {
      const { status, retryAfter } = fault.answer;
      outgoing.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end();
    }
  }

  const server = createServer((incoming, outgoing) => void carry(incoming, outgoing));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    uri: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    calls,
    struck,
    plant(nth, fault, times = 1) {
      faults = [...faults, { from: nth, to: nth + times - 1, fault }];
    },
    mend() {
      faults = [];
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answered(target: string, { method, headers, url }: IncomingMessage, sent: Buffer) {
  const options = { method, headers: { ...headers, host: new URL(target).host }, agent: false };
  const onward = forward(`${target}${url}`, options);
  onward.end(sent);
  const [answer]: IncomingMessage[] = await once(onward, 'response');
  if (answer === undefined) throw new Error('no answer');
  const { statusCode = 0, headers: told } = answer;
  // Uploads are answered without a type.
  const type = told['content-type'] ?? 'application/octet-stream';
  return { head: [statusCode, { 'content-type': type }] as const, body: await buffer(answer) };
}
