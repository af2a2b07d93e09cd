import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listFiles } from '../../../../core/adapters/files/list.ts';
import { refusal, temporaryFolder } from './read.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
  for (const name of ['b.csv', 'a.ndjson', 'B.CSV', 'c.jsonl', 'notes.txt', '.hidden.csv']) {
    await folder.write(name, '');
  }
  await mkdir(join(folder.path, 'deeper.csv'));
});
afterEach(() => folder.remove());

const list = (path: string) => listFiles(join(folder.path, path));
const names = async (path: string) => (await list(path)).map(({ name, kind }) => `${name} ${kind}`);

describe('listing files', () => {
  it('finds the readable files of a folder, sorted by name', async () => {
    expect(await names('.')).toEqual(['B.CSV csv', 'a.ndjson ndjson', 'b.csv csv', 'c.jsonl ndjson']);
  });

  it('knows JSON and Parquet by their endings', async () => {
    for (const name of ['d.json', 'e.parquet', 'f.PQ']) await folder.write(name, '');
    expect((await names('.')).slice(-3)).toEqual(['d.json json', 'e.parquet parquet', 'f.PQ parquet']);
  });

  it('finds the files of a pattern', async () => {
    expect(await names('*.csv')).toEqual(['b.csv csv']);
    expect(await names('*')).toEqual(['B.CSV csv', 'a.ndjson ndjson', 'b.csv csv', 'c.jsonl ndjson']);
    expect(await names('*.*jso*')).toEqual(['a.ndjson ndjson', 'c.jsonl ndjson']);
    expect(await names('none*')).toEqual([]);
  });

  it('takes every other sign of a pattern as it stands', async () => {
    await folder.write('x+(1).csv', '');
    expect(await names('x+(1)*')).toEqual(['x+(1).csv csv']);
    expect(await names('.*csv')).toEqual([]);
  });

  it('finds a file by its name', async () => {
    expect(await list('b.csv')).toMatchObject([
      { name: 'b.csv', path: join(folder.path, 'b.csv'), kind: 'csv' },
    ]);
  });

  it('stamps a file anew when it grew', async () => {
    const [before] = await list('b.csv');
    expect(await list('b.csv')).toEqual([before]);
    await appendFile(join(folder.path, 'b.csv'), 'x');
    expect((await list('b.csv'))[0]?.stamp).not.toBe(before?.stamp);
  });

  it.each(['gone.csv', 'gone/*.csv', 'b.csv/x.csv'])('says when there is no %s', async (path) => {
    expect((await refusal(list(path))).code).toBe('not_found');
  });

  it('refuses a file of a kind it cannot read', async () => {
    const error = await refusal(list('notes.txt'));
    expect(error).toMatchObject({ code: 'bad_data' });
    expect(error.remedy).toContain('.csv, .ndjson, .jsonl, .json, .parquet or .pq');
  });

  it.each(['a.csv.gz', 'a.zip', 'a.XLSX'])(
    'says that %s is packed, wherever nothing else is there',
    async (name) => {
      await mkdir(join(folder.path, 'packed'));
      await folder.write(join('packed', name), '');
      for (const path of [`packed/${name}`, 'packed', 'packed/*']) {
        const error = await refusal(list(path));
        expect(error).toMatchObject({
          code: 'bad_data',
          message: `"${name}" is compressed, or a spreadsheet`,
        });
        expect(error.remedy).toContain('Unpack it');
      }
      await folder.write('packed/b.csv', '');
      expect(await names('packed')).toEqual(['b.csv csv']);
    },
  );

  it('refuses a * before the last part of a path', async () => {
    expect((await refusal(list('*/b.csv'))).code).toBe('invalid_config');
  });
});
