import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileReader } from '../../../core/adapters/files/reader.ts';
import { fileSource } from '../../../core/sources/file.ts';
import { sourceContract } from '../../contracts/source.ts';
import { clock, folderForEach, labelsOf, read, recent, refusal, valuesOf } from './folder.ts';

const { write, append, sourceOf } = folderForEach();

async function contractFolder(): Promise<string> {
  const own = await mkdtemp(join(tmpdir(), 'vigie-contract-'));
  const line = (row: number) =>
    `${row},${row / 4},${row % 3 === 0 ? 'red' : 'blue'},${row % 2 === 0 ? row % 4 : ''}`;
  for (const file of [0, 1, 2]) {
    const lines = Array.from({ length: 15 }, (_, row) => line(file * 15 + row));
    await writeFile(join(own, `${file}.csv`), `id,x,colour,y\n${lines.join('\n')}\n`);
  }
  return own;
}

const contractSettings = { time: null, label: 'y', labels: null, drop: [] };

sourceContract('a folder of files', async () => {
  const path = await contractFolder();
  const settings = { ...contractSettings, path, id: 'id' };
  const labelsOf = async () => new Map<string, string>();
  const source = fileSource({ settings, timezone: 'UTC', reader: fileReader, clock, labelsOf });
  return { source, close: () => rm(path, { recursive: true }) };
});

sourceContract('a pattern of files without ids', async () => {
  const path = await contractFolder();
  const settings = { ...contractSettings, path: join(path, '*.csv'), id: null, drop: ['id'] };
  const labelsOf = async () => new Map<string, string>();
  const source = fileSource({ settings, timezone: 'UTC', reader: fileReader, clock, labelsOf });
  return { source, close: () => rm(path, { recursive: true }) };
});

