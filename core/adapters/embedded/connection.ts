// One client connection: bytes in, requests answered in order, replies out. Nonsense ends this connection and no other.

import type { Socket } from 'node:net';
import type { Doc } from './documents.ts';
import { CommandError, failure } from './faults.ts';
import { messageLength, type Request, readRequest, replyTo } from './wire.ts';

/** Serves a socket until either side closes it. `answer` must not reject. */
export function serve(socket: Socket, answer: (request: Request) => Promise<Doc>): void {
  const cut = messageCutter();
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
    try {
      for (const message of cut(data)) respond(readRequest(message)).catch(() => socket.destroy());
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

const nothing = Buffer.alloc(0);

// A long message gets its place as soon as its length is known, and each piece is copied there when it comes: pieces that
// wait for the last one outlive the young generation, and hundreds of them a second call for one full collection after the other.
function messageCutter(): (data: Buffer) => Buffer[] {
  let bytes: Buffer = nothing;
  let begun: { readonly message: Buffer; have: number } | null = null;
  const taken = (length: number): Buffer => {
    const first = bytes.subarray(0, length);
    bytes = bytes.subarray(length);
    return first;
  };
  const next = (): Buffer | null => {
    const length = begun?.message.length ?? messageLength(bytes);
    if (length === undefined) return null;
    if (begun === null && length <= bytes.length) return taken(length);
    begun ??= { message: Buffer.allocUnsafeSlow(length), have: 0 };
    const { message, have } = begun;
    begun.have += taken(length - have).copy(message, have);
    if (begun.have < length) return null;
    begun = null;
    return message;
  };
  return (data) => {
    bytes = bytes.length === 0 ? data : Buffer.concat([bytes, data]);
    const messages: Buffer[] = [];
    for (let message = next(); message !== null; message = next()) messages.push(message);
    return messages;
  };
}
