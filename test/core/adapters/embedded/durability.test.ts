// What was acknowledged is there after a kill; a disk that refuses loses nothing that was.

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readdir, rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startEmbedded } from '../../../../core/adapters/embedded/index.ts';
import { child, said } from './child.ts';
import { killRounds } from './killing.ts';
import { failureOf, openEmbedded } from './opened.ts';
import { clock, makePlace, type Place, storedNumbers } from './place.ts';

let place: Place;
let data: string;
let log: string;
beforeEach(async () => {
  place = await makePlace();
  ({ data, log } = place);
});
afterEach(() => rm(place.directory, { recursive: true, force: true }));

async function kill(process: ChildProcess): Promise<void> {
  const exited = once(process, 'exit');
  process.kill('SIGKILL');
  await exited;
}

describe('after a kill', () => {
  it('every acknowledged write is there, round after round', async () => {
    const toll = await killRounds(place, { rounds: 4, seed: 5, writes: 40 });
    expect(toll.breaches).toEqual([]);
    expect(toll.acknowledged).toBeGreaterThanOrEqual(4 * 40);
  }, 120_000);

  it('the stale socket is taken over and its traces are removed', async () => {
    const process = await child(place, `await numbers.insertOne({ _id: 0 }); say('ready');`);
    await said(process, 'ready');
    await kill(process);
    const left = await readdir(data);
    expect(left.filter((name) => name.endsWith('.sock'))).toHaveLength(2);
    const embedded = await startEmbedded({ dataDir: data, clock });
    expect(embedded.owner).toBe(true);
    expect((await readdir(data)).filter((name) => left.includes(name))).toEqual([
      'embedded.log',
      'embedded.sock',
    ]);
    await embedded.stop();
    expect(await readdir(data)).toEqual(['embedded.log']);
  });
});

describe('a disk that refuses', () => {
  it('makes the write fail, keeps memory equal to the log, and goes on when there is room', async () => {
    const process = await child(
      place,
      `process.on('SIGXFSZ', () => undefined);
       let stored = 0;
       let failure;
       while (failure === undefined) await numbers.insertOne({ _id: stored, text: 'x'.repeat(3000) }).then(() => stored++, (error) => { failure = error; });
       const seen = await numbers.countDocuments();
       const small = await numbers.insertOne({ _id: -1 }).then(() => 'ok', (error) => error.code);
       say('result ' + JSON.stringify({ stored, seen, small, code: failure.code, text: failure.message }));
       await client.close();
       await embedded.stop();`,
      { shell: 'ulimit -f 128' },
    );
    const { stored, seen, small, code, text } = JSON.parse(await said(process, 'result '));
    expect(code).toBe(39);
    expect(text).toContain('EFBIG');
    expect(stored).toBeGreaterThan(10);
    expect(seen).toBe(stored);
    expect(small).toBe('ok');
    expect(await storedNumbers(data)).toEqual([-1, ...Array(stored).keys()]);
  });

  it('after a failed sync refuses every write until a restart, and still answers reads', async () => {
    const opened = await openEmbedded({ directory: data });
    const numbers = opened.db.collection<{ _id: number }>('numbers');
    await numbers.insertOne({ _id: 0 });
    const probe = await open(log, 'r');
    const sync = vi.spyOn(Object.getPrototypeOf(probe), 'datasync');
    sync.mockRejectedValueOnce(Object.assign(new Error('i/o error'), { code: 'EIO' }));
    await probe.close();
    const failures = await Promise.all([1, 2, 3].map((_id) => failureOf(numbers.insertOne({ _id }))));
    sync.mockRestore();
    for (const failure of failures) expect(failure).toMatchObject({ code: 39 });
    expect(await failureOf(numbers.insertOne({ _id: 4 }))).toMatchObject({ code: 39 });
    expect(await numbers.distinct('_id')).toEqual([0]);
    await opened.client.close();
    await opened.embedded.stop();
    const again = await openEmbedded({ directory: data });
    await again.db.collection<{ _id: number }>('numbers').insertOne({ _id: 5 });
    expect(await again.db.collection<{ _id: number }>('numbers').countDocuments({ _id: 0 })).toBe(1);
    await again.close();
  });
});
