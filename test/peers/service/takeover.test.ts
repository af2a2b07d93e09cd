// When the owner of a data directory ends, another process goes on in its place, and the clients of all find it.

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Embedded, startEmbedded } from '../../../core/adapters/embedded/index.ts';
import { child, linesOf } from '../../core/adapters/embedded/child.ts';
import { clock, makePlace, type Place, storedNumbers } from '../../core/adapters/embedded/place.ts';

let place: Place;
let data: string;
const processes: ChildProcess[] = [];
beforeEach(async () => {
  place = await makePlace();
  ({ data } = place);
});
afterEach(async () => {
  for (const process of processes.splice(0)) process.kill('SIGKILL');
  await rm(place.directory, { recursive: true, force: true });
});

const start = (): Promise<Embedded> => startEmbedded({ dataDir: data, clock });

async function count(uri: string): Promise<number> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 10_000 });
  try {
    return await client.db('test').collection('numbers').countDocuments();
  } finally {
    await client.close();
  }
}

// Writes one number after the other for ever, trying each until it is stored, and says each that is.
const writer = `
  let next = process.pid * 100_000;
  process.on('SIGTERM', async () => { await client.close(); await embedded.stop(); process.exit(); });
  say(embedded.owner ? 'owner' : 'guest');
  let wasOwner = embedded.owner;
  for (;;) {
    const stored = await numbers.insertOne({ _id: next }).then(() => true, (error) => error.code === 11000);
    if (embedded.owner !== wasOwner) { wasOwner = embedded.owner; say('owner'); }
    if (stored) say(String(next++));
    else await new Promise((resolve) => setTimeout(resolve, 20));
  }
`;

interface Writer {
  process: ChildProcess;
  isOwner: boolean;
  acknowledged: number[];
}

async function writing(): Promise<Writer> {
  const process = await child(place, writer);
  processes.push(process);
  const one: Writer = { process, isOwner: false, acknowledged: [] };
  const listening = (async () => {
    for await (const line of linesOf(process)) {
      if (line === 'owner') one.isOwner = true;
      else if (line !== 'guest') one.acknowledged.push(Number(line));
    }
  })();
  listening.catch(() => undefined);
  await expect.poll(() => one.acknowledged.length, { timeout: 15_000 }).toBeGreaterThan(0);
  return one;
}

async function end({ process }: Writer, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const exited = once(process, 'exit');
  process.kill(signal);
  await exited;
}

async function goesOn(writers: readonly Writer[]): Promise<void> {
  const before = writers.map((one) => one.acknowledged.length);
  await expect
    .poll(() => writers.every((one, i) => one.acknowledged.length > (before[i] ?? 0) + 20), {
      timeout: 15_000,
    })
    .toBe(true);
}

describe('when the owner ends', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'by %s, one of its guests takes its place, all go on, and nothing acknowledged is lost',
    async (signal) => {
      const owner = await writing();
      const guests = [await writing(), await writing()];
      expect([owner, ...guests].map((one) => one.isOwner)).toEqual([true, false, false]);
      await goesOn([owner, ...guests]);
      await end(owner, signal);
      await goesOn(guests);
      expect(guests.filter((one) => one.isOwner)).toHaveLength(1);
      const [successor, last] = guests.toSorted((a, b) => Number(b.isOwner) - Number(a.isOwner));
      if (successor === undefined || last === undefined) throw new Error('there were two guests');
      await end(successor, signal);
      await goesOn([last]);
      await end(last, signal);
      const stored = new Set(await storedNumbers(data));
      for (const one of [owner, ...guests])
        expect(one.acknowledged.filter((number) => !stored.has(number))).toEqual([]);
    },
    60_000,
  );

  it('and many wait, exactly one owns the data at any time, down to the last', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, start));
    const uri = all[0]?.uri;
    while (all.length > 0) {
      await expect.poll(() => all.filter((one) => one.owner).length).toBe(1);
      expect(new Set(all.map((one) => one.uri))).toEqual(new Set([uri]));
      const [owner] = all.splice(
        all.findIndex((one) => one.owner),
        1,
      );
      await owner?.stop();
    }
    expect(await readdir(data)).toEqual(['embedded.log']);
  });

  it('a client of a guest finds the next owner at the same address', async () => {
    const owner = await start();
    const guest = await start();
    const client = new MongoClient(guest.uri, { serverSelectionTimeoutMS: 10_000 });
    const numbers = client.db('test').collection<{ _id: number }>('numbers');
    await numbers.insertOne({ _id: 1 });
    await owner.stop();
    await expect.poll(() => guest.owner).toBe(true);
    expect(guest.uri).toBe(owner.uri);
    await expect.poll(() => numbers.countDocuments().catch(() => 0)).toBe(1);
    await client.close();
    await guest.stop();
  });

  it('a start meanwhile waits for the end and has everything', async () => {
    const owner = await start();
    const client = new MongoClient(owner.uri);
    const numbers = client.db('test').collection<{ _id: number }>('numbers');
    for (let _id = 0; _id < 20; _id += 1) await numbers.insertOne({ _id });
    await client.close();
    const [, next] = await Promise.all([owner.stop(), start(), owner.stop()]);
    await expect.poll(() => next.owner).toBe(true);
    expect(await count(next.uri)).toBe(20);
    await next.stop();
  });

  it('a guest that stops at the same time leaves nothing behind', async () => {
    const [owner, guest] = [await start(), await start()];
    await Promise.all([owner.stop(), guest.stop()]);
    expect(await readdir(data)).toEqual(['embedded.log']);
    const again = await start();
    expect(again.owner).toBe(true);
    await again.stop();
  });
});

describe('where the path is too long for a socket', () => {
  it('the port stays when another process takes over or starts anew', async () => {
    data = join(place.directory, 'd'.repeat(120));
    const [owner, guest] = [await start(), await start()];
    expect(owner.uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\//);
    await owner.stop();
    await expect.poll(() => guest.owner).toBe(true);
    expect(guest.uri).toBe(owner.uri);
    expect(await count(guest.uri)).toBe(0);
    await guest.stop();
    const again = await start();
    expect(again.uri).toBe(owner.uri);
    await again.stop();
  });

  it('another port is taken when a stranger has the last one', async () => {
    data = join(place.directory, 'd'.repeat(120));
    const owner = await start();
    await owner.stop();
    const stranger = createServer();
    await once(stranger.listen(Number(/:(\d+)\//.exec(owner.uri)?.[1]), '127.0.0.1'), 'listening');
    const again = await start();
    expect(again.owner).toBe(true);
    expect(again.uri).not.toBe(owner.uri);
    expect(await count(again.uri)).toBe(0);
    await again.stop();
    stranger.close();
  });
});
