// A long way to catch up: slice by slice, told by one card.
import { afterEach, describe, expect, it } from 'vitest';
import { createOps } from '../../core/ops/index.ts';
import { callerOf, learned, minute, openStage, type Stage, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

/** A stage whose first champion serves. */
const served = (options: Parameters<typeof openStage>[0] = {}) => learned(600, options);

const reportsOf = (from: Stage) => from.store.reports.list('shop', 10_000);

describe('a backlog', () => {
  it('is checked slice by slice, in one patrol', async () => {
    stage = await served();
    stage.clock.advance(600 * minute);
    await stage.arrive(3_000, { apart: 0.2 });
    const result = await stage.patrol();
    expect(result).toMatchObject({ checks: 300, rows: 3_000 });
    const reports = await reportsOf(stage);
    expect(reports).toHaveLength(300);
    expect(new Set(reports.map(({ newRows }) => newRows))).toEqual(new Set([10]));
  });

  it('of more slices than one write takes loses and doubles no row', async () => {
    stage = await served();
    stage.clock.advance(3_000 * minute);
    await stage.arrive(700, { apart: 4 });
    expect(await stage.patrol()).toMatchObject({ checks: 700, rows: 700 });
    const reports = await reportsOf(stage);
    expect(reports.reduce((rows, report) => rows + report.newRows, 0)).toBe(700);
    expect((await stage.state()).position).toEqual([expect.objectContaining({ rows: 1_300 })]);
  });

  it('stops at the check that asks for a retraining: what follows is judged by the new champion', async () => {
    stage = await served();
    stage.clock.advance(400 * minute);
    await stage.arrive(2_000, { turned: true, apart: 0.2 });
    const result = await stage.patrol();
    expect(result.rows).toBe(2_000);
    expect(result.retrain).toMatchObject({ result: 'promoted', championBefore: 1, version: 2 });
    const reports = (await reportsOf(stage)).toReversed();
    const last = reports.findLastIndex(({ version }) => version === 1);
    expect(reports[last]).toMatchObject({ verdict: 'drift' });
    expect(reports.slice(last + 1).every(({ version }) => version === 2)).toBe(true);
    expect(reports.reduce((rows, report) => rows + report.newRows, 0)).toBe(2_000);
  });

  it('is read a few times only when the retraining it asks for cannot be done', async () => {
    stage = await openStage();
    // Drift is large, and there are too few labels to retrain.
    await stage.arrive(840, { labelled: false });
    await stage.arrive(60);
    await stage.ops.train({}, callerOf('operator'));
    stage.clock.advance(1_000 * minute);
    await stage.arrive(1_500, { shift: 5, labelled: false, apart: 0.5 });
    const { world } = stage.process('counting');
    const watched = world.watches.get('shop');
    if (watched === undefined) throw new Error('no watch');
    let reads = 0;
    const source = {
      ...watched.source,
      read: (request: Parameters<typeof watched.source.read>[0]) => {
        reads++;
        return watched.source.read(request);
      },
    };
    const counting = { ...world, watches: new Map([['shop', { ...watched, source }]]) };
    const result = await createOps(counting).check({}, vigie);
    expect(result).toMatchObject({ rows: 1_500, checks: 375, retrain: null, report: { verdict: 'drift' } });
    expect(reads).toBeLessThan(10);
  });

  it('is told by one card', async () => {
    stage = await served();
    stage.clock.advance(400 * minute);
    await stage.arrive(2_000, { turned: true, apart: 0.2 });
    stage.mailbox.deliveries.length = 0;
    await stage.patrol();
    // That its new champion's features are armed since is another matter.
    const told = stage.mailbox.deliveries.map(({ news }) => news.kind);
    expect(told).toEqual(['backlog', 'trained']);
  });
});
