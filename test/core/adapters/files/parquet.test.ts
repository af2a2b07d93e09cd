// The files are written by Apache Arrow (test/vectors/parquet.py); what they hold stands in that script.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesOf, type Cell, cellsOf, chunksOf } from './parquet.ts';
import { readFile, temporaryFolder } from './read.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const file = (name: string) => folder.write('a.parquet', bytesOf(name));

const rows = Array.from({ length: 1000 }, (_, at) => at);
const many = {
  id: rows.map((at) => `row-${at}`),
  number: rows.map((at) => (at % 7 === 3 ? null : at / 8)),
  count: rows.map((at) => at * 1_000_003),
  colour: rows.map((at) => (at % 11 === 5 ? null : (['red', 'green', 'blue'][at % 3] ?? ''))),
  flag: rows.map((at) => (at % 13 === 0 ? null : String(at % 2 === 0))),
};

const types: Record<string, Cell[]> = {
  double: [1.5, null, null, Number.POSITIVE_INFINITY],
  // The single precision number nearest to 0.1, exactly.
  single: [0.10000000149011612, -2, null, Number.NEGATIVE_INFINITY],
  half: [1.5, -0.0009765625, 2 ** -24, null],
  int8: [-128, 127, null, 0],
  int32: [-2147483648, 2147483647, null, 0],
  uint32: [4294967295, 0, null, 2147483648],
  int64: [-9007199254740991, [9007199254740992, '9007199254740993'], null, -5],
  uint64: [[18446744073709552000, '18446744073709551615'], 4294967296, null, 9007199254740991],
  bool: ['true', 'false', null, 'true'],
  text: [12.5, [7, '007'], 'Yes', null],
  word: ['true', null, 'été 漢', null],
  date: ['2024-02-29', '1969-12-31', null, '9999-12-31'],
  millis: ['2024-02-29T12:30:59.007', '1969-12-31T23:59:59.999', null, '1970-01-01T00:00:00.000'],
  micros: ['2024-02-29T12:30:59.123456Z', '1969-12-31T23:59:59.999999Z', null, '1970-01-01T00:00:00.000Z'],
  nanos: [
    '2024-02-29T12:30:59.123456789Z',
    '1969-12-31T23:59:59.999999999Z',
    null,
    '1970-01-01T00:00:00.000Z',
  ],
  time: ['23:59:01.005', '00:00:00.000', null, '12:00:00.000'],
  decimal: [-12.5, 0.07, null, 1234567.89],
  precise: [-1234567890123456800, 0.25, null, 1],
  category: ['b', 'a', null, 'b'],
  empty: [null, null, null, null],
  uuid: ['00000000-0000-0000-0000-000000000001', null, null, '80000000-0000-0000-0000-000000000000'],
  bytes: ['plain', null, 'words', 1],
};

describe('reading Parquet', () => {
  it.each(['types', 'second'])('reads every kind of value (file "%s")', async (name) => {
    expect(await cellsOf(await file(name))).toEqual(types);
  });

  it('reads the old kind of timestamp as UTC', async () => {
    const { nanos } = await cellsOf(await file('int96'));
    expect(nanos).toEqual(types['nanos']);
  });

  it('reads ids and times as they are written', async () => {
    const path = await file('types');
    const [chunk] = await chunksOf(path, {
      wanted: { texts: ['text', 'int64', 'double', 'precise', 'nanos'] },
    });
    expect(Object.fromEntries(chunk?.texts ?? [])).toEqual({
      text: ['12.50', '007', 'Yes', ''],
      int64: ['-9007199254740991', '9007199254740993', '', '-5'],
      double: ['1.5', '', '', 'Infinity'],
      precise: ['-1234567890123456789.25', '0.25', '', '1.00'],
      nanos: [
        '2024-02-29T12:30:59.123456789Z',
        '1969-12-31T23:59:59.999999999Z',
        '',
        '1970-01-01T00:00:00.000Z',
      ],
    });
    expect(chunk?.cells.has('text')).toBe(false);
  });

  it.each([
    ['many', 'dictionaries, required columns'],
    ['plain', 'no dictionary'],
    ['fallback', 'a dictionary that is given up half-way'],
  ])('reads row groups of many pages (file "%s": %s)', async (name) => {
    expect(await cellsOf(await file(name))).toEqual(many);
  });

  it.each(['delta', 'delta2'])('reads the other encodings (file "%s")', async (name) => {
    expect(await cellsOf(await file(name))).toEqual({
      a: rows.map((at) => (at % 5 === 0 ? null : at)),
      b: rows.map((at) => at * at * 1_000_000_007),
      c: rows.map((at) => at / 3),
      d: rows.map((at) => (at < 10_000 ? [at, String(at).padStart(5, '0')] : at)),
      e: rows.map((at) => `prefix-${at % 50}`),
      f: rows.map((at) => String(at % 3 === 0)),
    });
  });

  it.each(['snappy', 'gzip', 'brotli', 'zstd', 'lz4'])('reads files compressed with %s', async (codec) => {
    const wanted = Object.entries(many).map(([name, cells]) => [name, cells.slice(0, 200)]);
    expect(await cellsOf(await file(codec))).toEqual(Object.fromEntries(wanted));
  });

  it('reads no column that is skipped, not even one it could not read', async () => {
    const path = await file('nested');
    const [chunk] = await chunksOf(path, { wanted: { skip: ['list', 'struct', 'y'] } });
    expect(await cellsOf(path, { wanted: { skip: ['list', 'struct', 'y'] } })).toEqual({ x: [1, 2] });
    expect(chunk?.mark.columns).toEqual(['x', 'list', 'struct', 'y']);
  });

  it('takes the row names of pandas for no column, unless they are asked for', async () => {
    const path = await file('pandas');
    const [unasked] = await chunksOf(path);
    expect([unasked?.mark.columns, [...(unasked?.cells.keys() ?? [])]]).toEqual([['x', ''], ['x']]);
    const [asked] = await chunksOf(path, { wanted: { texts: ['__index_level_0__'] } });
    expect(asked?.texts.get('__index_level_0__')).toEqual(['a', 'b']);
  });

  it('reads a file without rows', async () => {
    const { columns, rows: read, tail } = await readFile(await file('none'));
    expect([columns, read, tail]).toEqual([['id', 'number', 'count', 'colour', 'flag'], [], null]);
  });

  it('goes on where it stopped, at every row group and within one', async () => {
    const path = await file('many');
    const [first] = await chunksOf(path, { chunks: 1 });
    expect(first?.mark).toMatchObject({ rows: 300, offset: 300 });
    for (const done of [1, 17, 299, 300, 301, 555, 999, 1000]) {
      const from = { ...(first?.mark ?? { columns: [], seal: '' }), rows: done, offset: done };
      const { id, number, flag } = await cellsOf(path, { from });
      expect([id, number, flag]).toEqual(
        done === 1000
          ? [undefined, undefined, undefined]
          : [many.id.slice(done), many.number.slice(done), many.flag.slice(done)],
      );
    }
  });
});
