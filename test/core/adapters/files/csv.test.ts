import { appendFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileReader } from '../../../../core/adapters/files/reader.ts';
import { readFile, refusal, temporaryFolder } from './read.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const csv = (content: string | Uint8Array) => folder.write('a.csv', content);
const bytes = (...values: number[]) => Uint8Array.from(values);

describe('reading CSV', () => {
  it('gives columns and rows', async () => {
    const { columns, rows } = await readFile(await csv('x,y\n1,a\n2,\n'));
    expect(columns).toEqual(['x', 'y']);
    expect(rows).toEqual([
      ['1', 'a'],
      ['2', ''],
    ]);
  });

  it('passes over a byte order mark, CRLF and empty lines', async () => {
    const { columns, rows } = await readFile(await csv('\uFEFFx,y\r\n\r\n1,a\r\n\n2,b\r\n\r\n'));
    expect(columns).toEqual(['x', 'y']);
    expect(rows).toEqual([
      ['1', 'a'],
      ['2', 'b'],
    ]);
  });

  it('reads quoted commas, quotes and line breaks', async () => {
    const { columns, rows } = await readFile(await csv('"x, y", z \n"a ""b""\nc",2\n'));
    expect(columns).toEqual(['x, y', 'z']);
    expect(rows).toEqual([['a "b"\nc', '2']]);
  });

  it('keeps the place of columns without a name, however many', async () => {
    const { columns, rows } = await readFile(await csv(',x,\n0,1,2\n'));
    expect(columns).toEqual(['', 'x', '']);
    expect(rows).toEqual([['1']]);
  });

  it('reads records across the borders of its blocks, whatever is in them', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', '漢', '😀', '"', ',', '\n', ' '),
      maxLength: 400,
    });
    const table = fc.array(fc.tuple(cell, cell), { minLength: 200, maxLength: 400, size: 'max' });
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const lines = rows.map((row) => `${row.map(quote).join(',')}\n`);
        const read = await readFile(await csv(`x,y\n${lines.join('')}`));
        expect(read.rows).toEqual(rows.map((row) => row.map((text) => text.trim())));
      }),
      { numRuns: 10, seed: 7 },
    );
  });

  it('reads a large file in many small chunks', async () => {
    const lines = Array.from({ length: 100_000 }, (_, row) => `${row},${row / 7}`);
    const { rows, chunks } = await readFile(await csv(`x,y\n${lines.join('\n')}\n`));
    expect(rows).toHaveLength(100_000);
    expect(rows.map(([x]) => x)).toEqual(lines.map((_, row) => String(row)));
    expect(chunks).toBeGreaterThan(10);
  });

  it('gives no rows of an empty file and of a header alone', async () => {
    expect(await readFile(await csv(''))).toMatchObject({ columns: [], rows: [], tail: null });
    expect(await readFile(await csv('x,y\n'))).toMatchObject({ columns: ['x', 'y'], rows: [], tail: null });
    expect(await readFile(await csv('x,y'))).toMatchObject({ columns: [], rows: [], tail: 'half' });
  });

  it('goes on from a mark, with the rows that were added', async () => {
    const path = await csv('x,y\n1,a\n');
    const { mark } = await readFile(path);
    await appendFile(path, '2,b\n3,c\n');
    const { columns, rows, mark: end } = await readFile(path, mark);
    expect(columns).toEqual(['x', 'y']);
    expect(rows).toEqual([
      ['2', 'b'],
      ['3', 'c'],
    ]);
    expect(end?.rows).toBe(3);
  });
});

describe('columns of a CSV file', () => {
  const read = async (path: string, texts: string[], skip: string[]) => {
    const [file] = await fileReader.list(path);
    const chunks = [];
    if (file !== undefined)
      for await (const chunk of fileReader.read(file, null, { texts, skip })) chunks.push(chunk);
    return chunks;
  };

  it('are texts, cells, or neither, as they are wanted', async () => {
    const [chunk] = await read(await csv('id,x,email\n 007 ,1.5,"a,b"\n"8",,c\n'), ['id'], ['email']);
    expect(chunk?.texts).toEqual(new Map([['id', ['007', '8']]]));
    expect([...(chunk?.cells.keys() ?? [])]).toEqual(['x']);
    expect(chunk?.cells.get('x')?.values).toEqual(Float64Array.of(1.5, Number.NaN));
  });

  it('are not even checked when they are not wanted', async () => {
    const long = Buffer.from(`x,y\n1,${'a'.repeat(100_001)}\n2,`);
    const path = await csv(Buffer.concat([long, bytes(0xfc, 0x0a)]));
    const [chunk] = await read(path, [], ['y']);
    expect(chunk?.cells.get('x')?.values).toEqual(Float64Array.of(1, 2));
  });

  it('may be 10,000, a few rows at a time', async () => {
    const line = (row: number) => Array.from({ length: 10_000 }, (_, at) => (at + row) % 97).join(',');
    const lines = Array.from({ length: 150 }, (_, row) => line(row));
    const chunks = await read(
      await csv([line(0).replace(/\d+/g, (_, at) => `c${at}`), ...lines, ''].join('\n')),
      [],
      [],
    );
    expect(chunks.map(({ rows }) => rows)).toEqual([64, 64, 22]);
    const last = [...(chunks.at(-1)?.cells.values() ?? [])];
    expect(last).toHaveLength(10_000);
    expect(last.at(-1)?.values[21]).toBe((9_999 + 149) % 97);
  });
});

