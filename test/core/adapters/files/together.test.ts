// Large CSV files by two threads, the second one built: what they read must be what the event loop reads alone.
import { appendFile, truncate, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileReader, fileReader } from '../../../../core/adapters/files/reader.ts';
import { type ReadingThread, readingThread } from '../../../../core/adapters/files/reading-thread.ts';
import { categoryAt } from '../../../../core/frame/cells.ts';
import type { FileMark, RowReader, Rows } from '../../../../core/sources/row-reader.ts';
import { refusal, temporaryFolder } from './read.ts';

const built = new URL('../../../../dist/core/adapters/files/reading-worker.js', import.meta.url);
const bundled = new URL('../../../../dist/bundle/reading-worker.js', import.meta.url);
const wanted = { texts: ['id'], skip: ['dropped'] };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

/** A thread that counts what it was asked for and what it found. */
function counted(inner: ReadingThread) {
  const counts = { joined: 0, found: 0 };
  const thread: ReadingThread = {
    join(kinds) {
      const joined = inner.join(kinds);
      if (joined === null) return null;
      counts.joined += 1;
      return {
        ...joined,
        async find(file, stretch) {
          const found = await joined.find(file, stretch);
          if (found !== null) counts.found += 1;
          return found;
        },
      };
    },
  };
  return { counts, thread };
}

/** A linear congruential generator: numbers from 0 to 1. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const header = 'id,x,kind,dropped,y';
const rowCount = 55_000;
/** Makes the file large with few rows to compare. */
const dropped = 'not read '.repeat(19);

/** Some 11 MB of plain records: texts, numbers, categories, missing cells. */
function linesOf(seed: number): string[] {
  const random = uniform(seed);
  return Array.from({ length: rowCount }, (_, at) => {
    const kind = random() < 0.1 ? '' : ['é', 'plain', '007'][at % 3];
    return `row-${at},${(random() * 100).toFixed(6)},${kind},${dropped},${Math.floor(random() * 1e6)}`;
  });
}

const plain = linesOf(1);
const textOf = (lines: readonly string[], lineBreak = '\n') =>
  `${[header, ...lines].join(lineBreak)}${lineBreak}`;

/** All cells of a file after `from`, its last mark and its tail. */
async function contents(reader: RowReader, path: string, from: FileMark | null = null) {
  const [file] = await reader.list(path);
  if (file === undefined) throw new Error('no file');
  const cells: unknown[] = [];
  let last: { mark: FileMark; tail: Rows | 'half' | null } | null = null;
  for await (const chunk of reader.read(file, from, wanted)) {
    for (let row = 0; row < chunk.rows; row++) cells.push(rowOf(chunk, row));
    last = { mark: chunk.mark, tail: chunk.tail };
  }
  const tail = last?.tail ?? null;
  return { cells, mark: last?.mark, tail: tail === null || tail === 'half' ? tail : rowOf(tail, 0) };
}

function rowOf({ cells, texts }: Rows, row: number): string {
  const numbers = [...cells].map(
    ([name, column]) => `${name}=${column.values[row]}/${categoryAt(column, row)}`,
  );
  return [...numbers, ...[...texts].map(([name, column]) => `${name}=${column[row]}`)].join(' ');
}

/** Twice, since the first time the thread may only just have started. */
async function sameAsAlone(path: string, thread: ReadingThread): Promise<void> {
  const alone = await contents(fileReader, path);
  for (let time = 0; time < 2; time++) {
    const together = await contents(createFileReader(thread), path);
    expect(together.mark).toEqual(alone.mark);
    expect(together.tail).toEqual(alone.tail);
    expect(together.cells.length).toBe(alone.cells.length);
    expect(together.cells.findIndex((cell, at) => cell !== alone.cells[at])).toBe(-1);
  }
}

