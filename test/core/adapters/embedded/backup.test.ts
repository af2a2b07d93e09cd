// A backup is taken from the outside, whoever owns the data; what a log holds is told, or why it cannot be trusted.

import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupLog, verifyLog } from '../../../../core/adapters/embedded/index.ts';
import { child, said } from './child.ts';
import { failureOf, openEmbedded } from './opened.ts';
import { makePlace, type Place, storedNumbers } from './place.ts';

let place: Place;
let target: string;
beforeEach(async () => {
  place = await makePlace();
  target = join(place.directory, 'backups', 'monday.log');
});
afterEach(() => rm(place.directory, { recursive: true, force: true }));

/** A data directory whose log is the backup. */
async function restored(): Promise<number[]> {
  const data = join(place.directory, 'restored');
  await mkdir(data, { recursive: true });
  await writeFile(join(data, 'embedded.log'), await readFile(target));
  return storedNumbers(data);
}

describe('a backup', () => {
  it('taken while writes go on holds every write acknowledged before, and is sound', async () => {
    const opened = await openEmbedded({ directory: place.data });
    const numbers = opened.db.collection<{ _id: number }>('numbers');
    let acknowledged = 0;
    let writing = true;
    const writer = (async () => {
      for (let _id = 0; writing; _id += 1) {
        await numbers.insertOne({ _id });
        acknowledged = _id + 1;
      }
    })();
    for (let i = 0; i < 10; i += 1) {
      await numbers.findOne();
      const before = acknowledged;
      const content = await backupLog(place.data, target);
      expect(content).toMatchObject({ collections: 1, tornBytes: 0, bytes: (await stat(target)).size });
      const stored = await restored();
      expect(stored.slice(0, before)).toEqual([...Array(before).keys()]);
      expect(stored).toEqual([...stored.keys()]);
      expect(content.documents).toBe(stored.length);
    }
    writing = false;
    await writer;
    await opened.close();
    expect(await readdir(join(place.directory, 'backups'))).toEqual(['monday.log']);
  });

  it('can be taken while another process owns the data, and when nobody does', async () => {
    const process = await child(place, `await numbers.insertOne({ _id: 7 }); say('ready');`);
    await said(process, 'ready');
    expect(await backupLog(place.data, target)).toMatchObject({ collections: 1, documents: 1 });
    expect(await restored()).toEqual([7]);
    process.kill('SIGKILL');
    expect(await backupLog(place.data, target)).toMatchObject({ collections: 1, documents: 1 });
    expect((await stat(target)).mode & 0o777).toBe(0o600);
  });

  it('leaves a torn last commit out', async () => {
    const opened = await openEmbedded({ directory: place.data });
    for (const _id of [0, 1, 2]) await opened.db.collection<{ _id: number }>('numbers').insertOne({ _id });
    await opened.client.close();
    await opened.embedded.stop();
    await truncate(place.log, (await stat(place.log)).size - 3);
    expect(await verifyLog(place.log)).toMatchObject({ documents: 2, tornBytes: expect.any(Number) });
    await backupLog(place.data, target);
    expect(await verifyLog(target)).toMatchObject({ documents: 2, tornBytes: 0 });
    expect((await verifyLog(place.log)).tornBytes).toBeGreaterThan(0);
  });

  it('is refused, with nothing left behind, where there is no log, a damaged one, or no place for it', async () => {
    expect(await failureOf(backupLog(place.data, target))).toMatchObject({ code: 'not_found' });
    const opened = await openEmbedded({ directory: place.data });
    for (const _id of [0, 1, 2]) await opened.db.collection<{ _id: number }>('numbers').insertOne({ _id });
    await opened.client.close();
    await opened.embedded.stop();
    expect(await failureOf(backupLog(place.data, place.log))).toMatchObject({ code: 'invalid_input' });
    expect(await failureOf(backupLog(place.data, join(place.log, 'x')))).toMatchObject({
      code: 'storage_unavailable',
    });
    const bytes = await readFile(place.log);
    bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
    await writeFile(place.log, bytes);
    expect(await failureOf(backupLog(place.data, target))).toMatchObject({ code: 'storage_unavailable' });
    expect(await failureOf(verifyLog(place.log))).toHaveProperty(
      'message',
      `${place.log} is damaged at byte 8, before its end`,
    );
    expect(await readdir(place.directory)).toEqual(['data']);
    expect(await readdir(place.data)).toEqual(['embedded.log']);
  });
});
