import { appendFile, mkdir, mkdtemp, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileReader } from '../../../core/adapters/files/reader.ts';
import { AppError } from '../../../core/errors.ts';
import type { Frame } from '../../../core/frame/frame.ts';
import type { Position, Source } from '../../../core/ports.ts';
import { fileSource } from '../../../core/sources/file.ts';
import type { RowReader } from '../../../core/sources/row-reader.ts';
import type { FileSettings } from '../../../core/watch.ts';
import { sourceContract } from '../../contracts/source.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-source-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const write = (name: string, text: string) => writeFile(join(folder, name), text);
const append = (name: string, text: string) => appendFile(join(folder, name), text);

type Settings = Omit<FileSettings, 'kind'>;

function sourceOf(settings: Partial<Settings> = {}, stored: Record<string, string> = {}): Source {
  const path = join(folder, settings.path ?? '');
  const labels = settings.labels ? join(folder, settings.labels) : null;
  return fileSource({
    settings: { time: null, id: null, label: null, drop: [], ...settings, path, labels },
    timezone: 'Europe/Paris',
    reader: fileReader,
    labelsOf: async (ids) =>
      new Map(ids.flatMap((id) => (stored[id] === undefined ? [] : [[id, stored[id]] as const]))),
  });
}

const read = (source: Source, after: Position = [], limit = 1000) =>
  source.read({ after, limit, schema: null });
const recent = (source: Source, upTo: Position, rows = 1000) =>
  source.recent({ after: [], upTo, rows, labelled: false, schema: null });

async function refusal(doing: Promise<unknown>): Promise<AppError> {
  const cause = await doing.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (cause instanceof AppError) return cause;
  throw new Error('nothing was refused', { cause });
}

function labelsOf(frame: Frame): (string | null)[] {
  return Array.from(frame.label.codes, (code) => frame.label.categories[code] ?? null);
}

function valuesOf(frame: Frame, name: string): unknown[] {
  const column = frame.columns.find((one) => one.name === name);
  if (column?.kind === 'categorical') {
    return Array.from(column.codes, (code) => column.categories[code] ?? null);
  }
  return [...(column?.values ?? [])];
}

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
  const source = fileSource({ settings, timezone: 'UTC', reader: fileReader, labelsOf });
  return { source, close: () => rm(path, { recursive: true }) };
});

