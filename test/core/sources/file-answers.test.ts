// Columns of a file in which a model served elsewhere spoke.
import { describe, expect, it } from 'vitest';
import { fileReader } from '../../../core/adapters/files/reader.ts';
import type { Frame } from '../../../core/frame/frame.ts';
import { fileSource } from '../../../core/sources/file.ts';
import type { AnswerColumns } from '../../../core/sources/piece.ts';
import { readReference } from '../../../core/sources/reference.ts';
import { folderForEach, read, refusal } from './folder.ts';

const { write, append, pathOf } = folderForEach();

const sourceOf = (answers: AnswerColumns) =>
  fileSource({
    settings: { path: pathOf('rows.csv'), time: null, id: null, label: 'truth', labels: null, drop: [] },
    timezone: 'UTC',
    reader: fileReader,
    clock: { now: () => 0 },
    answers,
    labelsOf: async () => new Map(),
  });

const said = ({ answers }: Frame) =>
  Array.from(answers?.predicted.codes ?? [], (code) => answers?.predicted.categories[code] ?? null);

const names = (frame: Frame) => frame.columns.map(({ name }) => name);

describe('what a model served elsewhere said', () => {
  const rows = 'x,said,p,truth\n1,1.0,0.75,1\n2,0,0.25,\n3,,,0\n';

  it('stands beside the rows and is no feature', async () => {
    await write('rows.csv', rows);
    const { frame, faults } = await read(sourceOf({ prediction: 'said', score: 'p' }));
    expect(names(frame)).toEqual(['x']);
    expect(said(frame)).toEqual(['1', '0', null]);
    expect(frame.answers?.scores).toEqual(Float64Array.of(0.75, 0.25, Number.NaN));
    expect(faults).toEqual([]);
  });

  it('may come without scores', async () => {
    await write('rows.csv', rows);
    const { frame } = await read(sourceOf({ prediction: 'said', score: null }));
    expect([names(frame), frame.answers?.scores]).toEqual([['x', 'p'], null]);
  });

  it('goes on over the files as they grow', async () => {
    await write('rows.csv', 'x,said,p,truth\n1,no,0.25,\n');
    const source = sourceOf({ prediction: 'said', score: 'p' });
    const first = await read(source);
    await append('rows.csv', '2,yes,0.75,\n3,no,0.5,\n');
    const second = await read(source, first.position);
    expect([said(first.frame), said(second.frame)]).toEqual([['no'], ['yes', 'no']]);
    const upTo = second.position;
    const all = await source.recent({ after: [], upTo, rows: 9, labelled: false, schema: null });
    expect(said(all)).toEqual(['no', 'yes', 'no']);
    expect(all.answers?.scores).toEqual(Float64Array.of(0.25, 0.75, 0.5));
  });

  it('is a fault where a score is none', async () => {
    await write('rows.csv', 'x,said,p,truth\n1,1,1.2,\n2,1,-0.5,\n3,1,high,\n4,1,inf,\n5,1,1,\n');
    const { frame, faults } = await read(sourceOf({ prediction: 'said', score: 'p' }));
    const none = Number.NaN;
    expect(frame.answers?.scores).toEqual(Float64Array.of(none, none, none, none, 1));
    expect(faults.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'rows.csv row 1, column p: 1.2 is not a score from 0 to 1',
      'rows.csv row 2, column p: -0.5 is not a score from 0 to 1',
      "rows.csv row 3, column p: 'high' is not a score from 0 to 1",
      'rows.csv row 4, column p: Infinity is not a score from 0 to 1',
    ]);
  });

  it('has to be where the watch says', async () => {
    await write('rows.csv', 'x,truth\n1,1\n');
    const { code, message } = await refusal(read(sourceOf({ prediction: 'said', score: 'p' })));
    expect([code, message]).toEqual([
      'bad_data',
      '"rows.csv" has no column "said", "p", which the watch names',
    ]);
  });

  it('is read from a reference too', async () => {
    await write('reference.csv', rows);
    const settings = { path: pathOf('reference.csv'), time: null, id: null, label: 'truth', drop: [] };
    const frame = await readReference(settings, {
      timezone: 'UTC',
      reader: fileReader,
      answers: { prediction: 'said', score: 'p' },
    });
    expect([names(frame), said(frame)]).toEqual([['x'], ['1', '0', null]]);
  });
});
