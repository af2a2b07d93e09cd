// Parquet files that are not whole, not the same, or not readable.
import { appendFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesOf, cellsOf, chunksOf } from './parquet.ts';
import { readFile, refusal, temporaryFolder } from './read.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const file = (name: string) => folder.write('a.parquet', bytesOf(name));

describe('a Parquet file that is not whole or not the same', () => {
  it.each([0, 3, 4, 11, 500, -1])('is left for a later read when it ends at byte %d', async (end) => {
    const whole = bytesOf('snappy');
    const path = await folder.write('a.parquet', whole.subarray(0, end));
    const { rows: read, tail, mark } = await readFile(path);
    expect([read, tail]).toEqual([[], 'half']);
    await writeFile(path, whole);
    expect((await readFile(path, mark)).rows).toHaveLength(200);
  });

  it('is refused when it was replaced, and read on when it was not', async () => {
    const path = await file('snappy');
    const { mark } = await readFile(path);
    expect((await readFile(path, mark)).rows).toEqual([]);
    await writeFile(path, bytesOf('gzip'));
    const error = await refusal(readFile(path, mark));
    expect(error).toMatchObject({
      code: 'bad_data',
      message: '"a.parquet" was replaced since it was last read',
    });
    expect(error.remedy).toContain('nothing read so far is lost');
  });

  it('keeps its mark while it is being written again', async () => {
    const path = await file('snappy');
    const { mark } = await readFile(path);
    await appendFile(path, 'more to come');
    expect(await readFile(path, mark)).toMatchObject({ rows: [], tail: 'half', mark });
  });
});

describe('a Parquet file that cannot be read', () => {
  const message = async (content: string | Uint8Array) =>
    (await refusal(readFile(await folder.write('a.parquet', content)))).message;

  it.each(['x,y\n1,2\n', '{"x": 1}\n', 'PAX'])('is refused when it is %j', async (content) => {
    expect(await message(content)).toBe('"a.parquet" is not a Parquet file');
  });

  it('is refused when it is encrypted', async () => {
    expect(await message('PARE and more')).toBe('"a.parquet" is encrypted');
  });

  it('is refused when its footer is damaged, longer than the file, or too long to read', async () => {
    const damaged = bytesOf('snappy');
    damaged.fill(0xff, damaged.length - 300, damaged.length - 8);
    expect(await message(damaged)).toBe('"a.parquet": the footer cannot be decoded');
    const long = bytesOf('snappy');
    long.writeUInt32LE(long.length, long.length - 8);
    expect(await message(long)).toBe('"a.parquet": the footer cannot be decoded');
    long.writeUInt32LE(2 ** 31, long.length - 8);
    expect(await message(long)).toContain('has a footer of 2147483648 bytes');
  });

  it('names all columns that are no values, and what to do', async () => {
    const error = await refusal(readFile(await file('nested')));
    expect(error.message).toBe(
      '"a.parquet" has columns whose values are neither numbers nor texts: "list", "struct"',
    );
    expect(error.remedy).toContain('"drop"');
  });

  it('names the row of bytes that are no text', async () => {
    expect((await refusal(cellsOf(await file('binary')))).message).toContain(
      '"a.parquet": column "y" in row 2 cannot be decoded',
    );
  });

  it('is refused when two columns have one name', async () => {
    expect(await message(bytesOf('twice'))).toBe('"a.parquet" names the column "x" twice');
  });

  it('says which compression it does not know', async () => {
    // In the footer, a column's codec follows its path: field 4, where 1 (snappy) becomes 3 (LZO).
    const lzo = bytesOf('snappy');
    const codec = lzo.lastIndexOf(Buffer.from('flag\x15', 'latin1')) + 5;
    expect(lzo[codec]).toBe(2);
    lzo[codec] = 6;
    const error = await refusal(readFile(await folder.write('a.parquet', lzo)));
    expect(error.message).toBe(
      '"a.parquet": column "flag" of row group 1 cannot be decoded (unsupported compression codec: LZO)',
    );
    expect(error.remedy).toContain('snappy, zstd or gzip');
  });

  it.each(['many', 'plain', 'second', 'delta'])(
    'never fails otherwise, whatever bytes are damaged (file "%s")',
    async (name) => {
      const whole = bytesOf(name);
      const footer = whole.length - 8 - whole.readUInt32LE(whole.length - 8);
      for (let at = 4; at < footer; at += Math.ceil(footer / 60)) {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ 0xff;
        const path = await folder.write('a.parquet', bytes);
        const code = await chunksOf(path).then(
          () => 'read',
          (cause: { code?: string }) => cause.code,
        );
        expect(['read', 'bad_data', 'too_large']).toContain(code);
      }
    },
  );
});
