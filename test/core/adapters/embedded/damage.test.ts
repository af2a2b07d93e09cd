// Damage to the log: what a crash leaves at its end is cut off, anything else is refused and left as it is.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyLog } from '../../../../core/adapters/embedded/backup.ts';
import { frameOf, MARK } from '../../../../core/adapters/embedded/frames.ts';
import { contentIn, contentOf, engineOn, NS } from './engines.ts';
import { failureOf } from './opened.ts';
import { makePlace, type Place } from './place.ts';

let place: Place;
let log: string;
beforeEach(async () => {
  place = await makePlace();
  log = place.log;
  await mkdir(dirname(log));
});
afterEach(() => rm(place.directory, { recursive: true, force: true }));

/** A log of `count` commits of 1 to 3 documents, and where each commit ends and how many documents it leaves. */
async function written(count: number): Promise<{ bytes: Buffer; ends: { at: number; documents: number }[] }> {
  const engine = await engineOn(log);
  const ends = [{ at: MARK.length, documents: 0 }];
  for (let commit = 0; commit < count; commit += 1) {
    for (let i = 0; i <= commit % 3; i += 1)
      engine.insert(NS, { _id: `${commit}.${i}`, n: commit / 7, text: 'é'.repeat(commit % 4) });
    await engine.synced();
    ends.push({ at: (await readFile(log)).length, documents: contentOf(engine).size });
  }
  await engine.close();
  return { bytes: await readFile(log), ends };
}

describe('a log', () => {
  it('cut at any byte keeps every whole commit before the cut', async () => {
    const { bytes, ends } = await written(4);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      await writeFile(log, bytes.subarray(0, cut));
      const whole = ends.findLast(({ at }) => at <= cut);
      expect(await verifyLog(log)).toMatchObject({ documents: whole?.documents ?? 0, bytes: whole?.at ?? 0 });
      // Opening syncs the disk: a sample of the places is enough for what a start then leaves.
      if (cut % 19 !== 0) continue;
      expect((await contentIn(log)).size).toBe(whole?.documents ?? 0);
      expect((await readFile(log)).length).toBe(whole?.at ?? MARK.length);
    }
  });

  it('with any bit turned is refused and left as it is, unless only the last commit is hurt', async () => {
    const { bytes, ends } = await written(7);
    const last = ends.at(-2) ?? { at: 0, documents: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const hurt = Buffer.from(bytes);
        hurt.writeUInt8(hurt.readUInt8(at) ^ (1 << bit), at);
        await writeFile(log, hurt);
        if (at >= last.at) {
          expect((await contentIn(log)).size).toBe(last.documents);
          expect((await readFile(log)).length).toBe(last.at);
          return;
        }
        const failure = await failureOf(engineOn(log));
        const broken = ends.findLast((end) => end.at <= at)?.at;
        expect(failure).toMatchObject({
          name: 'AppError',
          code: 'storage_unavailable',
          message:
            at < MARK.length
              ? `${log} is not a log of this version of the store`
              : `${log} is damaged at byte ${broken}, before its end`,
          remedy: expect.stringContaining(at < MARK.length ? 'Move' : 'store restore'),
        });
        expect(Buffer.compare(await readFile(log), hurt)).toBe(0);
      }),
      { numRuns: 150, seed: 29 },
    );
  });

  it('with a run of bytes lost or overwritten before its last commit is refused', async () => {
    const { bytes, ends } = await written(7);
    const last = ends.at(-2)?.at ?? 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: MARK.length, max: last - 1 }),
        fc.integer({ min: 1, max: 80 }),
        fc.boolean(),
        async (at, length, lost) => {
          const end = Math.min(at + length, last);
          const filling = lost ? Buffer.alloc(0) : Buffer.alloc(end - at, 0xa5);
          const hurt = Buffer.concat([bytes.subarray(0, at), filling, bytes.subarray(end)]);
          // A loss of exactly whole commits cannot be seen, and nothing may be overwritten by itself.
          fc.pre(
            !(lost && ends.some((one) => one.at === at) && ends.some((one) => one.at === end)) &&
              !hurt.equals(bytes),
          );
          await writeFile(log, hurt);
          expect(await failureOf(engineOn(log))).toMatchObject({ code: 'storage_unavailable' });
          expect(Buffer.compare(await readFile(log), hurt)).toBe(0);
        },
      ),
      { numRuns: 100, seed: 31 },
    );
  });

  it('with a long torn end that looks like frames everywhere is judged without reading it over and over', async () => {
    const { bytes } = await written(2);
    // Each 16 bytes could be a frame that reaches to the end: the worst a document could make of the search.
    const trap = Buffer.alloc(4_000_000);
    for (let at = 0; at + 16 <= trap.length; at += 16) {
      trap.writeUInt32LE(trap.length - at - 8, at);
      trap.writeUInt32LE(trap.length - at - 8, at + 8);
      trap.write('\x02op\0', at + 12, 'latin1');
    }
    await writeFile(log, Buffer.concat([bytes, trap]));
    expect(await failureOf(engineOn(log))).toMatchObject({ code: 'storage_unavailable' });
    // A real torn commit of that size is cut off.
    const record = Buffer.concat([Buffer.from([0, 9, 61, 0]), Buffer.alloc(4_000_000 - 4)]);
    const torn = Buffer.concat(frameOf([record]));
    await writeFile(log, Buffer.concat([bytes, torn.subarray(0, torn.length - 1)]));
    expect((await contentIn(log)).size).toBe(3);
  });
});
