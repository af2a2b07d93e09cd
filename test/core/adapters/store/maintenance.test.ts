// `vigie store ...` over real embedded stores; what a process of its own adds is shown in test/flows.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupLog, restoreLog, startEmbedded, verifyLog } from '../../../../core/adapters/embedded/index.ts';
import { openStore } from '../../../../core/adapters/store/index.ts';
import { maintain } from '../../../../core/adapters/store/maintenance.ts';
import { steppedClock } from '../../../../core/adapters/system.ts';
import { silent } from '../../../fakes/log.ts';
import { ownFolder } from '../folder.ts';

const stamp = '2026-01-05T09-00-00.000Z';

describe('store', () => {
  let folder: string;
  let data: string;
  let said: string[];
  let closing: (() => Promise<void>)[];
  let clock: ReturnType<typeof steppedClock>;
  beforeEach(async () => {
    clock = steppedClock(Date.UTC(2026, 0, 5, 9));
    folder = await ownFolder();
    data = join(folder, 'data');
    [said, closing] = [[], []];
  });
  afterEach(async () => {
    for (const close of closing) await close();
  });

  const store = (argv: readonly string[], mongo = '') =>
    maintain(argv, {
      settings: { DATA_DIR: data, MONGODB_URI: mongo, MONGODB_DB: 'vigie' },
      tools: { startEmbedded, backupLog, restoreLog, verifyLog },
      clock,
      say: (line) => void said.push(line),
      stayUntilStopped: (close) => void closing.push(close),
    });
  const owned = async (dataDir = data) => {
    const embedded = await startEmbedded({ dataDir, clock });
    const options = { uri: embedded.uri, database: 'vigie', kind: 'embedded', clock, log: silent } as const;
    const open = await openStore(options);
    const close = async () => {
      await open.close();
      await embedded.stop();
    };
    return { ...open, uri: embedded.uri, close };
  };
  /** Labels `a` with a word, and reads it back, in a store that is opened and closed for it. */
  const write = async (label: string) => {
    const { store, close } = await owned();
    await store.labels.put('w', [
      { id: 'a', label, at: clock.now(), expiresAt: clock.now() + 1_000, by: 'ada' },
    ]);
    await close();
  };
  const read = async () => {
    const { store, close } = await owned();
    const labels = await store.labels.read('w', ['a']);
    await close();
    return labels.get('a');
  };

  describe('backup and restore', () => {
    it('bring back what was there, and keep what was there before', async () => {
      await write('yes');
      await store(['backup']);
      await write('no');
      const file = join(data, 'backups', `${stamp}.log`);
      await store(['restore', file]);
      expect(await read()).toBe('yes');
      const kept = join(data, `embedded.log.before-${stamp}`);
      expect(said).toEqual([
        expect.stringMatching(new RegExp(`^Backed up 2 documents in \\d+ collections, .* into ${file}\\.$`)),
        expect.stringContaining(`The log of before is kept as ${kept}.`),
      ]);
      await expect(store(['restore', file])).rejects.toMatchObject({ code: 'storage_unavailable' });
      clock.advance(1);
      await store(['restore', kept]);
      expect(await read()).toBe('no');
      expect((await readFile(file)).length).toBeGreaterThan(0);
    });

    it('can be taken while a process uses the store, and cannot be put back then', async () => {
      const busy = await owned();
      await busy.store.labels.put('w', [
        { id: 'a', label: 'yes', at: clock.now(), expiresAt: clock.now() + 1_000, by: 'ada' },
      ]);
      const file = join(folder, 'copy.log');
      await store(['backup', file]);
      await expect(store(['restore', file])).rejects.toMatchObject({
        code: 'conflict',
        message: `A process uses the data in ${data}`,
      });
      expect(await busy.store.labels.read('w', ['a'])).toEqual(new Map([['a', 'yes']]));
      await busy.close();
      await store(['restore', file]);
      expect(await read()).toBe('yes');
    });

    it('never overwrite a backup', async () => {
      await write('yes');
      const file = join(folder, 'copy.log');
      await writeFile(file, 'precious');
      await expect(store(['backup', file])).rejects.toMatchObject({ code: 'conflict' });
      expect(await readFile(file, 'utf8')).toBe('precious');
    });

    it('leave nothing behind where there is nothing to back up', async () => {
      await mkdir(data);
      const file = join(folder, 'copy.log');
      await expect(store(['backup', file])).rejects.toMatchObject({ code: 'not_found' });
      expect(await readdir(folder)).toEqual(['data']);
    });

    it('refuse a damaged file, and leave the store as it is', async () => {
      await write('yes');
      const file = join(folder, 'copy.log');
      await store(['backup', file]);
      const bytes = await readFile(file);
      bytes.writeUInt8(bytes.readUInt8(200) ^ 255, 200);
      await writeFile(file, bytes);
      await write('no');
      await expect(store(['restore', file])).rejects.toMatchObject({ code: 'storage_unavailable' });
      await expect(store(['restore', join(folder, 'none.log')])).rejects.toMatchObject({ code: 'not_found' });
      expect(await read()).toBe('no');
      expect((await readdir(data)).filter((name) => name.includes('before'))).toEqual([]);
    });

    it('make a store where there was none', async () => {
      await write('yes');
      const file = join(folder, 'copy.log');
      await store(['backup', file]);
      data = join(folder, 'elsewhere');
      await store(['restore', file]);
      expect(said.at(-1)).toContain('There was no log before.');
      expect(await read()).toBe('yes');
    });

    it('are for the embedded store', async () => {
      for (const argv of [['backup'], ['restore', 'x'], ['serve']]) {
        await expect(store(argv, 'mongodb://db.example/')).rejects.toMatchObject({ code: 'unsupported' });
      }
    });
  });

  describe('serve', () => {
    it('says where, and serves until it is stopped', async () => {
      await store(['serve']);
      expect(said).toEqual([expect.stringMatching(/^Serving .* at mongodb:\/\/\S+ until SIGTERM\./)]);
      await write('yes');
      await expect(store(['serve'])).rejects.toMatchObject({ code: 'conflict' });
    });
  });

  describe('copy', () => {
    it('copies a store that is in use to a MongoDB', async () => {
      const busy = await owned();
      await busy.store.labels.put('w', [
        { id: 'a', label: 'yes', at: clock.now(), expiresAt: clock.now() + 1_000, by: 'ada' },
      ]);
      const target = await startEmbedded({ dataDir: join(folder, 'target'), clock });
      await store(['copy', '--to', target.uri]);
      await busy.store.labels.put('w', [
        { id: 'a', label: 'no', at: clock.now(), expiresAt: clock.now() + 1_000, by: 'ada' },
      ]);
      await busy.close();
      await target.stop();
      expect(said.slice(-2)).toEqual([
        `Copied 2 documents of the embedded store in ${data}. Start with MONGODB_URI set to the target.`,
        'What is written to the old store from now on is not in the copy.',
      ]);
      data = join(folder, 'target');
      expect(await read()).toBe('yes');
    });

    it('copies from MONGODB_URI when it is set, and names it without its secrets', async () => {
      const source = await owned(join(folder, 'source'));
      const target = await startEmbedded({ dataDir: data, clock });
      const hidden = source.uri.replace('mongodb://', 'mongodb://ada:pass%40word@');
      // The embedded server knows no users; the driver would ask it to check one.
      await expect(store(['copy', '--to', target.uri], hidden)).rejects.toThrow(/^(?!.*pass).*$/s);
      await store(['copy', '--to', target.uri], source.uri);
      expect(said.at(-2)).toMatch(/^Copied 1 documents of mongodb:\/\/\S+\/vigie\. /);
      await Promise.all([source.close(), target.stop()]);
    });

    it('wants an address, and never repeats it', async () => {
      await expect(store(['copy'])).rejects.toMatchObject({ code: 'invalid_input' });
      const nonsense = store(['copy', '--to', 'mongo://ada:password@db/']);
      await expect(nonsense).rejects.toMatchObject({
        code: 'invalid_input',
        message: 'What follows --to is not the address of a MongoDB.',
      });
    });
  });

  it.each([[[]], [['--help']], [['-h']]])('%j says what there is', async (argv) => {
    await store(argv);
    expect(said.join('\n')).toMatch(/serve[\s\S]*backup[\s\S]*restore[\s\S]*copy/);
  });

  it.each([[['vanish']], [['toString']], [['backup', 'a', 'b']], [['backup', '--all']], [['serve', 'x']]])(
    '%j is refused with what there is',
    async (argv) => {
      await expect(store(argv)).rejects.toMatchObject({
        code: 'invalid_input',
        message: `store ${argv.join(' ')} is not understood.`,
      });
      expect(said).toEqual([]);
    },
  );
});
