// The schedule: a challenger every so many labelled rows, through the same gate.
import { afterEach, describe, expect, it } from 'vitest';
import { callerOf, learned, minute, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const served = (watch: Parameters<typeof learned>[1] = {}) =>
  learned(600, { ...watch, watch: { retrainEvery: 300, ...watch.watch } });

describe('a scheduled challenger', () => {
  it('that is no better leaves a line in the history, a run, and no card', async () => {
    stage = await served({ tracked: true });
    const results = await stage.rounds(6);
    const held = results.map(({ retrain }) => retrain);
    expect(held.slice(0, 5)).toEqual([null, null, null, null, null]);
    expect(held[5]).toMatchObject({ trigger: 'schedule', by: 'vigie', result: 'rejected' });
    expect(held[5]?.trial.alpha).toBeLessThanOrEqual(0.05);
    expect(stage.mailbox.deliveries.map(({ news }) => news.kind)).not.toContain('retrained');
    const [record] = await stage.store.retrains.list('shop', { limit: 1, before: null, after: null });
    expect(record?.entry).toMatchObject({ trigger: 'schedule', result: 'rejected' });
    expect(await stage.store.intents.read(held[5]?.intent ?? '')).toMatchObject({
      tags: { 'vigie.result': 'rejected' },
    });
    expect((await stage.state()).schedule).toMatchObject({ labelled: 0, rejections: 1 });
  });

  it('comes again after as many rows, once the cooldown is over', async () => {
    stage = await served();
    const results = await stage.rounds(24);
    const at = results.flatMap(({ retrain }, round) => (retrain === null ? [] : [round]));
    // 300 rows are there after six rounds, half an hour after fifteen of two minutes.
    expect(at).toEqual([5, 20]);
  });

  it('that is better serves, and is told by a card', async () => {
    // So strict a budget that the schedule comes first.
    stage = await served({ watch: { retrainEvery: 200, falseAlarmsPerWeek: 1e-300 } });
    const results = await stage.rounds(4, { turned: true });
    expect(results.at(-1)?.retrain).toMatchObject({ trigger: 'schedule', result: 'promoted', version: 2 });
    expect(await stage.state()).toMatchObject({ champion: 2, previous: 1, incidents: 0 });
    const told = stage.mailbox.deliveries.at(-1)?.news;
    expect(told).toMatchObject({ kind: 'retrained', outcome: { trigger: 'schedule', result: 'promoted' } });
  });

  it('counts a label once, whether it comes with its row or later', async () => {
    stage = await served();
    await stage.rounds(1, { labelled: false });
    const labels = Array.from({ length: 50 }, (_, row) => ({ id: `r${601 + row}`, label: 'yes' }));
    await stage.ops.label({ watch: 'shop', labels }, callerOf('operator'));
    await stage.rounds(3);
    expect((await stage.state()).schedule).toMatchObject({ labelled: 200 });
  });

  it('is held once at the end of a portion of a backlog, not at every few rows of it', async () => {
    stage = await served({ watch: { retrainEvery: 200 } });
    stage.clock.advance(2_000 * minute);
    await stage.arrive(2_000, { apart: 0.5 });
    const { checks } = await stage.patrol();
    expect(checks).toBeGreaterThan(200);
    const lines = await stage.store.retrains.list('shop', { limit: 50, before: null, after: null });
    const portions = Math.ceil(checks / 200);
    expect(lines.length).toBeLessThanOrEqual(portions);
    expect(lines.length).toBeGreaterThan(0);
  });

  it('never comes by itself where it is switched off or the mode is seed', async () => {
    for (const watch of [{ retrainEvery: null }, { mode: 'seed' }] as const) {
      stage = await served({ watch });
      const results = await stage.rounds(7);
      expect(results.every(({ retrain }) => retrain === null)).toBe(true);
      if (watch.mode === 'seed') break;
      await stage.close();
    }
  });
});
