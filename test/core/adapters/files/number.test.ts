import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumber } from '../../../../core/adapters/files/number.ts';
import { fileReader } from '../../../../core/adapters/files/reader.ts';
import { type CellColumn, categoryAt, cellsOf } from '../../../../core/frame/cells.ts';
import { readColumns, writeNumericCsv } from '../../../bench/csv.ts';
import { temporaryFolder } from './read.ts';

const room = Buffer.alloc(128);
const bytes = { at: room, words: new DataView(room.buffer, room.byteOffset, room.length) };
const into = new Float64Array(1);

/** The number, or null when the cell is left to the slow path. */
function numberIn(cell: string, end = ','): number | null {
  room.fill(0x39);
  room.write(`${cell}${end}`);
  const place = readNumber(bytes, 0, into, 0);
  if (place >= 0) expect(place).toBe(cell.length);
  return place < 0 ? null : (into[0] ?? null);
}

/** A linear congruential generator: numbers from 0 to 1. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('readNumber', () => {
  it.each([
    '0',
    '-0',
    '1',
    '-12.5',
    '5.',
    '.5',
    '0.5',
    '123456789012345',
    '0.1',
    '0.30000000000000004',
    // Halfway between two doubles, just below, just above (2^53 + 1 with digits behind it).
    '9007199254740993.0',
    '900719925474099.3000001',
    '9.0071992547409925',
    '1.00000000000000011',
  ])('reads %s as Number does, or leaves it to the slow path', (cell) => {
    const value = numberIn(cell);
    if (value !== null) expect(value).toBe(Number(cell));
  });

  it.each(['0', '-12.5', '5.', '.5', '0.30000000000000004', '0.1234567890123456', '-114.35021234567891'])(
    'reads %s itself, before a comma and before a line break',
    (cell) => {
      for (const end of [',', '\n', '\r\n']) expect(numberIn(cell, end)).toBe(Number(cell));
    },
  );

  it.each([
    '',
    '-',
    '.',
    '+1',
    '007',
    '-01',
    '1e3',
    ' 1',
    '1 ',
    'x',
    '1x',
    '1\r',
    '1.2.3',
    '0x1F',
    '1234567890123456',
    '"1"',
  ])('leaves %j to the slow path', (cell) => {
    expect(numberIn(cell)).toBeNull();
  });

  it('equals Number for 900,000 cells, to the last bit', () => {
    const random = uniform(7);
    const digits = (most: number) =>
      Array.from({ length: Math.floor(random() * (most + 1)) }, () => Math.floor(random() * 10)).join('');
    const kinds = [
      () => String((random() - 0.5) * 10 ** Math.floor(random() * 20 - 6)),
      () => `${random() < 0.5 ? '-' : ''}${digits(11)}.${digits(21)}`,
      () => (random() * 10 ** Math.floor(random() * 8)).toFixed(Math.floor(random() * 20)),
      // Around the middle between two doubles, where rounding is decided by the last digits.
      () =>
        `${4_503_599_627_370_496 + Math.floor(random() * 1e15)}.5${'0'.repeat(Math.floor(random() * 3))}${digits(1)}`.replace(
          /^(\d{3})(\d+)\./,
          '$1.$2',
        ),
      () => `0.${digits(19)}`,
      () => digits(18),
    ];
    let read = 0;
    for (let at = 0; at < 900_000; at++) {
      const cell = kinds[at % kinds.length]?.() ?? '';
      room.write(`${cell},`);
      if (readNumber(bytes, 0, into, 0) < 0) continue;
      read += 1;
      if (!Object.is(into[0], Number(cell))) expect([cell, into[0]]).toEqual([cell, Number(cell)]);
    }
    expect(read).toBeGreaterThan(600_000);
  });
});

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
