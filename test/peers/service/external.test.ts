// A model served elsewhere: taken as it is, checked in full, never retrained from here.
import { afterEach, describe, expect, it } from 'vitest';
import { incidentCard } from '../../../core/cards/incident.ts';
import type { News } from '../../../core/news.ts';
import { en, everyWord } from '../../core/cards/words.ts';
import { chance } from '../../core/evidence/rows.ts';
import { championOf, openForeign, rowsOf, send, watchOf } from '../../flows/foreign.ts';
import { callerOf, openStage, refusalOf, type Stage } from '../../flows/stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const operator = callerOf('operator');
const admin = callerOf('admin');

describe('a model served elsewhere', () => {
  it('is taken as it is after 300 rows, and its own accuracy is the baseline', async () => {
    stage = await openForeign({ tracked: true });
    const rows = rowsOf(chance(1), 0, 299);
    await send(stage, rows);
    expect(await stage.patrol()).toMatchObject({
      trained: false,
      waiting: 'Watch "shop" has 299 rows; the reference of its model needs 300.',
    });
    const last = rowsOf(chance(2), 299, 1);
    await send(stage, last);
    expect(await stage.patrol()).toMatchObject({ trained: true, checks: 0 });
    const right = [...rows, ...last].filter(({ prediction, label }) => prediction === label).length;
    expect(await championOf(stage)).toMatchObject({
      version: 1,
      trigger: 'first',
      run: { status: 'none' },
      baseline: { rows: 300, accuracy: right / 300, logLoss: expect.any(Number), auc: expect.any(Number) },
    });
    // Nobody trained anything here.
    expect(stage.archive.runs.size).toBe(0);
  });

  it('is checked for drift of features, predictions and accuracy, and never retrained', async () => {
    stage = await openForeign();
    const random = chance(3);
    await send(stage, rowsOf(random, 0, 1_000));
    await stage.patrol();
    await send(stage, rowsOf(random, 1_000, 300));
    expect(await stage.patrol()).toMatchObject({ checks: 1, rows: 300, report: { verdict: 'ok' } });
    await send(stage, rowsOf(random, 1_300, 500, { shift: 1.5, wrong: 0.45 }));
    const { report, retrain } = await stage.patrol();
    expect(report).toMatchObject({ verdict: 'drift', grade: 'large', performance: { drifted: true } });
    expect(report?.features.filter(({ drifted }) => drifted).map(({ name }) => name)).toEqual(['y']);
    expect(retrain).toBeNull();
    expect(await stage.state()).toMatchObject({ monitor: 'ALARM', champion: 1, lastVersion: 1 });
    const { news } = stage.mailbox.deliveries.at(-1) ?? {};
    expect(news).toMatchObject({ kind: 'incident', elsewhere: true });
    const card = everyWord(incidentCard(news as Extract<News, { kind: 'incident' }>, { status: 'none' }, en));
    expect(card).toContain('served elsewhere: retrain it where it lives');
    expect(card).toContain('/train watch:shop force:true');
    expect(card).not.toContain('/retrain');
  });

  it('that answers otherwise drifts though its features do not', async () => {
    stage = await openForeign();
    const random = chance(4);
    await send(stage, rowsOf(random, 0, 1_000));
    await stage.patrol();
    const turned = rowsOf(random, 1_000, 300, { labelled: false }).map((row) => ({
      ...row,
      score: row.score / 4,
    }));
    await send(stage, turned);
    const { report } = await stage.patrol();
    expect(report?.features.some(({ drifted }) => drifted)).toBe(false);
    expect(report).toMatchObject({ verdict: 'drift', prediction: { drifted: true } });
  });

  it('that falls silent drifts by it, and is not blamed for what it did not say', async () => {
    stage = await openForeign();
    const random = chance(5);
    await send(stage, rowsOf(random, 0, 1_000));
    await stage.patrol();
    const rows = rowsOf(random, 1_000, 200).map((row, at) =>
      at % 2 === 0 ? { ...row, prediction: null, score: null } : row,
    );
    await send(stage, rows);
    const { report } = await stage.patrol();
    expect(report).toMatchObject({ verdict: 'drift', prediction: { drifted: true } });
    expect(report?.performance).toMatchObject({ labelled: 100, drifted: false });
  });

  it('is managed elsewhere: not retrained, rolled back or asked from here', async () => {
    stage = await openForeign();
    await send(stage, rowsOf(chance(6), 0, 300));
    await stage.patrol();
    const refusals = [
      await refusalOf(stage.ops.retrain({}, operator)),
      await refusalOf(stage.ops.rollback({}, operator)),
      await refusalOf(stage.ops.predict({ rows: [{ x: 1, y: 0 }] }, operator)),
    ];
    expect(refusals.map(({ code, message }) => [code, message])).toEqual([
      ['unsupported', 'The model of watch "shop" is managed elsewhere.'],
      ['unsupported', 'The model of watch "shop" is managed elsewhere.'],
      ['unsupported', 'The model of watch "shop" is served elsewhere.'],
    ]);
    expect(refusals[0]?.remedy).toContain('Retrain it where it lives');
  });

  it('that was replaced gets a new reference of its newest rows, by an admin', async () => {
    stage = await openForeign();
    const random = chance(7);
    await send(stage, rowsOf(random, 0, 1_000));
    await stage.patrol();
    await send(stage, rowsOf(random, 1_000, 500, { shift: 1.5 }));
    await stage.patrol();
    expect((await refusalOf(stage.ops.train({}, operator))).code).toBe('champion_exists');
    expect((await refusalOf(stage.ops.train({ force: true }, operator))).code).toBe('forbidden');
    expect(await stage.ops.train({ force: true }, admin)).toMatchObject({
      version: 2,
      elsewhere: true,
      rows: 500,
      run: { status: 'none' },
    });
    expect(await stage.state()).toMatchObject({
      monitor: 'OK',
      champion: 2,
      incident: { phase: 'resolved', resolution: 'promoted' },
    });
    await send(stage, rowsOf(random, 1_500, 300, { shift: 1.5 }));
    expect(await stage.patrol()).toMatchObject({ report: { verdict: 'ok', version: 2 } });
  });

  it('is checked without labels, and its accuracy once the reference has them', async () => {
    stage = await openForeign();
    const random = chance(8);
    const reference = rowsOf(random, 0, 300);
    const bare = reference.map(({ label: _label, ...row }) => row);
    await send(stage, bare);
    await stage.patrol();
    expect(await championOf(stage)).toMatchObject({ version: 1, baseline: null });
    await send(stage, rowsOf(random, 300, 100));
    expect(await stage.patrol()).toMatchObject({ report: { verdict: 'ok', performance: null } });
    const labelsOf = (from: number, to: number) =>
      reference.slice(from, to).map(({ id, label }) => ({ id, label }));
    await stage.ops.label({ labels: labelsOf(0, 199) }, operator);
    await stage.patrol();
    expect(await championOf(stage)).toMatchObject({ version: 1, baseline: null });
    await stage.ops.label({ labels: labelsOf(199, 300) }, operator);
    await stage.patrol();
    const right = reference.filter(({ prediction, label }) => prediction === label).length;
    expect(await championOf(stage)).toMatchObject({
      version: 2,
      baseline: { rows: 300, accuracy: right / 300 },
    });
    await send(stage, rowsOf(random, 400, 100));
    expect((await stage.patrol()).report).toMatchObject({ version: 2, performance: { labelled: 200 } });
    await stage.patrol();
    expect((await championOf(stage))?.version).toBe(2);
  });

  it('whose watch is to be ours from now on has to begin anew, too', async () => {
    stage = await openForeign();
    const random = chance(14);
    await send(stage, rowsOf(random, 0, 400));
    await stage.patrol();
    const settings = { ...watchOf(stage), champion: 'trained' as const };
    const { ops } = stage.process('other', stage.store, settings);
    const refusals = [
      await refusalOf(ops.patrol({ watch: 'shop', slot: 9_999 }, admin)),
      await refusalOf(ops.retrain({}, operator)),
      await refusalOf(ops.predict({ rows: [{ x: 1 }] }, operator)),
    ];
    expect(refusals.map(({ code }) => code)).toEqual(['conflict', 'conflict', 'conflict']);
    expect(await ops.train({ force: true }, admin)).toMatchObject({
      version: 2,
      elsewhere: false,
      rows: 400,
    });
    const other = await refusalOf(ops.rollback({}, operator));
    expect(other).toMatchObject({
      code: 'conflict',
      message: 'Version 1 of watch "shop" was served elsewhere, now its model is trained here.',
    });
  });

  it('that comes in the place of one of our own has to begin anew, by an admin', async () => {
    stage = await openStage();
    await stage.arrive(400);
    await stage.patrol();
    const own = stage;
    const settings = {
      ...watchOf(own),
      source: { kind: 'observed' as const, drop: [] },
      champion: 'external' as const,
    };
    const other = own.process('other', own.store, settings);
    const refusal = await refusalOf(other.ops.patrol({ watch: 'shop', slot: 9_999 }, admin));
    expect(refusal).toMatchObject({ code: 'conflict', remedy: expect.stringContaining('force:true') });
  });
});
