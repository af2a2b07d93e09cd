// Putting a copy of the log in its place: who waits, who is refused, what is left when it goes wrong.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backupLog, restoreLog } from '../../../../core/adapters/embedded/index.ts';
import { openEmbedded } from './opened.ts';
import { makePlace, type Place, storedNumbers } from './place.ts';

async function ownPlace(): Promise<Place> {
  const place = await makePlace();
  onTestFinished(() => rm(place.directory, { recursive: true, force: true }));
  return place;
}

async function storeOf(data: string, ids: readonly number[]): Promise<void> {
  const { client, db, embedded } = await openEmbedded({ directory: data });
  await db.collection<{ _id: number }>('numbers').insertMany(ids.map((_id) => ({ _id })));
  await client.close();
  await embedded.stop();
}

describe('restoring', () => {
  it('leaves a whole log in place and the one before beside it', async () => {
    const { directory, data, log } = await ownPlace();
    await storeOf(data, [1]);
    const file = join(directory, 'copy.log');
    await backupLog(data, file);
    await storeOf(data, [2]);
    const before = await readFile(log);
    const restored = await restoreLog(data, file, 'then');
    expect(restored).toMatchObject({ documents: 1, tornBytes: 0, kept: `${log}.before-then` });
    expect((await readFile(`${log}.before-then`)).equals(before)).toBe(true);
    expect((await readdir(data)).sort()).toEqual(['embedded.log', 'embedded.log.before-then']);
    expect(await storedNumbers(data)).toEqual([1]);
  });

  it('cuts off what was never finished in the copy', async () => {
    const { directory, data } = await ownPlace();
    await storeOf(data, [1, 2]);
    const file = join(directory, 'copy.log');
    const { bytes } = await backupLog(data, file);
    await writeFile(file, Buffer.concat([await readFile(file), Buffer.alloc(20, 1)]));
    expect(await restoreLog(data, file, 'then')).toMatchObject({ bytes, tornBytes: 0 });
    expect((await readFile(join(data, 'embedded.log'))).length).toBe(bytes);
  });

  it('makes a process that starts meanwhile wait, and lets it begin on the new log', async () => {
    const { directory, data } = await ownPlace();
    await storeOf(data, [1]);
    const file = join(directory, 'copy.log');
    await backupLog(data, file);
    await storeOf(data, [2]);
    const [restored, started] = await Promise.allSettled([
      restoreLog(data, file, 'then'),
      openEmbedded({ directory: data }),
    ]);
    if (started.status === 'rejected') throw started.reason;
    const { client, db, embedded } = started.value;
    const found = await db.collection<{ _id: number }>('numbers').find().sort({ _id: 1 }).toArray();
    await client.close();
    await embedded.stop();
    // Whoever was first: a log is never exchanged under a process that uses it.
    expect(found.map(({ _id }) => _id)).toEqual(restored.status === 'fulfilled' ? [1] : [1, 2]);
  });
});