sourceContract('a pattern of files without ids', async () => {
  const path = await contractFolder();
  const settings = { ...contractSettings, path: join(path, '*.csv'), id: null, drop: ['id'] };
  const labelsOf = async () => new Map<string, string>();
  const source = fileSource({ settings, timezone: 'UTC', reader: fileReader, labelsOf });
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

describe('a file that changed', () => {
  it('is refused when it became shorter, and read on when it is put back', async () => {
    await write('a.csv', 'x\n1\n2\n');
    const source = sourceOf();
    const { position } = await read(source);
    await write('a.csv', 'x\n1\n');
    const error = await refusal(read(source, position));
    expect(error).toMatchObject({
      code: 'bad_data',
      message: '"a.csv" became shorter since it was last read',
    });
    expect(error.remedy).toContain('Put the file back');
    await write('a.csv', 'x\n1\n2\n3\n');
    expect(valuesOf((await read(source, position)).frame, 'x')).toEqual([3]);
  });

  it('is refused when it is shorter than before a restart', async () => {
    await write('a.csv', 'x\n1\n');
    const error = await refusal(read(sourceOf(), [{ part: 'a.csv', rows: 5 }]));
    expect(error.code).toBe('bad_data');
    expect(error.message).toContain('has 1 rows where 5 were read before');
    expect((await refusal(recent(sourceOf(), [{ part: 'a.csv', rows: 5 }]))).code).toBe('bad_data');
  });

  it('is refused when other rows stand where rows were read', async () => {
    await write('a.csv', 'x\n1\n2\n');
    const source = sourceOf();
    const { position } = await read(source);
    await write('new', 'x\n8\n9\n7\n');
    await rename(join(folder, 'new'), join(folder, 'a.csv'));
    const error = await refusal(read(source, position));
    expect(error.message).toBe('"a.csv" was replaced since it was last read');
  });

  it('is read on when a longer copy takes its place', async () => {
    await write('a.csv', 'x\n1\n2\n');
    const source = sourceOf();
    const { position } = await read(source);
    await write('new', 'x\n1\n2\n3\n');
    await rename(join(folder, 'new'), join(folder, 'a.csv'));
    expect(valuesOf((await read(source, position)).frame, 'x')).toEqual([3]);
  });

  it('keeps its count when it is deleted', async () => {
    await write('a.csv', 'id,x\nk,1\n');
    await write('b.csv', 'id,x\nl,2\n');
    const source = sourceOf({ id: 'id' });
    const first = await read(source);
    await unlink(join(folder, 'a.csv'));
    await append('b.csv', 'k,3\n');
    const second = await read(source, first.position);
    expect(valuesOf(second.frame, 'x')).toEqual([3]);
    expect(second.faults).toEqual([]);
    expect(second.position).toEqual([
      { part: 'a.csv', rows: 1 },
      { part: 'b.csv', rows: 2 },
    ]);
    expect(valuesOf(await recent(source, second.position), 'x')).toEqual([2, 3]);
  });

  it('is no error when it was the only one and is deleted', async () => {
    await write('a.csv', 'x\n1\n');
    const source = sourceOf({ path: 'a.csv' });
    const { position } = await read(source);
    await unlink(join(folder, 'a.csv'));
    expect(await read(source, position)).toMatchObject({ frame: { rows: 0 }, position, more: false });
  });

  it('gives every reader the right rows when several come at once', async () => {
    const rows = 40_000;
    const lines = Array.from({ length: rows }, (_, row) => `k${row},${row}\n`);
    await write('a.csv', `id,x\n${lines.join('')}`);
    const source = sourceOf({ id: 'id' });
    const steps = Array.from({ length: 8 }, (_, at) => [{ part: 'a.csv', rows: at * 5000 }]);
    const many = await Promise.all(steps.map((after) => read(source, after, 5000)));
    expect(many.flatMap(({ frame }) => valuesOf(frame, 'x'))).toEqual([...Array(rows).keys()]);
    expect(many.flatMap(({ faults }) => faults)).toEqual([]);
  });

  it('is read no further than its rows are wanted', async () => {
    await write('a.csv', `x\n${'12345678\n'.repeat(100_000)}`);
    let chunks = 0;
    const reader: RowReader = {
      list: fileReader.list,
      async *read(file, from) {
        for await (const chunk of fileReader.read(file, from)) {
          chunks += 1;
          yield chunk;
        }
      },
    };
    const settings = { time: null, id: null, label: null, labels: null, drop: [], path: folder };
    const source = fileSource({ settings, timezone: 'UTC', reader, labelsOf: async () => new Map() });
    const { position, more } = await read(source, [], 10);
    expect({ more, chunks }).toEqual({ more: true, chunks: 1 });
    await recent(source, position, 5);
    expect((await read(source, position, 10)).frame.rows).toBe(10);
    expect(chunks).toBe(1);
  });
});

describe('labels that come later', () => {
  const settings = { path: 'rows.csv', id: 'id', label: 'y', labels: 'labels' };

  beforeEach(async () => {
    await write('rows.csv', 'id,x\na,1\nb,2\nc,3\nd,4\n');
    await mkdir(join(folder, 'labels'));
  });

  it('are joined by id as their file grows, the last one of an id winning', async () => {
    const source = sourceOf(settings);
    const { frame, position, faults } = await read(source);
    expect(labelsOf(frame)).toEqual([null, null, null, null]);
    expect(faults).toEqual([{ path: 'source.labels', message: 'there is no such file yet' }]);
    await write('labels/1.csv', 'id,y\nb,1\nd,0\n');
    expect(labelsOf(await recent(source, position))).toEqual([null, '1', null, '0']);
    await append('labels/1.csv', 'a,0\nb,0.0\n');
    expect(labelsOf(await recent(source, position))).toEqual(['0', '0', null, '0']);
  });

  it('choose the recent rows when only labelled ones are wanted', async () => {
    const source = sourceOf(settings);
    const { position } = await read(source);
    await write('labels/1.ndjson', '{"y": 1, "id": "a"}\n{"id": "c", "y": 0}\n');
    const request = { after: [], upTo: position, labelled: true, schema: null };
    expect((await source.recent({ ...request, rows: 9 })).ids).toEqual(['a', 'c']);
    expect((await source.recent({ ...request, rows: 1 })).ids).toEqual(['c']);
  });

  it('of the store win over those of files', async () => {
    await write('labels/1.csv', 'id,y\na,1\nb,1\n');
    const source = sourceOf(settings, { a: '0', c: '1.0' });
    expect(labelsOf((await read(source)).frame)).toEqual(['0', '1', '1', null]);
  });

  it('of a file win over the label column, which fills the gaps', async () => {
    await write('rows.csv', 'id,x,y\na,1,no\nb,2,no\n');
    await write('labels/1.csv', 'id,y\na,yes\nb,\n');
    expect(labelsOf((await read(sourceOf(settings))).frame)).toEqual(['yes', 'no']);
  });

  it('outside the classes of the schema do not count as known', async () => {
    await write('labels/1.csv', 'id,y\na,1\nb,9\n');
    const source = sourceOf(settings);
    const schema = { features: [{ name: 'x', kind: 'numeric' as const }], classes: ['0', '1'] };
    const { position, faults } = await source.read({ after: [], limit: 9, schema });
    expect(faults).toEqual([{ path: 'rows.csv row 2, label', message: "'9' is not a class of the model" }]);
    const labelled = await source.recent({ after: [], upTo: position, rows: 9, labelled: true, schema });
    expect(labelled.ids).toEqual(['a']);
  });

  it('wait for their last line while it is being written', async () => {
    await write('labels/1.csv', 'id,y\na,1\nb,1');
    const source = sourceOf(settings);
    const { frame, position } = await read(source);
    expect(labelsOf(frame)).toEqual(['1', null, null, null]);
    await append('labels/1.csv', '0\n');
    expect(labelsOf(await recent(source, position))).toEqual(['1', '10', null, null]);
  });

  it('are refused from a file without the two columns', async () => {
    await write('labels/1.csv', 'id,out\na,1\n');
    const error = await refusal(read(sourceOf(settings)));
    expect(error).toMatchObject({ code: 'bad_data', message: '"1.csv" has no column "y"' });
    expect(error.remedy).toContain('id, out');
  });

  it('need the names of an id and a label column', () => {
    expect(() => sourceOf({ ...settings, id: null })).toThrow('needs the names of two columns');
  });

  it('can arrive wherever rows have a label or an id', () => {
    expect(sourceOf({ label: 'y' }).labels).toBe(true);
    expect(sourceOf({ id: 'id' }).labels).toBe(true);
    expect(sourceOf().labels).toBe(false);
  });
});