describe('a large CSV file read by two threads', () => {
  it.each([
    ['built', built],
    ['bundled', bundled],
  ])(
    'has the rows, the mark and the tail that it has for one, by the thread as it is %s',
    async (_, file) => {
      const { thread, counts } = counted(readingThread(file));
      const path = await folder.write('plain.csv', textOf(plain));
      await sameAsAlone(path, thread);
      expect(counts.joined).toBe(2);
      expect(counts.found).toBeGreaterThan(0);
    },
  );

  const late = rowCount - 10_000;
  const changed = (line: string) => plain.toSpliced(late, 1, line);
  it.each([
    ['CRLF', textOf(plain, '\r\n')],
    ['a quoted comma and line break late in it', textOf(changed('"row,\n1",2,"a ""b""",c,3'))],
    ['empty lines late in it', textOf(changed('\n\n\n'))],
    ['a last line without its end', textOf(plain).slice(0, -4)],
    ['a last line that is whole but for its line feed', textOf(plain).slice(0, -1)],
    ['much shorter records late in it', textOf([...plain.slice(0, late), ...Array(300_000).fill('1,2,,,3')])],
    ['a long record late in it', textOf(changed(`row,1,${'k'.repeat(90_000)},c,3`))],
  ])('is read alike with %s', async (name, text) => {
    const { thread, counts } = counted(readingThread(built));
    const path = await folder.write(`${name}.csv`, text);
    await sameAsAlone(path, thread);
    expect(counts.joined).toBe(2);
  });

  it.each([
    ['a ragged row', '1,2,3', `row ${late + 1} has 3 cells where the header names 5`],
    ['a stray quote', 'a"b",2,3,4,5', `row ${late + 1} has a quote where none may stand`],
    ['a cell that is too long', `row,1,${'k'.repeat(100_001)},c,3`, 'has a cell of 100001 characters'],
  ])('is refused at the same row for %s', async (name, line, message) => {
    const path = await folder.write(`refused ${name}.csv`, textOf(changed(line)));
    const together = await refusal(contents(createFileReader(readingThread(built)), path));
    const alone = await refusal(contents(fileReader, path));
    expect(together.message).toContain(message);
    expect(together.message).toBe(alone.message);
    expect(together.faults).toEqual(alone.faults);
  });

  it('is read on from its mark as it grows', async () => {
    const thread = readingThread(built);
    const path = await folder.write('grows.csv', textOf(plain.slice(0, 1_000)));
    const { mark } = await contents(createFileReader(thread), path);
    await appendFile(
      path,
      plain
        .slice(1_000)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const grown = await contents(createFileReader(thread), path, mark);
    const alone = await contents(fileReader, path, mark);
    expect(grown.cells.length).toBe(rowCount - 1_000);
    expect(grown.mark).toEqual(alone.mark);
    expect(grown.cells.findIndex((cell, at) => cell !== alone.cells[at])).toBe(-1);
  });

  it('may become shorter while it is read: what was there is read, and no more', async () => {
    const path = await folder.write('shrinks.csv', textOf(plain));
    const [file] = await fileReader.list(path);
    if (file === undefined) throw new Error('no file');
    let rows = 0;
    for await (const chunk of createFileReader(readingThread(built)).read(file, null, wanted)) {
      if (rows === 0) await truncate(path, 9_000_000);
      rows = chunk.mark.rows;
    }
    await writeFile(path, Buffer.from(textOf(plain)).subarray(0, 9_000_000));
    expect(rows).toBe((await contents(fileReader, path)).mark?.rows);
  });
});

describe('the reading thread', () => {
  it('is free for the next file when a reader stops midway', async () => {
    const { thread, counts } = counted(readingThread(built));
    const path = await folder.write('stopped.csv', textOf(plain));
    const [file] = await fileReader.list(path);
    if (file === undefined) throw new Error('no file');
    let chunks = 0;
    for await (const _ of createFileReader(thread).read(file, null, wanted)) if (++chunks === 4) break;
    await sameAsAlone(path, thread);
    expect(counts.joined).toBe(3);
  });

  it('reads with one reader at a time, and the other one reads alone', async () => {
    const { thread, counts } = counted(readingThread(built));
    const path = await folder.write('both.csv', textOf(plain));
    const [first, second] = await Promise.all([
      contents(createFileReader(thread), path),
      contents(createFileReader(thread), path),
    ]);
    expect(first.cells).toEqual(second.cells);
    expect(counts.joined).toBe(1);
  });

  it.each([
    ['does not start', new URL('file:///nowhere/reading-worker.js')],
    [
      'fails at its first order',
      new URL(
        "data:text/javascript,import{parentPort}from'node:worker_threads';parentPort.once('message',()=>{throw new Error('x')})",
      ),
    ],
    [
      'ends in the middle of its work',
      new URL(
        "data:text/javascript,import{parentPort}from'node:worker_threads';parentPort.on('message',(order)=>{if('kinds' in order)parentPort.postMessage({sent:null,parcel:null});else process.exit(1)})",
      ),
    ],
    [
      'finds nothing',
      new URL(
        "data:text/javascript,import{parentPort}from'node:worker_threads';parentPort.on('message',({parcel=null})=>parentPort.postMessage({sent:null,parcel},parcel===null?[]:[parcel]))",
      ),
    ],
  ])('that %s is not missed', async (_, file) => {
    const path = await folder.write('without.csv', textOf(plain));
    await sameAsAlone(path, readingThread(file));
  });

  it('is not asked for a file of which only the beginning is wanted, nor for a small or a quoted one', async () => {
    const { thread, counts } = counted(readingThread(built));
    const path = await folder.write('beginning.csv', textOf(plain));
    const [file] = await fileReader.list(path);
    if (file === undefined) throw new Error('no file');
    for await (const _ of createFileReader(thread).read(file, null, wanted)) break;
    await contents(createFileReader(thread), await folder.write('small.csv', textOf(plain.slice(0, 30_000))));
    const quoted = plain.map((line) => line.replace(dropped, `"${dropped},"`));
    await contents(createFileReader(thread), await folder.write('quoted.csv', textOf(quoted)));
    expect(counts.joined).toBe(0);
  });
});
