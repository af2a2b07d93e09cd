import { describe, expect, it } from 'vitest';
import { createPlain, kinds } from '../../../../core/adapters/files/plain.ts';

interface Found {
  /** Cell after cell, row after row. */
  readonly numbers: readonly number[];
  /** The text of the cells that were left to JavaScript, by their place among the numbers. */
  readonly listed: ReadonlyMap<number, string>;
  readonly rows: number;
  readonly stuck: boolean;
}

const columns = 3;
const rows = 1000;
const plain = createPlain({ columns, room: rows, mostListed: columns * rows, bytes: 1 << 22 });
plain.kinds.fill(kinds.numbers);

/** Reads whole lines of three cells. */
function readLines(text: string): Found {
  const block = Buffer.from(text);
  const values = Array.from({ length: columns }, () => plain.column());
  plain.load(block);
  const { row, listed, stuck } = plain.read(0, 0);
  const numbers = Array.from({ length: row * columns }, (_, at) => {
    return (values[at % columns] as Float64Array)[Math.floor(at / columns)] as number;
  });
  const odd = Array.from({ length: listed }, (_, place) => plain.listed(place));
  plain.reset();
  return {
    numbers,
    listed: new Map(
      odd.map((cell) => [cell.row * columns + cell.column, block.toString('utf8', cell.start, cell.end)]),
    ),
    rows: row,
    stuck,
  };
}

/** A linear congruential generator: numbers from 0 to 1. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('records without quotes', () => {
  it.each([
    '0',
    '-0',
    '-0.000',
    '1',
    '-12.5',
    '5.',
    '.5',
    '-.5',
    '0.5',
    '12345678901234',
    '123456789012345',
    '-123456789012345',
    '0.1',
    '0.30000000000000004',
    '0.1234567890123456',
    '-114.35021234567891',
    '0.0000000000000000000001',
    '123456789012345.6789',
    // Halfway between two doubles, just below, just above (2^53 + 1 with digits behind it).
    '900719925474099.3',
    '900719925474099.3000',
    '9.0071992547409925',
    '1.00000000000000011',
  ])('have %s read as Number() does, before a comma, a line feed and both line breaks', (cell) => {
    for (const end of ['\n', '\r\n']) {
      const { numbers, listed } = readLines(`${cell},${cell},${cell}${end}1,2,3${end}`);
      expect(numbers).toEqual([Number(cell), Number(cell), Number(cell), 1, 2, 3]);
      expect(listed.size).toBe(0);
    }
  });

  it.each([
    '-',
    '.',
    '-.',
    '--1',
    '1-',
    '+1',
    '007',
    '-01',
    '00.5',
    '1e3',
    ' 1',
    '1 ',
    'x',
    '1x',
    'é',
    '1\r2',
    '\r1',
    '1.2.3',
    '0x1F',
    '1/2',
    '1:2',
    '1234567890123456',
    '9007199254740993.0',
    '12345678901234567890',
    '0.00000000000000000000001',
    '1.2345678901234567891',
    '0000000000000000000.5',
    `0.${'1'.repeat(31)}`,
    'a'.repeat(100),
  ])('have %j left to JavaScript, wherever it stands', (cell) => {
    for (const end of ['\n', '\r\n']) {
      const { rows, listed, stuck } = readLines(`${cell},${cell},${cell}${end}1,2,3${end}`);
      expect([rows, stuck]).toEqual([2, false]);
      expect([...listed]).toEqual([
        [0, cell],
        [1, cell],
        [2, cell],
      ]);
    }
  });

  it('have NaN where a cell is empty', () => {
    expect(readLines('1,,3\n,,\n4,5,\r\n,,\r\n')).toEqual({
      numbers: [1, NaN, 3, NaN, NaN, NaN, 4, 5, NaN, NaN, NaN, NaN],
      listed: new Map(),
      rows: 4,
      stuck: false,
    });
  });

  it.each(['x,y\n', '1,2\n', '1,2,3,4\n', '1,2,3,\n', '1,"2",3\n', '1,2,"3"\n', '1,2,3"\n'])(
    'end before %j, and what stands in it is not listed',
    (line) => {
      expect(readLines(`x,y,z\n\n1,2,3\r\n\r\n${line}4,5,6\n`)).toMatchObject({
        listed: new Map([
          [0, 'x'],
          [1, 'y'],
          [2, 'z'],
        ]),
        rows: 2,
        stuck: true,
      });
    },
  );

  it('have 900,000 cells read as Number() does, to the last bit', () => {
    const random = uniform(7);
    const digits = (most: number) =>
      Array.from({ length: Math.floor(random() * (most + 1)) }, () => Math.floor(random() * 10)).join('');
    const makers = [
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
    let made = 0;
    for (let block = 0; block < 300; block++) {
      // One cell further each row, so that every kind stands in every column.
      const cells = Array.from({ length: columns * rows }, (_, at) => {
        made += at % columns === 0 ? 2 : 1;
        return makers[made % makers.length]?.() || '0';
      });
      const lines = Array.from({ length: rows }, (_, row) => {
        return `${cells.slice(row * columns, (row + 1) * columns).join(',')}\n`;
      });
      const { numbers, listed, rows: found } = readLines(lines.join(''));
      expect(found).toBe(rows);
      for (const [at, cell] of cells.entries()) {
        if (listed.has(at)) continue;
        read += 1;
        if (!Object.is(numbers[at], Number(cell))) expect([cell, numbers[at]]).toEqual([cell, Number(cell)]);
      }
    }
    expect(read).toBeGreaterThan(600_000);
  });
});