describe('a file source', () => {
  it('makes features of every column without another part', async () => {
    await write('a.csv', 'n,when,key,out,secret,colour\n1.5,2024-07-15 12:00:00,k1,1.0,x,red\n,,k2,,x,\n');
    const source = sourceOf({ time: 'when', id: 'key', label: 'out', drop: ['secret'] });
    const { frame, position, faults } = await read(source);
    expect(frame.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['n', 'numeric'],
      ['colour', 'categorical'],
    ]);
    expect(valuesOf(frame, 'n')).toEqual([1.5, Number.NaN]);
    expect(valuesOf(frame, 'colour')).toEqual(['red', null]);
    expect(frame.ids).toEqual(['k1', 'k2']);
    expect([...frame.times]).toEqual([Date.parse('2024-07-15T10:00:00Z'), Number.NaN]);
    expect(labelsOf(frame)).toEqual(['1', null]);
    expect(position).toEqual([{ part: 'a.csv', rows: 2 }]);
    expect(faults).toEqual([]);
  });

  it('makes an id of the place of a row that has none', async () => {
    await write('a.csv', 'x\n1\n2\n');
    expect((await read(sourceOf())).frame.ids).toEqual(['a.csv#1', 'a.csv#2']);
  });

  it('reads files by name, whatever their kind, and remembers each of them', async () => {
    await write('b.ndjson', '{"x": 3, "c": "red"}\n{"c": null, "x": 4}\n');
    await write('a.csv', 'c,x\nblue,1\nred,2\n');
    const { frame, position } = await read(sourceOf());
    expect(valuesOf(frame, 'x')).toEqual([1, 2, 3, 4]);
    expect(valuesOf(frame, 'c')).toEqual(['blue', 'red', 'red', null]);
    expect(position).toEqual([
      { part: 'a.csv', rows: 2 },
      { part: 'b.ndjson', rows: 2 },
    ]);
  });

  it('reads what files have grown by, and new files', async () => {
    await write('a.csv', 'x\n1\n');
    const source = sourceOf();
    const first = await read(source);
    await append('a.csv', '2\n3\n');
    await write('b.csv', 'x\n9\n');
    const second = await read(source, first.position);
    expect(valuesOf(second.frame, 'x')).toEqual([2, 3, 9]);
    expect(valuesOf(await recent(source, second.position, 3), 'x')).toEqual([2, 3, 9]);
  });

  it('goes on after a restart where the position says', async () => {
    await write('a.csv', 'x\n1\n2\n3\n4\n');
    const { position } = await read(sourceOf(), [], 2);
    const restarted = sourceOf();
    expect(valuesOf((await read(restarted, position)).frame, 'x')).toEqual([3, 4]);
    expect(valuesOf(await recent(restarted, position), 'x')).toEqual([1, 2]);
  });

  it('leaves a half-written last line for the next read', async () => {
    await write('a.csv', 'x,y\n1,2\n3,');
    const source = sourceOf();
    const first = await read(source);
    expect(valuesOf(first.frame, 'x')).toEqual([1]);
    await append('a.csv', '44');
    const second = await read(source, first.position);
    expect(second.frame.rows).toBe(0);
    await append('a.csv', '5\n');
    const third = await read(source, second.position);
    expect(valuesOf(third.frame, 'y')).toEqual([445]);
    expect(third.position).toEqual([{ part: 'a.csv', rows: 2 }]);
  });

  it('takes a whole last line without a line break once the file rests', async () => {
    await write('a.csv', 'x,y\n1,2\n3,4');
    const source = sourceOf();
    const first = await read(source);
    const second = await read(source, first.position);
    expect([first, second].map(({ frame }) => valuesOf(frame, 'y'))).toEqual([[2], [4]]);
    await append('a.csv', '\n5,6\n');
    const third = await read(source, second.position);
    expect(valuesOf(third.frame, 'y')).toEqual([6]);
    expect(valuesOf(await recent(source, third.position), 'y')).toEqual([2, 4, 6]);
  });

  it('knows a last line it took before also after a restart', async () => {
    await write('a.csv', 'x,y\n1,2\n3,4');
    const restarted = sourceOf();
    const { frame, position } = await read(restarted, [{ part: 'a.csv', rows: 2 }]);
    expect(frame.rows).toBe(0);
    expect(valuesOf(await recent(restarted, position), 'y')).toEqual([2, 4]);
  });

  it('says so when a resting file ends in the middle of a row', async () => {
    await write('a.csv', 'x,y\n1,2\n"3,');
    const source = sourceOf();
    const { position, faults } = await read(source);
    expect(faults).toEqual([]);
    expect((await read(source, position)).faults).toEqual([
      { path: 'a.csv row 2', message: 'is not written to its end; it is left until it is' },
    ]);
  });

  it('gives no rows of an empty file, of a header alone and of an empty folder', async () => {
    const source = sourceOf();
    expect(await read(source)).toMatchObject({ frame: { rows: 0 }, position: [], more: false });
    await write('a.csv', '');
    await write('b.csv', 'x,y\n');
    await write('c.ndjson', '');
    expect(await read(source)).toMatchObject({ frame: { rows: 0 }, position: [], more: false, faults: [] });
    const schema = { features: [{ name: 'x', kind: 'numeric' as const }], classes: ['a'] };
    const { frame } = await source.read({ after: [], limit: 5, schema });
    expect(frame.columns).toEqual([{ kind: 'numeric', name: 'x', values: new Float64Array(0) }]);
  });

  it('delivers constant features, one class and no label at all', async () => {
    await write('a.csv', 'x,y,z\n7,1,\n7,1,\n');
    const one = (await read(sourceOf({ label: 'y' }))).frame;
    expect(one.label.categories).toEqual(['1']);
    expect(valuesOf(one, 'x')).toEqual([7, 7]);
    const none = (await read(sourceOf({ label: 'z' }))).frame;
    expect(none.label.categories).toEqual([]);
    expect(labelsOf(none)).toEqual([null, null]);
  });

  it('makes a text in a numeric column of the schema missing, and a fault', async () => {
    await write('a.csv', 'MedInc\n1\nabc\n3\n');
    const schema = { features: [{ name: 'MedInc', kind: 'numeric' as const }], classes: [] };
    const { frame, faults } = await sourceOf().read({ after: [], limit: 9, schema });
    expect(valuesOf(frame, 'MedInc')).toEqual([1, Number.NaN, 3]);
    expect(faults).toEqual([{ path: 'a.csv row 2, column MedInc', message: "'abc' is not a number" }]);
  });

  it('reports times that are none, and ids that are missing', async () => {
    await write('a.csv', 'id,t,x\nk,soon,1\n,2024-01-01,2\n');
    const { frame, faults } = await read(sourceOf({ id: 'id', time: 't' }));
    expect(frame.ids).toEqual(['k', 'a.csv#2']);
    expect(faults).toEqual([
      { path: 'a.csv row 1, time', message: "'soon' is not a time" },
      { path: 'a.csv row 2, id', message: 'is missing' },
    ]);
  });

  it('does not know the time of a row from the future, and says so; five minutes are forgiven', async () => {
    await write('a.csv', 't,x\n2026-01-01 14:00,1\n2026-01-01 13:05,2\n2026-01-01 13:00,3\n');
    const { frame, faults } = await read(sourceOf({ time: 't' }));
    expect([...frame.times]).toEqual([Number.NaN, clock.now() + 5 * 60_000, clock.now()]);
    expect(faults).toEqual([
      {
        path: 'a.csv row 1, time',
        message: 'is 60 minutes in the future; is the clock or the timezone wrong?',
      },
    ]);
  });

  it('reads ids and times in any order as they come', async () => {
    await write('a.csv', 'id,t,x\n9,2024-01-03,1\n1,2024-01-01,inf\n5,2024-01-02,NaN\n');
    const { frame, faults } = await read(sourceOf({ id: 'id', time: 't' }));
    expect(frame.ids).toEqual(['9', '1', '5']);
    expect(valuesOf(frame, 'x')).toEqual([1, Number.NaN, Number.NaN]);
    expect(faults).toEqual([{ path: 'a.csv row 2, column x', message: 'the number is infinite' }]);
  });

  it('finds a new file whose name sorts before those that were read', async () => {
    await write('b.csv', 'x\n1\n');
    const source = sourceOf();
    const first = await read(source);
    await write('a.csv', 'x\n7\n');
    const second = await read(source, first.position);
    expect(valuesOf(second.frame, 'x')).toEqual([7]);
    expect(second.position).toEqual([
      { part: 'a.csv', rows: 1 },
      { part: 'b.csv', rows: 1 },
    ]);
  });

  it('keeps both rows of an id and reports the second, with the rows it comes with', async () => {
    await write('a.csv', 'id,x\nk,1\nl,2\n');
    await write('b.csv', 'id,x\nk,3\nm,4\n');
    const source = sourceOf({ id: 'id' });
    const first = await read(source, [], 3);
    const second = await read(source, first.position);
    expect(first.frame.ids).toEqual(['k', 'l', 'k']);
    expect(first.faults).toEqual([{ path: 'b.csv row 1, id', message: "'k' came before" }]);
    expect(second.faults).toEqual([]);
  });

  it.each([
    [{ time: 'when' }, '"when"'],
    [{ id: 'key' }, '"key"'],
    [{ label: 'out' }, '"out"'],
    [{ drop: ['x', 'secret'] }, '"secret"'],
  ])('refuses settings %j that name a column the file has not', async (settings, named) => {
    await write('a.csv', 'x,y\n');
    const error = await refusal(read(sourceOf(settings)));
    expect(error.code).toBe('bad_data');
    expect(error.message).toBe(`"a.csv" has no column ${named}, which the watch names`);
    expect(error.remedy).toContain('x, y');
  });

  it('refuses a file without a feature of the schema', async () => {
    await write('a.csv', 'x\n1\n');
    const schema = { features: [{ name: 'gone', kind: 'numeric' as const }], classes: [] };
    const error = await refusal(sourceOf().read({ after: [], limit: 9, schema }));
    expect(error).toMatchObject({ code: 'bad_data', message: 'a.csv has no column "gone"' });
  });

  it('refuses a path where nothing is', async () => {
    expect((await refusal(read(sourceOf({ path: 'none.csv' })))).code).toBe('not_found');
  });
});
