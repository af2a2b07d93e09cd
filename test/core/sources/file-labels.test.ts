// Labels that a file source joins to its rows, from files of their own and from the store.
import { mkdir } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { folderForEach, labelsOf, read, recent, refusal } from './folder.ts';

const { pathOf, write, append, sourceOf } = folderForEach();

describe('labels that come later', () => {
  const settings = { path: 'rows.csv', id: 'id', label: 'y', labels: 'labels' };

  beforeEach(async () => {
    await write('rows.csv', 'id,x\na,1\nb,2\nc,3\nd,4\n');
    await mkdir(pathOf('labels'));
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
