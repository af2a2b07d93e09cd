// A watch that lives on what /predict saw, labelled later.
import { afterEach, describe, expect, it } from 'vitest';
import { chance } from '../core/evidence/rows.ts';
import { frameOfRows } from './reference.ts';
import { callerOf, minute, openStage, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const operator = callerOf('operator');
const viewer = callerOf('viewer');

describe('a watch that lives on what /predict saw', () => {
  const observed = () =>
    openStage({ watch: { source: { kind: 'observed', drop: [] } }, reference: frameOfRows(400) });
  const rows = (count: number, x: number) => ({ rows: Array.from({ length: count }, () => ({ x, y: 0 })) });
  const settle = () => stage.clock.advance(10_000);

  it('checks the rows that were predicted, but not those asked for in chat', async () => {
    stage = await observed();
    await stage.patrol();
    await stage.ops.predict(rows(40, 1), viewer);
    await stage.ops.predict(rows(7, 1), callerOf('viewer', 'discord'));
    await stage.world.observations.flush();
    settle();
    expect(await stage.patrol()).toMatchObject({ checks: 1, rows: 40 });
    await stage.ops.predict(rows(7, 1), callerOf('viewer', 'discord'));
    await stage.world.observations.flush();
    settle();
    expect(await stage.patrol()).toMatchObject({ checks: 0, rows: 0 });
  });

  it('joins the labels that come back, by the id of the prediction', async () => {
    stage = await observed();
    await stage.patrol();
    const { predictions } = await stage.ops.predict(rows(40, 1), viewer);
    const labels = predictions.map(({ id }) => ({ id, label: 'no' }));
    expect(await stage.ops.label({ labels }, operator)).toEqual({ watch: 'shop', stored: 40, unknown: [] });
    settle();
    const { report } = await stage.patrol();
    expect(report?.performance).toMatchObject({ labelled: 40, accuracy: 0, drifted: true });
  });

  it('names ids nobody predicted, and stores no label for them', async () => {
    stage = await observed();
    await stage.patrol();
    const { predictions } = await stage.ops.predict(rows(1, 1), viewer);
    const id = predictions[0]?.id ?? '';
    const labels = [
      { id, label: 'no' },
      { id: 'never', label: 'no' },
    ];
    expect(await stage.ops.label({ labels }, operator)).toEqual({
      watch: 'shop',
      stored: 1,
      unknown: ['never'],
    });
    expect(await stage.store.labels.read('shop', ['never'])).toEqual(new Map());
  });

  it('works off a backlog with a retraining in its middle', async () => {
    stage = await observed();
    await stage.patrol();
    const random = chance(3);
    for (let batch = 0; batch < 12; batch++) {
      const asked = Array.from({ length: 50 }, () => ({ x: random.normal(), y: random.normal() }));
      const { predictions } = await stage.ops.predict({ rows: asked }, viewer);
      // The world has turned: every answer is wrong.
      const labels = predictions.map(({ id, label }) => ({ id, label: label === 'yes' ? 'no' : 'yes' }));
      await stage.ops.label({ labels }, operator);
      await stage.ops.predict(rows(3, 1), callerOf('viewer', 'discord'));
      await stage.world.observations.flush();
      stage.clock.advance(3 * minute);
    }
    const result = await stage.patrol();
    expect(result).toMatchObject({ checks: 12, rows: 600 });
    expect(result.retrain).toMatchObject({ result: 'promoted' });
    const reports = await stage.store.reports.list('shop', 100);
    expect(reports.reduce((sum, report) => sum + report.newRows, 0)).toBe(600);
  });

  it('can be trained anew by force', async () => {
    stage = await observed();
    await stage.patrol();
    const { predictions } = await stage.ops.predict(rows(40, 1), viewer);
    await stage.ops.label({ labels: predictions.map(({ id }) => ({ id, label: 'no' })) }, operator);
    settle();
    await stage.patrol();
    expect(await stage.ops.train({ force: true }, callerOf('admin'))).toMatchObject({
      version: 2,
      rows: 440,
    });
  });

  it('keeps one row in ten where the watch says so, and the labels of those', async () => {
    const source = { kind: 'observed' as const, drop: [] };
    stage = await openStage({ watch: { source, store: 'sampled' }, reference: frameOfRows(400) });
    await stage.patrol();
    const { predictions, stored } = await stage.ops.predict(rows(1_000, 1), viewer);
    expect(stored).toBe(false);
    const labels = predictions.map(({ id }) => ({ id, label: 'yes' }));
    const labelled = await stage.ops.label({ labels }, operator);
    // Binomial: 1,000 ids, one in ten; outside of 50 to 150 once in ten million runs.
    expect(labelled.stored).toBeGreaterThanOrEqual(50);
    expect(labelled.stored).toBeLessThanOrEqual(150);
    expect(labelled.unknown).toHaveLength(1_000 - labelled.stored);
    settle();
    expect(await stage.patrol()).toMatchObject({ rows: labelled.stored });
  });

  it('takes no notice of what the watch drops', async () => {
    const source = { kind: 'observed' as const, drop: ['email'] };
    stage = await openStage({ watch: { source }, reference: frameOfRows(400) });
    await stage.patrol();
    const row = { x: 1, y: 0, email: 'a@b.c' };
    expect((await stage.ops.predict({ rows: [row] }, viewer)).predictions).toHaveLength(1);
    await stage.world.observations.flush();
    const found = await stage.store.observations.after({
      watch: 'shop',
      after: 0,
      limit: 9,
      settledBy: stage.clock.now(),
    });
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found)).not.toContain('a@b.c');
  });
});
