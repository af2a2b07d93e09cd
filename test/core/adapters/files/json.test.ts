import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { elementEnds } from '../../../../core/adapters/files/json-elements.ts';
import { readFile, refusal, temporaryFolder } from './read.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const json = (content: string) => folder.write('a.json', content);

describe('reading JSON', () => {
  it('makes columns of keys in the order they first appear', async () => {
    const { columns, rows, tail } = await readFile(
      await json('[{"x": 1, "y": "a"},\n {"z": true, "x": 2.5}, {"y": null}]\n'),
    );
    expect(columns).toEqual(['x', 'y', 'z']);
    expect(rows).toEqual([
      ['1', 'a', ''],
      ['2.5', '', 'true'],
      ['', '', ''],
    ]);
    expect(tail).toBeNull();
  });

  it('keeps nested values as JSON, whatever brackets and quotes stand in them', async () => {
    const { rows } = await readFile(
      await json('[{"x": {"a": [1, "]}\\"{"]}, "y": "\\\\"}, {"x": [], "y": "}, {"}]'),
    );
    expect(rows).toEqual([
      ['{"a":[1,"]}\\"{"]}', '\\'],
      ['[]', '}, {'],
    ]);
  });

  it.each(['[]', ' [\n]\n', '\ufeff[ ]'])('reads %j as no rows', async (content) => {
    expect(await readFile(await json(content))).toMatchObject({ rows: [], tail: null });
  });

  it.each(['', '[', '[ \n', '[{"x": 1', '[{"x": "]'])(
    'leaves the half-written %j for a later read',
    async (content) => {
      const path = await json(content);
      const { rows, tail, mark } = await readFile(path);
      expect([rows, tail]).toEqual([[], 'half']);
      await writeFile(path, '[{"x": 7}]');
      expect(await readFile(path, mark)).toMatchObject({ rows: [['7']], tail: null });
    },
  );

  it('reads what is whole of a half-written file, and goes on when the rest is there', async () => {
    const path = await json('[{"x": 1}, {"x": 2}, {"x":');
    const { rows, tail, mark } = await readFile(path);
    expect([rows, tail]).toEqual([[['1'], ['2']], 'half']);
    await writeFile(path, '[{"x": 1}, {"x": 2}, {"x": 3}]');
    expect(await readFile(path, mark)).toMatchObject({ rows: [['3']], tail: null });
  });

  it('reads only what is new of a file that was written again with more rows', async () => {
    const path = await json('[{"x": 1},\n{"x": 2}]\n');
    const { mark } = await readFile(path);
    expect((await readFile(path, mark)).rows).toEqual([]);
    await writeFile(path, '[{"x": 1},\n{"x": 2},\n{"x": 3, "y": 4}]\n');
    const next = await readFile(path, mark);
    expect([next.columns, next.rows, next.mark?.rows]).toEqual([['x', 'y'], [['3', '4']], 3]);
  });

  it.each(['[{"x": 1},\n{"x": 9}]', '[{"x": 1}]'])(
    'refuses %j in place of what was read',
    async (content) => {
      const path = await json('[{"x": 1},\n{"x": 2}]');
      const { mark } = await readFile(path);
      await writeFile(path, content);
      expect((await refusal(readFile(path, mark))).message).toMatch(/since it was last read$/);
    },
  );

  it('reads elements across the borders of its blocks', async () => {
    const wanted = Array.from({ length: 20_000 }, (_, row) => [String(row), 'é漢😀"]}'.repeat(row % 9)]);
    const { rows, chunks } = await readFile(
      await json(JSON.stringify(wanted.map(([row, text]) => ({ row: Number(row), text })))),
    );
    expect(rows).toEqual(wanted);
    expect(chunks).toBeGreaterThan(3);
  });

  it.each([
    ['[{"x": 1}, 2, {"x": 3}]', 2],
    ['[{"x": 1}, "{}"]', 2],
    ['[[1, 2]]', 1],
    ['[null]', 1],
    ['[{"x": 1}, {"x": tru}, {"x": 3}]', 2],
    ['[{"x": 1} {"x": 2}]', 2],
    ['[{"x": 1},, {"x": 2}]', 2],
    ['[{"x": 1},]', 2],
    ['[{"x": 1}}', 2],
    ['[,]', 1],
  ])('refuses %s, and names the row', async (content, row) => {
    const error = await refusal(readFile(await json(content)));
    expect(error).toMatchObject({ code: 'bad_data', message: `a.json row ${row} is not a JSON object` });
  });

  it.each(['{"x": [1, 2]}', '{"x": 1}\n{"x": 2}\n', '7', '"[]"'])(
    'refuses %j, which is no array',
    async (content) => {
      const error = await refusal(readFile(await json(content)));
      expect(error.message).toBe('"a.json" is not a JSON array of objects');
      expect(error.remedy).toContain('one object a line in a .ndjson file');
    },
  );

  it('refuses what follows the array', async () => {
    const error = await refusal(readFile(await json('[{"x": 1}]\n[{"x": 2}]')));
    expect(error.message).toBe('"a.json" goes on behind the end of its array');
  });

  it('refuses a file of over 4 MB without a whole element, and one of more than 20,000 keys', async () => {
    const long = await refusal(readFile(await json(`[{"x": "${'a'.repeat(5 * 1024 * 1024)}"}]`)));
    expect(long.code).toBe('too_large');
    const record = Object.fromEntries(Array.from({ length: 20_001 }, (_, at) => [`k${at}`, 1]));
    expect((await refusal(readFile(await json(JSON.stringify([record]))))).code).toBe('too_large');
  });
});

describe('the ends of the elements of an array', () => {
  it('are where JSON has them, however the array is spaced and cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.constantFrom('', ' ', '\n\t'),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, space, part) => {
          const elements = values.map((value) => JSON.stringify(value));
          const text = Buffer.from(
            `${space}[${elements.map((one) => space + one + space).join(',')}]${space}`,
          );
          let at = space.length + 1;
          const ends = elements.map((one) => {
            const end = at + space.length + Buffer.byteLength(one);
            at = end + space.length + 1;
            return end;
          });
          expect(elementEnds(text, { first: true })).toEqual(ends);
          const cut = Math.floor(part * text.length);
          const before = elementEnds(text.subarray(0, cut), { first: true });
          expect(before).toEqual(ends.slice(0, before.length));
          const rest = elementEnds(text.subarray(before.at(-1) ?? 0), { first: before.length === 0 });
          expect([...before, ...rest.map((end) => end + (before.at(-1) ?? 0))]).toEqual(ends);
        },
      ),
    );
  });
});
