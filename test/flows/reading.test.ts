// The rows of a time, and one feature, asked for: which rows, what is refused, and that nothing changes.
import { afterEach, describe, expect, it } from 'vitest';
import { rowsWithin } from '../../core/ops/reach.ts';
import type { Source } from '../../core/ports.ts';
import { callerOf, minute, openStage, refusalOf, type Stage, start } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const viewer = callerOf('viewer');

/** A champion of 600 rows, then 30 rows an hour for three hours, each checked. */
async function served(options: Parameters<typeof openStage>[0] = {}): Promise<Stage> {
  const opened = await openStage({ ...options, watch: { policy: 'manual', ...options.watch } });
  await opened.arrive(600);
  await opened.patrol();
  for (let hour = 0; hour < 3; hour++) {
    opened.clock.advance(60 * minute);
    await opened.arrive(30);
    await opened.patrol();
  }
  return opened;
}

describe('a reading', () => {
  it('is of the checked rows whose time lies in it, counted back from the newest', async () => {
    stage = await served();
    // A day without rows changes nothing: their own time counts.
    stage.clock.advance(1_440 * minute);
    const [hour, day] = [
      await stage.ops.report({ window: '1h' }, viewer),
      await stage.ops.report({ window: '24h' }, viewer),
    ];
    expect(hour).toMatchObject({ windowRows: 30, reach: { span: '1h', cut: false }, threshold: 0.25 });
    expect(hour.rowsUntil).toBe(start + 180 * minute);
    // Rows of the reference are not compared with themselves.
    expect(day).toMatchObject({ windowRows: 90, referenceRows: 600, reach: { span: '24h', cut: false } });
    expect(day.score).toBeGreaterThanOrEqual(0);
    expect((await stage.ops.report({}, viewer)).reach).toBeNull();
  });

  it('of a shifted hour scores it higher than the day it is part of', async () => {
    stage = await served();
    stage.clock.advance(60 * minute);
    await stage.arrive(60, { shift: 2 });
    await stage.patrol();
    const hour = await stage.ops.report({ window: '1h' }, viewer);
    const day = await stage.ops.report({ window: '24h' }, viewer);
    expect(hour.windowRows).toBe(60);
    expect(day.windowRows).toBe(150);
    expect(hour.score).toBeGreaterThan(day.score);
    expect(hour.features[0]?.name).toBe('y');
  });

  it('of fewer than 30 rows says that there are too few', async () => {
    stage = await served();
    stage.clock.advance(120 * minute);
    await stage.arrive(12);
    await stage.patrol();
    expect(await refusalOf(stage.ops.report({ window: '1h' }, viewer))).toMatchObject({
      code: 'not_enough_data',
      message:
        'Watch "shop" has 12 checked rows in the last hour up to 2026-01-05T14:00:00.000Z, since its reference; a reading needs 30.',
      remedy: 'Ask for a longer time, or check those that came with /drift watch:shop run:now.',
    });
  });

  it('needs rows that carry a time, and says how they get one', async () => {
    stage = await openStage();
    const source: Source = {
      kind: 'file',
      labels: true,
      read: () => Promise.reject(new Error('not asked for')),
      recent: async ({ rows }) => timed(rows, () => Number.NaN),
    };
    const watched = { watch: { name: 'shop' } as never, source, reference: null };
    const asked = { after: [], upTo: [], schema: null };
    expect(await refusalOf(rowsWithin(watched, '24h', asked))).toMatchObject({
      code: 'unsupported',
      message: 'The rows of watch "shop" carry no time to go back by.',
    });
  });

  it('reads 100,000 rows at most, and says that more there were', async () => {
    stage = await openStage();
    const sizes: number[] = [];
    const source: Source = {
      kind: 'file',
      labels: true,
      read: () => Promise.reject(new Error('not asked for')),
      recent: async ({ rows }) => {
        sizes.push(rows);
        return timed(rows, (row) => start - (rows - row));
      },
    };
    const watched = { watch: { name: 'shop' } as never, source, reference: null };
    const { window, reach } = await rowsWithin(watched, '1h', { after: [], upTo: [], schema: null });
    expect([window.rows, reach]).toEqual([100_000, { span: '1h', cut: true }]);
    expect(sizes).toEqual([5_000, 25_000, 100_000]);
  });

  it('goes as far back as it must, also where a row came late', async () => {
    stage = await openStage();
    const sizes: number[] = [];
    const source: Source = {
      kind: 'file',
      labels: true,
      read: () => Promise.reject(new Error('not asked for')),
      // Two rows a second; one from days ago came late, and is the oldest of those that are read first.
      recent: async ({ rows }) => {
        sizes.push(rows);
        return timed(rows, (row) => (row === rows - 5_000 ? 0 : start - (rows - 1 - row) * 500));
      },
    };
    const watched = { watch: { name: 'shop' } as never, source, reference: null };
    const { window, reach } = await rowsWithin(watched, '1h', { after: [], upTo: [], schema: null });
    expect([window.rows, reach.cut]).toEqual([7_199, false]);
    expect(sizes).toEqual([5_000, 25_000]);
  });
});

/** Rows of nothing but a time. */
function timed(rows: number, timeOf: (row: number) => number) {
  return {
    rows,
    columns: [],
    ids: Array.from({ length: rows }, (_, row) => String(row)),
    times: Float64Array.from({ length: rows }, (_, row) => timeOf(row)),
    label: { kind: 'categorical' as const, name: 'label', codes: new Int32Array(rows), categories: ['a'] },
  };
}

describe('one feature', () => {
  it('comes with its values then and now, and what the checks said of it', async () => {
    stage = await openStage({ watch: { policy: 'manual' } });
    await stage.arrive(1_000);
    await stage.patrol();
    await stage.rounds(5, { shift: 2.5 });
    const { feature } = await stage.ops.report({ feature: 'y' }, viewer);
    const { lastReport } = await stage.state();
    expect(lastReport?.verdict).toBe('drift');
    const median = feature?.quantiles.find(({ at }) => at === 0.5);
    expect((median?.after ?? 0) - (median?.before ?? 0)).toBeGreaterThan(1);
    expect(feature).toMatchObject({ name: 'y', missing: { before: 0, after: 0 }, shares: [] });
    expect(feature?.causes[0]).toMatchObject({ kind: 'feature', of: 'y' });
    expect(feature?.lastDrifted?.check).toBe(lastReport?.number);
    expect((await stage.ops.report({ feature: 'x' }, viewer)).feature).toMatchObject({
      causes: [],
      lastDrifted: null,
    });
  });

  it('that the champion does not know is refused with the one that was meant', async () => {
    stage = await openStage({ watch: { policy: 'manual' } });
    await stage.arrive(300);
    await stage.patrol();
    expect(await refusalOf(stage.ops.report({ feature: 'z' }, viewer))).toMatchObject({
      code: 'not_found',
      message: 'The champion of watch "shop" has no feature "z".',
      remedy: 'Its features are x, y.',
    });
    expect((await refusalOf(stage.ops.report({ window: '2h' }, viewer))).code).toBe('invalid_input');
  });
});
