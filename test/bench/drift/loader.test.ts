import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fromArff, fromCsv, loadStream, streamFiles, streamOf } from './loader.ts';

describe('a stream from a file', () => {
  it('takes numbers, words, missing values and the column called target from CSV', () => {
    const rows = streamOf(fromCsv('id,x,target,colour\n1,0.5,yes,red\n2,,no,"deep, blue"\n3,2,yes,\n'));
    expect(rows).toMatchObject({
      rows: 3,
      columns: [
        { kind: 'numeric', name: 'x', values: Float64Array.of(0.5, Number.NaN, 2) },
        {
          kind: 'categorical',
          name: 'colour',
          categories: ['red', 'deep, blue'],
          codes: Int32Array.of(0, 1, -1),
        },
      ],
      label: { categories: ['no', 'yes'], codes: Int32Array.of(1, 0, 1) },
    });
  });

  it('takes the last column as the label where none is called so, and ARFF with comments and quotes', () => {
    const arff =
      "% made here\n@relation r\n@attribute x real\n@attribute 'two words' real\n@attribute kind {p,n}\n\n@data\n1, 2, p\n% no row\n?, 4, n\n";
    expect(streamOf(fromArff(arff))).toMatchObject({
      rows: 2,
      columns: [
        { name: 'x', values: Float64Array.of(1, Number.NaN) },
        { name: 'two words', values: Float64Array.of(2, 4) },
      ],
      label: { name: 'kind', categories: ['n', 'p'], codes: Int32Array.of(1, 0) },
    });
  });

  it('leaves out dates, and is none without classes to learn', () => {
    const days = Array.from({ length: 60 }, (_, day) => `2026-01-01T00:${day},${day},${day % 2}`).join('\n');
    expect(streamOf(fromCsv(`day,x,label\n${days}`))?.columns.map(({ name }) => name)).toEqual(['x']);
    expect(streamOf(fromCsv('x,price\n1,same\n2,same\n'))).toBeNull();
    expect(streamOf(fromCsv('label\na\nb\n'))).toBeNull();
  });

  it('is found in a folder by its name, and names no change', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vigie-streams-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, 'b.arff'), '@attribute x real\n@attribute class {0,1}\n@data\n1,0\n2,1\n');
    await writeFile(join(folder, 'a.csv'), 'x,label\n1,0\n2,1\n');
    await writeFile(join(folder, 'README.md'), 'no stream');
    expect(await streamFiles(folder)).toEqual(['a.csv', 'b.arff']);
    expect(await loadStream(folder, 'b.arff')).toMatchObject({
      name: 'b.arff',
      changes: null,
      rows: { rows: 2 },
    });
  });
});
