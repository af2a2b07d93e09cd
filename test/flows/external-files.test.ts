// A model served elsewhere whose rows come in files, with what it said in two columns.
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { chance } from '../core/evidence/rows.ts';
import { championOf, type ForeignRows, rowsOf, watchOf } from './foreign.ts';
import { callerOf, minute, openStage, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const admin = callerOf('admin');

describe('a model served elsewhere whose rows come in files', () => {
  const columns = 'id,x,y,said,p';
  const lines = (rows: ForeignRows, labelled: boolean) =>
    rows
      .map(({ id, features: { x, y }, prediction, score, ...rest }) =>
        [id, x, y, prediction, score, ...(labelled ? [rest.label] : [])].join(','),
      )
      .map((line) => `${line}\n`)
      .join('');

  it('is held against its reference file, with labels that come later in another', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'vigie-external-'));
    const random = chance(20);
    const path = (name: string) => join(directory, name);
    const reference = rowsOf(random, 0, 1_000);
    await writeFile(path('reference.csv'), `${columns},truth\n${lines(reference, true)}`);
    await writeFile(path('rows.csv'), `${columns}\n`);
    const spoken = { time: null, id: 'id', label: 'truth', prediction: 'said', score: 'p', drop: [] };
    stage = await openStage({
      watch: {
        champion: 'external',
        source: { kind: 'file', path: path('rows.csv'), labels: path('labels.csv'), ...spoken },
        reference: { path: path('reference.csv'), ...spoken },
      },
    });
    const quiet = rowsOf(random, 1_000, 200, { wrong: 0.5 });
    await appendFile(path('rows.csv'), lines(quiet, false));
    // Without a time column a hundred rows are a check.
    expect(await stage.patrol()).toMatchObject({
      trained: true,
      rows: 200,
      checks: 2,
      report: { verdict: 'ok' },
    });
    const right = reference.filter(({ prediction, label }) => prediction === label).length;
    expect(await championOf(stage)).toMatchObject({
      version: 1,
      baseline: { rows: 1_000, accuracy: right / 1_000 },
    });
    stage.clock.advance(2 * minute);
    await writeFile(
      path('labels.csv'),
      `id,truth\n${quiet.map(({ id, label }) => `${id},${label}\n`).join('')}`,
    );
    await appendFile(path('rows.csv'), lines(rowsOf(random, 1_200, 100), false));
    const { report, retrain } = await stage.patrol();
    expect(report).toMatchObject({ verdict: 'drift', performance: { labelled: 200, drifted: true } });
    expect(report?.features.some(({ drifted }) => drifted)).toBe(false);
    expect(retrain).toBeNull();
    await rm(directory, { recursive: true });
  });

  it('gets along without a reference file', async () => {
    stage = await openStage({ watch: { champion: 'external' } });
    const watch = watchOf(stage);
    if (watch.source.kind !== 'file') throw new Error('the stage has a file');
    const source = { ...watch.source, time: null, label: 'truth', prediction: 'said', score: 'p' };
    await writeFile(stage.path, `${columns},truth\n${lines(rowsOf(chance(21), 0, 400), true)}`);
    const { ops } = stage.process('other', stage.store, { ...watch, source });
    expect(await ops.patrol({ watch: 'shop', slot: 1 }, admin)).toMatchObject({ trained: true, rows: 0 });
    const { watches } = await ops.status({}, admin);
    expect(watches[0]?.champion?.baseline?.rows).toBe(400);
  });
});
