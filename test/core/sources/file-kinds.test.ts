// One folder, files of every kind. The Parquet file is "many" of test/vectors/parquet.py.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { folderForEach, read, valuesOf } from './folder.ts';

const { pathOf, write, sourceOf } = folderForEach();
const vectors = z
  .object({ many: z.string() })
  .parse(JSON.parse(readFileSync('test/vectors/parquet.json', 'utf8')));
const parquet = Buffer.from(vectors.many, 'base64');

describe('a folder of files of several kinds', () => {
  it('gives the rows of all of them, and those of a half-written one once it is whole', async () => {
    await write('a.csv', 'id,number,colour,count,flag\na0,1.5,red,,\n');
    await write('b.json', '[{"id": "b0", "number": 2, "colour": "green"}]');
    await write('c.ndjson', '{"id": "c0", "number": 3, "colour": null}\n');
    await writeFile(pathOf('d.parquet'), parquet.subarray(0, 20_000));
    const source = sourceOf({ id: 'id', drop: ['count', 'flag'] });
    const first = await read(source);
    expect(first.frame.ids).toEqual(['a0', 'b0', 'c0']);
    expect(valuesOf(first.frame, 'number')).toEqual([1.5, 2, 3]);
    expect(valuesOf(first.frame, 'colour')).toEqual(['red', 'green', null]);
    expect((await read(source, first.position)).faults).toEqual([
      { path: 'd.parquet row 1', message: 'is not written to its end; it is left until it is' },
    ]);
    await writeFile(pathOf('d.parquet'), parquet);
    const second = await read(source, first.position, 400);
    expect([second.frame.rows, second.more]).toEqual([400, true]);
    const third = await read(source, second.position);
    expect([third.frame.ids[0], third.frame.ids.at(-1), third.more]).toEqual(['row-400', 'row-999', false]);
    expect(valuesOf(third.frame, 'number').slice(0, 4)).toEqual([50, 50.125, Number.NaN, 50.375]);
    expect(third.position.at(-1)).toEqual({ part: 'd.parquet', rows: 1000 });
  });
});
