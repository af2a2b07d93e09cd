// The patrol: every row is checked once, whoever comes by, and whatever breaks off.
import { appendFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { createOps } from '../../core/ops/index.ts';
import type { Store } from '../../core/store.ts';
import { callerOf, learned, minute, openStage, refusalOf, type Stage, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

/** A stage whose first champion serves. */
const served = (options: Parameters<typeof openStage>[0] = {}) => learned(600, options);

const reportsOf = (from: Stage) => from.store.reports.list('shop', 10_000);

describe('a patrol', () => {
  it('checks the rows that are new, once', async () => {
    stage = await served();
    await stage.arrive(50);
    expect(await stage.patrol()).toMatchObject({ checks: 1, rows: 50, repeated: false });
    expect(await stage.patrol()).toMatchObject({ checks: 0, rows: 0, report: null });
    expect(await reportsOf(stage)).toHaveLength(1);
  });

  it('does nothing for a slot that was patrolled', async () => {
    stage = await served();
    await stage.arrive(50);
    const slot = 1_000;
    const first = await stage.ops.patrol({ watch: 'shop', slot }, vigie);
    await stage.arrive(50);
    const second = await stage.ops.patrol({ watch: 'shop', slot }, vigie);
    expect([first.repeated, second.repeated]).toEqual([false, true]);
    expect(second).toMatchObject({ checks: 0, rows: 0 });
    expect(await stage.ops.patrol({ watch: 'shop', slot: slot - 1 }, vigie)).toMatchObject({
      repeated: true,
    });
    expect(await stage.ops.patrol({ watch: 'shop', slot: slot + 1 }, vigie)).toMatchObject({ rows: 50 });
  });

  it('counts itself as made when there was nothing new', async () => {
    stage = await served();
    const nothing = 'ml_drift_checks_total{watch="shop",result="insufficient_data"}';
    const before = await stage.metric(nothing);
    await stage.patrol();
    expect(await stage.metric(nothing)).toBe(before + 1);
    await stage.arrive(50);
    await stage.patrol();
    expect(await stage.metric(nothing)).toBe(before + 1);
  });

  it('takes a watch for up to date when its rows have no champion yet', async () => {
    stage = await openStage();
    expect(await stage.patrol()).toMatchObject({ checks: 0, trained: false, repeated: false });
  });

  it('consumes nothing of rows that cannot be read, and goes on when they can', async () => {
    stage = await served();
    await stage.arrive(50);
    const broken = stage.process('broken');
    const watched = broken.world.watches.get('shop');
    if (watched === undefined) throw new Error('no watch');
    const away = new AppError('bad_data', 'a.csv has no column "x"');
    const source = { ...watched.source, read: () => Promise.reject(away) };
    const world = { ...broken.world, watches: new Map([['shop', { ...watched, source }]]) };
    expect((await refusalOf(createOps(world).patrol({ watch: 'shop', slot: 9_000 }, vigie))).code).toBe(
      'bad_data',
    );
    // The slot was not patrolled: whoever comes next does it.
    expect(await stage.ops.patrol({ watch: 'shop', slot: 9_000 }, vigie)).toMatchObject({ rows: 50 });
  });

  it('tells of cells that could not be read', async () => {
    stage = await served();
    await appendFile(stage.path, 'bad,2026-01-05T09:00:00Z,not a number,1,yes\n');
    await stage.arrive(49);
    const { report } = await stage.patrol();
    expect(report?.faults).toEqual([
      { path: 'rows.csv row 601, column x', message: "'not a number' is not a number" },
    ]);
  });

  it('posts every check without drift when asked to, and none otherwise', async () => {
    stage = await served({ notifyNoDrift: true });
    await stage.rounds(3);
    const kinds = stage.mailbox.deliveries.map(({ news }) => news.kind);
    expect(kinds).toEqual(['trained', 'checked', 'checked', 'checked']);
  });
});

describe('many patrols at once', () => {
  it('check every row once', async () => {
    stage = await served();
    for (let round = 0; round < 6; round++) {
      stage.clock.advance(2 * minute);
      await stage.arrive(50);
      const { process } = stage;
      const many = Array.from({ length: 6 }, (_, at) => process(`p${at}`).ops.check({}, vigie));
      const results = await Promise.all(many);
      expect(results.reduce((rows, result) => rows + result.rows, 0)).toBe(50);
    }
    const reports = await reportsOf(stage);
    expect(reports.map(({ number }) => number).toSorted((one, other) => one - other)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
    expect(reports.reduce((rows, report) => rows + report.newRows, 0)).toBe(300);
    expect((await stage.state()).position).toEqual([expect.objectContaining({ rows: 900 })]);
  });

  it('judge rows by the champion that serves when they are written', async () => {
    stage = await served();
    await stage.arrive(50);
    await stage.ops.check({}, vigie);
    await stage.ops.train({ force: true }, callerOf('admin'));
    await stage.arrive(50);
    // Between the reading of the state and the writing of the report the champion goes back to version 1.
    let moved = false;
    const store: Store = {
      ...stage.store,
      states: {
        ...stage.store.states,
        async replace(state) {
          if (!moved) {
            moved = true;
            await stage.ops.rollback({}, callerOf('operator'));
          }
          return stage.store.states.replace(state);
        },
      },
    };
    const result = await stage.process('slow', store).ops.check({}, vigie);
    expect(result).toMatchObject({ checks: 1, rows: 50, report: { version: 1 } });
    expect(await stage.state()).toMatchObject({ champion: 1, checks: 2 });
  });
});
