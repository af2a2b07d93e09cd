// Files that somebody replaced, cut, deleted, or reads from several places at once.
import { rename, unlink } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { fileReader } from '../../../core/adapters/files/reader.ts';
import { fileSource } from '../../../core/sources/file.ts';
import type { RowReader } from '../../../core/sources/row-reader.ts';
import { clock, folderForEach, read, recent, refusal, valuesOf } from './folder.ts';

const { pathOf, write, append, sourceOf } = folderForEach();

describe('a file that changed', () => {
  it('is refused when it became shorter, and read on when it is put back', async () => {
    await write('a.csv', 'x\n1\n2\n');
    const source = sourceOf();
    const { position } = await read(source);
    await write('a.csv', 'x\n1\n');
    const error = await refusal(read(source, position));
    expect(error).toMatchObject({
      code: 'bad_data',
      message: '"a.csv" became shorter since it was last read',
    });
    expect(error.remedy).toContain('Put the file back');
    await write('a.csv', 'x\n1\n2\n3\n');
    expect(valuesOf((await read(source, position)).frame, 'x')).toEqual([3]);
  });

  it('is refused when it is shorter than before a restart', async () => {
    await write('a.csv', 'x\n1\n');
    const error = await refusal(read(sourceOf(), [{ part: 'a.csv', rows: 5 }]));
    expect(error.code).toBe('bad_data');
    expect(error.message).toContain('has 1 rows where 5 were read before');
    expect((await refusal(recent(sourceOf(), [{ part: 'a.csv', rows: 5 }]))).code).toBe('bad_data');
  });

  it('is refused when other rows stand where rows were read', async () => {
    await write('a.csv', 'x\n1\n2\n');
    const source = sourceOf();
    const { position } = await read(source);
    await write('new', 'x\n8\n9\n7\n');
    await rename(pathOf('new'), pathOf('a.csv'));
    const error = await refusal(read(source, position));
    expect(error.message).toBe('"a.csv" was replaced since it was last read');
  });

  it('is read on when a longer copy takes its place', async () => {
    await write('a.csv', 'x\n1\n2\n');
    const source = sourceOf();
    const { position } = await read(source);
    await write('new', 'x\n1\n2\n3\n');
    await rename(pathOf('new'), pathOf('a.csv'));
    expect(valuesOf((await read(source, position)).frame, 'x')).toEqual([3]);
  });

  it('keeps its count when it is deleted', async () => {
    await write('a.csv', 'id,x\nk,1\n');
    await write('b.csv', 'id,x\nl,2\n');
    const source = sourceOf({ id: 'id' });
    const first = await read(source);
    await unlink(pathOf('a.csv'));
    await append('b.csv', 'k,3\n');
    const second = await read(source, first.position);
    expect(valuesOf(second.frame, 'x')).toEqual([3]);
    expect(second.faults).toEqual([]);
    expect(second.position).toEqual([
      { part: 'a.csv', rows: 1 },
      { part: 'b.csv', rows: 2 },
    ]);
    expect(valuesOf(await recent(source, second.position), 'x')).toEqual([2, 3]);
  });

  it('is refused when it comes back with other rows, and read on when it comes back as it was', async () => {
    await write('a.csv', 'x\n1\n2\n');
    const source = sourceOf();
    const { position } = await read(source);
    await unlink(pathOf('a.csv'));
    expect((await read(source, position)).frame.rows).toBe(0);
    await write('a.csv', 'x\n8\n9\n7\n');
    expect((await refusal(read(source, position))).message).toBe(
      '"a.csv" was replaced since it was last read',
    );
    await write('a.csv', 'x\n1\n2\n3\n');
    expect(valuesOf((await read(source, position)).frame, 'x')).toEqual([3]);
    expect(valuesOf(await recent(source, position), 'x')).toEqual([1, 2]);
  });

  it('gives rows that are no longer in memory as it gave them at first, with the same faults', async () => {
    const line = (row: number) => `k${row === 30 ? 7 : row},${row === 40 ? 'x' : row}\n`;
    await write('a.csv', `id,x\n${Array.from({ length: 170_000 }, (_, row) => line(row)).join('')}`);
    const source = sourceOf({ id: 'id' });
    const schema = { features: [{ name: 'x', kind: 'numeric' as const }], classes: [] };
    const look = () => source.read({ after: [], limit: 50, schema });
    const first = await look();
    expect(first.faults).toEqual([
      { path: 'a.csv row 31, id', message: "'k7' came before" },
      { path: 'a.csv row 41, column x', message: "'x' is not a number" },
    ]);
    const end = await source.read({ after: [{ part: 'a.csv', rows: 169_000 }], limit: 2000, schema });
    expect(end).toMatchObject({ frame: { rows: 1000 }, more: false });
    expect(await look()).toEqual(first);
    const middle = { after: [], upTo: [{ part: 'a.csv', rows: 15_003 }], rows: 4, labelled: false, schema };
    expect((await source.recent(middle)).ids).toEqual(['k14999', 'k15000', 'k15001', 'k15002']);
  });

  it('is no error when it was the only one and is deleted', async () => {
    await write('a.csv', 'x\n1\n');
    const source = sourceOf({ path: 'a.csv' });
    const { position } = await read(source);
    await unlink(pathOf('a.csv'));
    expect(await read(source, position)).toMatchObject({ frame: { rows: 0 }, position, more: false });
  });

  it('gives every reader the right rows when several come at once', async () => {
    const rows = 40_000;
    const lines = Array.from({ length: rows }, (_, row) => `k${row},${row}\n`);
    await write('a.csv', `id,x\n${lines.join('')}`);
    const source = sourceOf({ id: 'id' });
    const steps = Array.from({ length: 8 }, (_, at) => [{ part: 'a.csv', rows: at * 5000 }]);
    const many = await Promise.all(steps.map((after) => read(source, after, 5000)));
    expect(many.flatMap(({ frame }) => valuesOf(frame, 'x'))).toEqual([...Array(rows).keys()]);
    expect(many.flatMap(({ faults }) => faults)).toEqual([]);
  });

  it('is read no further than its rows are wanted', async () => {
    await write('a.csv', `x\n${'12345678\n'.repeat(100_000)}`);
    let chunks = 0;
    const reader: RowReader = {
      list: fileReader.list,
      async *read(file, from, wanted) {
        for await (const chunk of fileReader.read(file, from, wanted)) {
          chunks += 1;
          yield chunk;
        }
      },
    };
    const settings = { time: null, id: null, label: null, labels: null, drop: [], path: pathOf('') };
    const source = fileSource({ settings, timezone: 'UTC', reader, clock, labelsOf: async () => new Map() });
    const { position, more } = await read(source, [], 10);
    expect({ more, chunks }).toEqual({ more: true, chunks: 1 });
    await recent(source, position, 5);
    expect((await read(source, position, 10)).frame.rows).toBe(10);
    expect(chunks).toBe(1);
  });
});
