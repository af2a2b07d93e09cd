// The embedded store under kill -9 and on a disk that is really full. Run by .ci/peers/kill.sh, which mounts the small disk.

import { randomBytes } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { verifyLog } from '../../core/adapters/embedded/backup.ts';
import { startEmbedded } from '../../core/adapters/embedded/index.ts';
import { killRounds } from '../core/adapters/embedded/killing.ts';
import { clock, makePlace } from '../core/adapters/embedded/place.ts';

const rounds = Number(process.env['KILL_ROUNDS'] ?? 100);
const smallDisk = process.env['SMALL_DISK'] ?? '';

describe('a hundred kills', () => {
  it('lose nothing that was acknowledged, and leave no torn end behind', async () => {
    const place = await makePlace();
    const toll = await killRounds(place, { rounds, seed: 11, writes: 60 });
    await rm(place.directory, { recursive: true, force: true });
    expect(toll.breaches).toEqual([]);
    expect(toll.acknowledged).toBeGreaterThanOrEqual(rounds * 60);
    process.stdout.write(
      `${rounds} kills: ${toll.acknowledged} acknowledged writes, ${toll.torn} torn tails cut off\n`,
    );
  });
});

describe('a full disk', () => {
  it('refuses writes, keeps what was acknowledged, also when the log wants rewriting, and goes on when there is room', async () => {
    const dataDir = join(smallDisk, 'data');
    const filler = join(smallDisk, 'filler');
    await writeFile(filler, randomBytes(4_000_000));
    const embedded = await startEmbedded({ dataDir, clock });
    const client = new MongoClient(embedded.uri);
    const numbers = client.db('test').collection<{ _id: number; text: string }>('numbers');
    const scratch = client.db('test').collection<{ _id: number; text: string }>('scratch');
    const text = 'x'.repeat(100_000);
    // Two thirds of the log are soon of no use.
    const write = async (_id: number): Promise<void> => {
      for (let turn = 0; turn < 2; turn += 1)
        await scratch.replaceOne({ _id: 0 }, { text }, { upsert: true });
      await numbers.insertOne({ _id, text });
    };
    let stored = 0;
    let failure: unknown;
    while (failure === undefined)
      await write(stored).then(
        () => {
          stored += 1;
        },
        (error: unknown) => {
          failure = error;
        },
      );
    expect(failure).toMatchObject({ code: 39, message: expect.stringContaining('ENOSPC') });
    // Past the size at which a log is written anew, for which there was no room.
    expect((await stat(join(dataDir, 'embedded.log'))).size).toBeGreaterThan(17_000_000);
    const ids = async (): Promise<number[]> => (await numbers.distinct('_id')).toSorted((a, b) => a - b);
    expect(await ids()).toEqual([...Array(stored).keys()]);
    await rm(filler);
    for (let i = 0; i < 10; i += 1) await numbers.insertOne({ _id: stored + i, text });
    await numbers.deleteMany({ _id: { $lt: 5 } });
    const expected = [...Array(stored + 10).keys()].slice(5);
    expect(await ids()).toEqual(expected);
    await client.close();
    await embedded.stop();
    expect(await verifyLog(join(dataDir, 'embedded.log'))).toMatchObject({
      documents: expected.length + 1,
      tornBytes: 0,
    });
  });
});
