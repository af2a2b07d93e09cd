// One process owns a data directory, the others become its clients.

import { once } from 'node:events';
import { mkdir, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbedded } from '../../../../core/adapters/embedded/index.ts';
import { child, said } from './child.ts';
import { failureOf, openEmbedded } from './opened.ts';
import { clock, makePlace, type Place } from './place.ts';

let place: Place;
let data: string;
let log: string;
beforeEach(async () => {
  place = await makePlace();
  ({ data, log } = place);
});
afterEach(() => rm(place.directory, { recursive: true, force: true }));

describe('a data directory', () => {
  it('has one owner: a second process becomes its client', async () => {
    const owner = await openEmbedded({ directory: data });
    const process = await child(
      place,
      `
      await numbers.insertOne({ _id: 1 });
      await client.close();
      await embedded.stop();
      say('owner ' + embedded.owner);
    `,
    );
    expect(await said(process, 'owner ')).toBe('false');
    expect(await owner.db.collection<{ _id: number }>('numbers').countDocuments({ _id: 1 })).toBe(1);
    const client = await startEmbedded({ dataDir: data, clock });
    expect(client).toMatchObject({ owner: false, uri: owner.embedded.uri });
    await client.stop();
    expect(await owner.db.collection('numbers').countDocuments()).toBe(1);
    await owner.close();
  });

  it('has one owner also when many start at once', async () => {
    const started = await Promise.all(
      Array.from({ length: 8 }, () => startEmbedded({ dataDir: data, clock })),
    );
    expect(started.filter((embedded) => embedded.owner)).toHaveLength(1);
    expect(new Set(started.map((embedded) => embedded.uri)).size).toBe(1);
    // Guests first: one that is left would take the owner's place.
    for (const guest of started.filter((embedded) => !embedded.owner)) await guest.stop();
    await Promise.all(started.map((embedded) => embedded.stop()));
    expect(await readdir(data)).toEqual(['embedded.log']);
  });

  it('can be had again after a stop, and a second stop does nothing', async () => {
    const first = await startEmbedded({ dataDir: data, clock });
    await first.stop();
    const second = await startEmbedded({ dataDir: data, clock });
    await first.stop();
    expect(second.owner).toBe(true);
    const client = new MongoClient(second.uri, { directConnection: true });
    expect(await client.db('test').command({ ping: 1 })).toMatchObject({ ok: 1 });
    await client.close();
    await second.stop();
    await second.stop();
  });

  it('is closed to other users', async () => {
    const embedded = await startEmbedded({ dataDir: data, clock });
    expect((await stat(data)).mode & 0o777).toBe(0o700);
    expect((await stat(log)).mode & 0o777).toBe(0o600);
    await embedded.stop();
  });

  it('with a path too long for a Unix socket is served on loopback, with the same single owner', async () => {
    const long = join(place.directory, 'd'.repeat(120));
    const owner = await startEmbedded({ dataDir: long, clock });
    expect(owner.uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/\?directConnection=true$/);
    const guest = await startEmbedded({ dataDir: long, clock });
    expect(guest).toMatchObject({ owner: false, uri: owner.uri });
    await guest.stop();
    const client = new MongoClient(owner.uri);
    await client.db('test').collection('a').insertOne({ a: 1 });
    await client.close();
    await owner.stop();
    expect(await readdir(long)).toEqual(['embedded.log', 'embedded.port']);
  });

  it('is not fooled by a stranger on the port of a dead owner', async () => {
    await mkdir(data, { mode: 0o700 });
    const stranger = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await once(stranger.listen(0, '127.0.0.1'), 'listening');
    const address = stranger.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await writeFile(join(data, 'embedded-0123456789ab.json'), JSON.stringify({ port }));
    const embedded = await startEmbedded({ dataDir: data, clock });
    expect(embedded.owner).toBe(true);
    await embedded.stop();
    stranger.close();
  });

  it('that cannot be used is refused with the way out', async () => {
    await writeFile(data, 'a file');
    const failure = await failureOf(startEmbedded({ dataDir: data, clock }));
    expect(failure).toMatchObject({ name: 'AppError', code: 'storage_unavailable' });
    expect(failure).toHaveProperty('remedy', expect.stringContaining('DATA_DIR'));
  });

  it('is the same one through a symbolic link', async () => {
    const owner = await startEmbedded({ dataDir: data, clock });
    await symlink(data, join(place.directory, 'link'));
    const other = await startEmbedded({ dataDir: join(place.directory, 'link'), clock });
    expect(other.owner).toBe(false);
    await other.stop();
    await owner.stop();
  });
});
