// What was acknowledged is there after a kill, a torn write, a full disk; damage is refused; one process owns the data.
// Children run the compiled store: `npm test` builds it first.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startEmbedded } from '../../../../core/adapters/embedded/index.ts';
import { failureOf, makeDirectory, openEmbedded, START } from './opened.ts';

const compiled = new URL('../../../../dist/core/adapters/embedded/index.js', import.meta.url).href;
const driver = pathToFileURL(createRequire(import.meta.url).resolve('mongodb')).href;
const clock = { now: () => START };

let directory: string;
let data: string;
let log: string;
beforeEach(async () => {
  directory = await makeDirectory();
  data = join(directory, 'data');
  log = join(data, 'embedded.log');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const prologue = `
  import { startEmbedded } from ${JSON.stringify(compiled)};
  import mongodb from ${JSON.stringify(driver)};
  const embedded = await startEmbedded({ dataDir: process.argv[2], clock: Date });
  const client = new mongodb.MongoClient(embedded.uri, { directConnection: true });
  const numbers = client.db('test').collection('numbers');
  const say = (text) => process.stdout.write(text + '\\n');
`;

/** Runs a script after the prologue in a process of its own. */
async function child(script: string, shell?: string): Promise<ChildProcess> {
  const file = join(directory, 'child.mjs');
  await writeFile(file, prologue + script);
  const [command, args] =
    shell === undefined
      ? [process.execPath, [file, data]]
      : ['sh', ['-c', `${shell}; exec "$@"`, 'sh', process.execPath, file, data]];
  return spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function* linesOf(process: ChildProcess): AsyncGenerator<string> {
  if (process.stdout !== null) yield* createInterface({ input: process.stdout });
}

/** The text a child says after `word`, once it says it. */
async function said(process: ChildProcess, word: string): Promise<string> {
  for await (const line of linesOf(process)) if (line.startsWith(word)) return line.slice(word.length).trim();
  throw new Error(`the child never said ${word}`);
}

async function kill(process: ChildProcess): Promise<void> {
  const exited = once(process, 'exit');
  process.kill('SIGKILL');
  await exited;
}

async function storedNumbers(): Promise<number[]> {
  const { db, client, embedded } = await openEmbedded({ directory: data });
  const docs = await db.collection<{ _id: number }>('numbers').find().sort({ _id: 1 }).toArray();
  await client.close();
  await embedded.stop();
  return docs.map((doc) => doc._id);
}

/** A stopped store that holds `count` numbered documents, each of its own commit. */
async function filled(count: number): Promise<void> {
  const { db, client, embedded } = await openEmbedded({ directory: data });
  for (let i = 0; i < count; i += 1) await db.collection<{ _id: number }>('numbers').insertOne({ _id: i });
  await client.close();
  await embedded.stop();
}

describe('after a kill', () => {
  it('every acknowledged insert is there, round after round', async () => {
    const acknowledged = new Set<number>();
    for (let round = 0; round < 3; round += 1) {
      const process = await child(`
        let next = ${round} * 100_000;
        const write = async () => { for (;;) { const _id = next++; await numbers.insertOne({ _id }); say(String(_id)); } };
        for (let i = 0; i < 8; i += 1) write();
      `);
      let heard = 0;
      for await (const line of linesOf(process)) {
        acknowledged.add(Number(line));
        heard += 1;
        if (heard === 150) process.kill('SIGKILL');
      }
      const stored = new Set(await storedNumbers());
      expect([...acknowledged].filter((number) => !stored.has(number))).toEqual([]);
      expect(heard).toBeGreaterThanOrEqual(150);
    }
  });

  it('the stale socket is taken over and its traces are removed', async () => {
    const process = await child(`await numbers.insertOne({ _id: 0 }); say('ready');`);
    await said(process, 'ready');
    await kill(process);
    const left = await readdir(data);
    expect(left.filter((name) => name.endsWith('.sock'))).toHaveLength(1);
    const embedded = await startEmbedded({ dataDir: data, clock });
    expect(embedded.owner).toBe(true);
    expect((await readdir(data)).filter((name) => left.includes(name))).toEqual(['embedded.log']);
    await embedded.stop();
    expect(await readdir(data)).toEqual(['embedded.log']);
  });
});

describe('the log', () => {
  it('keeps documents, indexes and drops over a restart', async () => {
    const before = await openEmbedded({ directory: data });
    await before.db
      .collection('a')
      .createIndex({ k: 1 }, { unique: true, partialFilterExpression: { open: true } });
    await before.db
      .collection('a')
      .insertOne({ k: 1, open: true, at: new Date(START), n: 1.5, list: [null, { x: 'é' }] });
    await before.db.collection('a').updateOne({ k: 1 }, { $set: { n: 2 } });
    await before.db.collection('gone').insertOne({ k: 1 });
    await before.db.collection('gone').drop();
    const stored = await before.db.collection('a').findOne();
    await before.client.close();
    await before.embedded.stop();
    const after = await openEmbedded({ directory: data });
    expect(await after.db.collection('a').findOne()).toEqual(stored);
    expect(await failureOf(after.db.collection('a').insertOne({ k: 1, open: true }))).toMatchObject({
      code: 11000,
    });
    expect((await after.db.listCollections().toArray()).map((entry) => entry.name)).toEqual(['a']);
    await after.close();
  });

  it('loses a torn last commit and nothing else', async () => {
    await filled(5);
    const file = await open(log, 'r+');
    await file.truncate((await stat(log)).size - 7);
    await file.close();
    expect(await storedNumbers()).toEqual([0, 1, 2, 3]);
    await appendFile(log, Buffer.alloc(500, 0x41));
    expect(await storedNumbers()).toEqual([0, 1, 2, 3]);
    await appendFile(log, Buffer.alloc(4_096));
    expect(await storedNumbers()).toEqual([0, 1, 2, 3]);
  });

  it.each([
    ['in a document', 120],
    ['in a length', 9],
  ])('is refused, untouched, when it is damaged before its end: %s', async (_name, position) => {
    await filled(5);
    const bytes = await readFile(log);
    bytes[position] = (bytes[position] ?? 0) ^ 0xff;
    await writeFile(log, bytes);
    const failure = await failureOf(startEmbedded({ dataDir: data, clock }));
    expect(failure).toMatchObject({ name: 'AppError', code: 'storage_unavailable' });
    expect(failure.message).toMatch(/embedded\.log is damaged at byte \d+, before its end$/);
    expect(Buffer.compare(await readFile(log), bytes)).toBe(0);
    expect(await readdir(data)).toEqual(['embedded.log']);
  });

  it('is refused when it is some other file', async () => {
    await mkdir(data);
    await writeFile(log, 'these are my notes');
    expect(await failureOf(startEmbedded({ dataDir: data, clock }))).toMatchObject({
      code: 'storage_unavailable',
    });
    expect(await readFile(log, 'utf8')).toBe('these are my notes');
  });

  it('is rewritten once it has doubled past 16 MB, and holds the same afterwards', async () => {
    const before = await openEmbedded({ directory: data });
    const collection = before.db.collection<{ _id: number; text: string }>('numbers');
    await collection.createIndex({ text: 1 }, { unique: true });
    for (let i = 0; i < 60; i += 1) {
      await Promise.all(
        [0, 1, 2].map((_id) =>
          collection.replaceOne({ _id }, { text: `${i} ${_id}`.padEnd(200_000) }, { upsert: true }),
        ),
      );
    }
    const texts = await collection.distinct('text');
    await before.client.close();
    await before.embedded.stop();
    expect((await stat(log)).size).toBeLessThan(20_000_000);
    const after = await openEmbedded({ directory: data });
    expect(await after.db.collection('numbers').distinct('text')).toEqual(texts);
    expect(texts.map((text) => text.trim())).toEqual(['59 0', '59 1', '59 2']);
    expect(await after.db.collection('numbers').indexExists('text_1')).toBe(true);
    await after.close();
  });
});

describe('a disk that refuses', () => {
  it('makes the write fail, keeps memory equal to the log, and goes on when there is room', async () => {
    const process = await child(
      `process.on('SIGXFSZ', () => undefined);
       let stored = 0;
       let failure;
       while (failure === undefined) await numbers.insertOne({ _id: stored, text: 'x'.repeat(3000) }).then(() => stored++, (error) => { failure = error; });
       const seen = await numbers.countDocuments();
       const small = await numbers.insertOne({ _id: -1 }).then(() => 'ok', (error) => error.code);
       say('result ' + JSON.stringify({ stored, seen, small, code: failure.code, text: failure.message }));
       await client.close();
       await embedded.stop();`,
      'ulimit -f 128',
    );
    const { stored, seen, small, code, text } = JSON.parse(await said(process, 'result '));
    expect(code).toBe(39);
    expect(text).toContain('EFBIG');
    expect(stored).toBeGreaterThan(10);
    expect(seen).toBe(stored);
    expect(small).toBe('ok');
    expect(await storedNumbers()).toEqual([-1, ...Array(stored).keys()]);
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

describe('a data directory', () => {
  it('has one owner: a second process becomes its client', async () => {
    const owner = await openEmbedded({ directory: data });
    const process = await child(`
      await numbers.insertOne({ _id: 1 });
      await client.close();
      await embedded.stop();
      say('owner ' + embedded.owner);
    `);
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
    const long = join(directory, 'd'.repeat(120));
    const owner = await startEmbedded({ dataDir: long, clock });
    expect(owner.uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/\?directConnection=true$/);
    expect(await startEmbedded({ dataDir: long, clock })).toMatchObject({ owner: false, uri: owner.uri });
    const client = new MongoClient(owner.uri);
    await client.db('test').collection('a').insertOne({ a: 1 });
    await client.close();
    await owner.stop();
    expect(await readdir(long)).toEqual(['embedded.log']);
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
    await symlink(data, join(directory, 'link'));
    const other = await startEmbedded({ dataDir: join(directory, 'link'), clock });
    expect(other.owner).toBe(false);
    await owner.stop();
  });
});
