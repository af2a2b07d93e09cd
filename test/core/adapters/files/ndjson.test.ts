import { appendFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFile, refusal, temporaryFolder } from './read.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const ndjson = (content: string) => folder.write('a.ndjson', content);

describe('reading NDJSON', () => {
  it('makes columns of keys in the order they first appear', async () => {
    const { columns, rows } = await readFile(
      await ndjson('{"x": 1, "y": "a"}\n\r\n{"z": true, "x": 2.5}\r\n{"y": null}\n'),
    );
    expect(columns).toEqual(['x', 'y', 'z']);
    expect(rows).toEqual([
      ['1', 'a', ''],
      ['2.5', '', 'true'],
      ['', '', ''],
    ]);
  });

  it('keeps nested values as JSON', async () => {
    const { rows } = await readFile(await ndjson('{"x": {"a": [1, 2]}, "y": []}\n'));
    expect(rows).toEqual([['{"a":[1,2]}', '[]']]);
  });

  it('reads names every object has like any other', async () => {
    const { columns, rows } = await readFile(await ndjson('{"__proto__": 1, "constructor": 2}\n'));
    expect(columns).toEqual(['__proto__', 'constructor']);
    expect(rows).toEqual([['1', '2']]);
  });

  it('reads a whole last line without a line break at once, and goes on after it', async () => {
    const path = await ndjson('{"x": 1}\n{"x": 2}');
    const { rows, tail, mark } = await readFile(path);
    expect(rows).toEqual([['1'], ['2']]);
    expect(tail).toBeNull();
    await appendFile(path, '\n{"y": 3}\n');
    const next = await readFile(path, mark);
    expect(next.rows).toEqual([['', '3']]);
    expect(next.columns).toEqual(['x', 'y']);
    expect(next.mark?.rows).toBe(3);
  });

  it('leaves a half-written last line for the next read', async () => {
    const path = await ndjson('{"x": 1}\n{"x": "lo');
    const { rows, tail, mark } = await readFile(path);
    expect(rows).toEqual([['1']]);
    expect(tail).toBe('half');
    await appendFile(path, 'ng"}\n');
    expect((await readFile(path, mark)).rows).toEqual([['long']]);
  });

  it('reads lines across the borders of its blocks', async () => {
    const lines = Array.from({ length: 30_000 }, (_, row) =>
      JSON.stringify({ row, text: 'é漢😀'.repeat(row % 9) }),
    );
    const { rows, chunks } = await readFile(await ndjson(`${lines.join('\n')}\n`));
    expect(rows).toEqual(lines.map((_, row) => [String(row), 'é漢😀'.repeat(row % 9)]));
    expect(chunks).toBeGreaterThan(3);
  });

  it.each(['{"x": 1', 'x', '[1]', '3', 'null', '"{}"'])(
    'refuses the line %s, and names file and row',
    async (line) => {
      const error = await refusal(readFile(await ndjson(`{"x": 1}\n${line}\n{"x": 2}\n`)));
      expect(error).toMatchObject({ code: 'bad_data', message: 'a.ndjson row 2 is not a JSON object' });
      expect(error.faults).toEqual([{ path: 'a.ndjson row 2', message: 'is not a JSON object' }]);
    },
  );

  it('refuses a line that is not UTF-8', async () => {
    const line = Buffer.from([...Buffer.from('{"x": "'), 0xfc, ...Buffer.from('"}\n')]);
    const path = await folder.write('a.ndjson', Buffer.concat([Buffer.from('{"x": "é"}\n'), line]));
    expect((await refusal(readFile(path))).message).toBe('a.ndjson row 2 has bytes that are not UTF-8 text');
  });

  it('refuses more than 20,000 keys', async () => {
    const lines = Array.from({ length: 20_001 }, (_, row) => JSON.stringify({ [`k${row}`]: 1 }));
    expect((await refusal(readFile(await ndjson(`${lines.join('\n')}\n`)))).code).toBe('too_large');
  });

  it('refuses a value of more than 100 kB', async () => {
    const error = await refusal(readFile(await ndjson(`{"x": "${'a'.repeat(100_001)}"}\n`)));
    expect(error.message).toContain('a.ndjson row 1 has a cell of 100001 characters');
  });
});
