// One client connection: bytes in, requests answered in order, replies out. Nonsense ends this connection and no other.

import type { Socket } from 'node:net';
import type { Doc } from './documents.ts';
import { CommandError, failure } from './faults.ts';
import { messageLength, type Request, readRequest, replyTo } from './wire.ts';

/** Serves a socket until either side closes it. `answer` must not reject. */
export function serve(socket: Socket, answer: (request: Request) => Promise<Doc>): void {
  let chunks: Buffer[] = [];
  let replies = 0;
  // The client may vanish at any time; there is nobody left to tell.
  socket.on('error', () => undefined);
  socket.setNoDelay(true);

  const respond = async (request: Request): Promise<void> => {
    const reply = await answer(request);
    replies += 1;
    if (request.wantsReply && socket.writable) socket.write(encoded(request, replies, reply));
  };

  socket.on('data', (data: Buffer) => {
    chunks.push(data);
    try {
      const { messages, rest } = cut(chunks);
      chunks = rest;
      for (const message of messages) respond(readRequest(message)).catch(() => socket.destroy());
    } catch {
      socket.destroy();
    }
  });
}

// Only cursors come in pieces: any other answer must fit one document.
function encoded(request: Request, id: number, reply: Doc): Buffer {
  try {
    return replyTo(request, id, reply);
  } catch {
    const tooLarge = new CommandError(10334, 'The answer does not fit one document of 16 MB');
    return replyTo(request, id, failure(tooLarge));
  }
}

// Joins the pieces only once a whole message has come, so that a long one is not copied again for each of its pieces.
function cut(chunks: Buffer[]): { messages: Buffer[]; rest: Buffer[] } {
  const have = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const head = chunks[0] !== undefined && chunks[0].length >= 4 ? chunks[0] : Buffer.concat(chunks);
  const needed = messageLength(head);
  if (needed === undefined || have < needed) return { messages: [], rest: chunks };
  const bytes = chunks.length === 1 ? head : Buffer.concat(chunks);
  const messages: Buffer[] = [];
  let at = 0;
  for (;;) {
    const length = messageLength(bytes.subarray(at));
    if (length === undefined || at + length > bytes.length) break;
    messages.push(bytes.subarray(at, at + length));
    at += length;
  }
  return { messages, rest: at === bytes.length ? [] : [bytes.subarray(at)] };
}
