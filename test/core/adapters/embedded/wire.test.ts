// The wire protocol, spoken by hand: clients that send nonsense, and one that sends sense in pieces.

import { connect, type Socket } from 'node:net';
import { BSON } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Opened, openEmbedded } from './opened.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openEmbedded();
});
afterAll(() => opened.close());

describe('a client that sends nonsense', () => {
  function socket(): Socket {
    const path = decodeURIComponent(new URL(opened.embedded.uri).host);
    return connect(path).on('error', () => undefined);
  }
  const closed = (client: Socket): Promise<unknown> =>
    new Promise((resolve) => client.once('close', resolve));

  const header = (length: number, opcode: number): Buffer => {
    const bytes = Buffer.alloc(16);
    for (const [i, value] of [length, 1, 0, opcode].entries()) bytes.writeInt32LE(value, i * 4);
    return bytes;
  };
  const section = (kind: number, bytes: Uint8Array): Buffer =>
    Buffer.concat([Buffer.alloc(4), Buffer.from([kind]), bytes]);
  const message = (body: Buffer): Buffer => Buffer.concat([header(16 + body.length, 2013), body]);

  it.each([
    ['text', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['a length past the limit', header(48_000_001, 2013)],
    ['a length below the header', header(8, 2013)],
    ['an unknown operation', header(16, 9999)],
    ['a message without a body', header(16, 2013)],
    ['BSON longer than its message', message(section(0, Buffer.from([255, 0, 0, 0, 0])))],
    ['BSON that is none', message(section(0, Buffer.from([8, 0, 0, 0, 99, 97, 98, 0])))],
    ['an unknown section', message(section(9, BSON.serialize({ ping: 1 })))],
    [
      'an unknown required flag',
      message(Buffer.concat([Buffer.from([0, 128, 0, 0, 0]), BSON.serialize({ ping: 1 })])),
    ],
  ])('loses its connection after %s, and nobody else does', async (_name, bytes) => {
    const client = socket();
    client.write(bytes);
    await closed(client);
    expect(await opened.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it('may send a message byte by byte, and several at once', async () => {
    const client = socket();
    const ping = message(section(0, BSON.serialize({ ping: 1, $db: 'admin' })));
    let received = Buffer.alloc(0);
    const three = new Promise<void>((resolve) => {
      client.on('data', (data: Buffer) => {
        received = Buffer.concat([received, data]);
        if (received.length >= 3 * received.readInt32LE(0)) resolve();
      });
    });
    for (const byte of ping) client.write(Buffer.from([byte]));
    client.write(Buffer.concat([ping, ping]));
    await three;
    expect(BSON.deserialize(received.subarray(21, received.readInt32LE(0)))).toMatchObject({ ok: 1 });
    client.destroy();
  });
});