describe('the last line of a CSV file without a line break', () => {
  it.each([
    ['1,a\n2,b', ['2', 'b']],
    ['1,a\n"2","b"\r', ['2', 'b']],
    ['1,a\n2', 'half'],
    ['1,a\n2,"b', 'half'],
    ['1,a\n2,"b""', 'half'],
    ['1,a\n2,b,c', 'half'],
  ])('is held back: %j', async (lines, row) => {
    const { rows, tail, mark } = await readFile(await csv(`x,y\n${lines}`));
    expect(rows).toEqual([['1', 'a']]);
    expect(tail).toEqual(row);
    expect(mark?.offset).toBe('x,y\n1,a\n'.length);
  });
});

describe('CSV that is refused', () => {
  it.each([
    ['a row with too few cells', 'x,y\n1,a\n2\n', 'a.csv row 2 has 1 cells where the header names 2'],
    ['a row with too many cells', 'x,y\n1,a,b\n', 'a.csv row 1 has 3 cells where the header names 2'],
    ['a name that stands twice', 'x,y,x\n1,2,3\n', '"a.csv" names the column "x" twice'],
    ['semicolons', 'x;y\n1;2\n', '"a.csv" separates its cells by semicolons'],
    ['a stray quote', 'x,y\n1,a\n5" disk,b\n7,c"\n', 'a.csv row 2 has a quote where none may stand'],
    ['a stray quote in the last line', 'x,y\n1,a\n2,b"c"', 'a.csv row 2 has a quote where none may stand'],
    ['a stray quote in the header', 'x,y"z"\n1,a\n', '"a.csv" has a header with a stray quote'],
  ])('has %s', async (_, content, message) => {
    expect(await refusal(readFile(await csv(content)))).toMatchObject({ code: 'bad_data', message });
  });

  it('names the row of a fault far into the file', async () => {
    const lines = Array.from({ length: 30_000 }, (_, row) => (row === 29_876 ? '1,2,3' : '1,2'));
    const { message } = await refusal(readFile(await csv(`x,y\n${lines.join('\n')}\n`)));
    expect(message).toBe('a.csv row 29877 has 3 cells where the header names 2');
  });

  it.each([
    ['UTF-16 with a mark', bytes(0xff, 0xfe, 0x78, 0, 0x0a, 0), 'UTF-16'],
    ['UTF-16, big end first', bytes(0xfe, 0xff, 0, 0x78, 0, 0x0a), 'UTF-16'],
    ['UTF-16 without a mark', bytes(0x78, 0, 0x0a, 0), 'UTF-16'],
    ['gzip', bytes(0x1f, 0x8b, 8, 0), 'gzip'],
    ['a spreadsheet', bytes(0x50, 0x4b, 3, 4), 'spreadsheet'],
    ['Parquet', bytes(0x50, 0x41, 0x52, 0x31), 'Parquet'],
  ])('is really %s', async (_, content, named) => {
    const error = await refusal(readFile(await csv(content)));
    expect(error.code).toBe('bad_data');
    expect(error.message).toContain(named);
  });

  it('has more than 20,000 columns', async () => {
    const names = (count: number) => Array.from({ length: count }, (_, at) => `c${at}`).join(',');
    expect((await readFile(await csv(`${names(20_000)}\n`))).columns).toHaveLength(20_000);
    const error = await refusal(readFile(await csv(`${names(20_001)}\n`)));
    expect(error).toMatchObject({
      code: 'too_large',
      message: 'a.csv has 20001 columns; at most 20000 are read',
    });
  });

  it('has a cell of more than 100 kB', async () => {
    expect((await readFile(await csv(`x\n${'a'.repeat(100_000)}\n`))).rows[0]?.[0]).toHaveLength(100_000);
    const error = await refusal(readFile(await csv(`x\n1\n${'a'.repeat(100_001)}\n`)));
    expect(error.code).toBe('too_large');
    expect(error.message).toContain('a.csv row 2 has a cell of 100001 characters');
  });

  it.each([
    ['a cell', bytes(0x31, 0x2c, 0x4d, 0xfc, 0x0a)],
    ['a quoted cell', bytes(0x31, 0x2c, 0x22, 0x4d, 0xfc, 0x22, 0x0a)],
  ])('has %s that is not UTF-8, where it is read', async (_, line) => {
    const path = await csv(Buffer.concat([Buffer.from('x,y\n1,é\n'), line]));
    const error = await refusal(readFile(path));
    expect(error).toMatchObject({
      code: 'bad_data',
      message: 'a.csv row 2 has bytes that are not UTF-8 text',
    });
    expect(error.remedy).toContain('iconv');
  });

  it('has a header that is not UTF-8', async () => {
    expect((await refusal(readFile(await csv(bytes(0x78, 0xfc, 0x0a))))).message).toContain('header');
  });

  it('has a quote that is never closed', async () => {
    const error = await refusal(readFile(await csv(`x,y\n"1,2\n${'3,4\n'.repeat(1_200_000)}`)));
    expect(error.code).toBe('too_large');
    expect(error.message).toContain('a quote may not be closed');
  });

  it('became shorter, or other bytes stand before the mark', async () => {
    const path = await csv('x,y\n1,a\n2,b\n');
    const { mark } = await readFile(path);
    await csv('x,y\n1,a\n');
    expect((await refusal(readFile(path, mark))).message).toBe(
      '"a.csv" became shorter since it was last read',
    );
    await csv('x,y\n1,a\n2,c\n3,d\n');
    const error = await refusal(readFile(path, mark));
    expect(error).toMatchObject({ code: 'bad_data', message: '"a.csv" was replaced since it was last read' });
  });
});
