import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileReader } from '../../../../core/adapters/files/reader.ts';
import { type CellColumn, categoryAt, cellsOf } from '../../../../core/frame/cells.ts';
import { readColumns, writeNumericCsv } from '../../../bench/csv.ts';
import { temporaryFolder } from './read.ts';

function cellAt(column: CellColumn | undefined, row: number) {
  return column === undefined ? null : { value: column.values[row], category: categoryAt(column, row) };
}

describe('a cell of a CSV file', () => {
  const plain = fc.oneof(
    fc.constantFrom(
      '',
      'NaN',
      'nan',
      'NA',
      'null',
      'inf',
      '-Infinity',
      '1e999',
      '007',
      '-00.5',
      '+33612345678',
    ),
    fc.constantFrom(
      '12345678901234567890',
      'True',
      'FALSE',
      ' 1.5 ',
      '1,5',
      'a "b"',
      'é漢😀',
      '1e-7',
      '-0',
      '5.',
      '.5',
    ),
    fc.double().map(String),
    fc.integer().map(String),
    fc.stringMatching(/^-?\d{0,20}\.?\d{0,20}$/),
    fc.string({ unit: fc.constantFrom('a', '1', '.', '-', 'e', ' ', '"', ',', '\r', '\n'), maxLength: 6 }),
  );

  it('means the same as in a column of cells set one by one, whatever stands around it', async () => {
    const folder = await temporaryFolder();
    const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const table = fc.array(fc.tuple(plain, plain, plain), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('\n', '\r\n'), async (rows, lineBreak) => {
        const lines = rows.map((row) => row.map(quote).join(','));
        const path = await folder.write('a.csv', `${['x,y,z', ...lines, ''].join(lineBreak)}`);
        const [file] = await fileReader.list(path);
        if (file === undefined) throw new Error('no file');
        for await (const chunk of fileReader.read(file, null, { texts: [], skip: [] })) {
          expect(chunk.rows).toBe(rows.length);
          for (const [place, name] of ['x', 'y', 'z'].entries()) {
            const expected = cellsOf(rows.map((row) => row[place] ?? ''));
            for (const row of rows.keys()) {
              expect(cellAt(chunk.cells.get(name), row)).toEqual(cellAt(expected, row));
            }
          }
        }
      }),
      { numRuns: 150, seed: 11 },
    );
    await folder.remove();
  });

  it('of a numeric file arrives in its column', async () => {
    const folder = await temporaryFolder();
    const path = join(folder.path, 'numbers.csv');
    await writeNumericCsv(path, { rows: 20_000, columns: 5, seed: 3 });
    const columns = await readColumns(path);
    expect([...columns.keys()]).toEqual(['x0', 'x1', 'x2', 'x3', 'x4']);
    expect([...columns.values()].map(({ length }) => length)).toEqual(Array(5).fill(20_000));
    // pandas.read_csv(path, float_precision='round_trip').iloc[[0, 9999, 19999]].values.tolist(), pandas 3.1.1
    expect([0, 9_999, 19_999].map((row) => [...columns.values()].map((column) => column[row]))).toEqual([
      [0.1615674, 5.273322, -44.0745, 204.047573, 0.4767109],
      [-0.8663319, 10.487043, -18.45997, -975.436069, -0.6982555],
      [-0.6842995, 7.471743, -10.02123, -830.674935, -0.5586542],
    ]);
    await folder.remove();
  });
});
