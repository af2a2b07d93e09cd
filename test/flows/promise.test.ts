// What a champion's monitor promises, and the ledger of what it said: told when it is armed, and whenever it is asked for.
import { afterEach, describe, expect, it } from 'vitest';
import { createOps } from '../../core/ops/index.ts';
import { chance } from '../core/evidence/rows.ts';
import { openForeign, rowsOf, send } from './foreign.ts';
import { callerOf, learned, openStage, type Stage, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const viewer = callerOf('viewer');
const operator = callerOf('operator');
const newsOf = (kind: string) =>
  stage.mailbox.deliveries.map(({ news }) => news).filter((news) => news.kind === kind);

describe('the promise of a monitor', () => {
  it('is told with the first champion, and again by /drift', async () => {
    stage = await learned(2_000);
    const [trained] = newsOf('trained');
    expect(trained).toMatchObject({
      prospect: { falseAlarmsPerWeek: 1, trial: { alarms: 0, rows: 667 }, learning: [] },
    });
    const { prospect } = await stage.ops.drift({}, viewer);
    expect(trained).toMatchObject({ prospect });
    // The rows come 25 a minute.
    expect(prospect?.provable?.rowsPerDay).toBeGreaterThan(35_000);
    expect(prospect?.provable?.shift).toBeLessThan(0.5);
  });

  it('tells what still learns where the reference is too short, by reason', async () => {
    stage = await openStage({ watch: { cycle: 86_400_000 } });
    await stage.arrive(2_000);
    const { prospect } = await stage.ops.train({}, operator);
    expect(prospect?.learning).toEqual([{ because: 'short history', signals: expect.any(Number) }]);
    expect(prospect?.learning[0]?.signals).toBeLessThan(prospect?.signals ?? 0);
    expect(prospect?.provable).toBeNull();
  });

  it('is not made in seed mode, which proves nothing', async () => {
    stage = await openStage({ watch: { mode: 'seed' } });
    await stage.arrive(300);
    expect((await stage.ops.train({}, operator)).prospect).toBeNull();
    expect(await stage.ops.drift({}, viewer)).toMatchObject({
      prospect: null,
      ledger: { falseAlarmsPerWeek: null },
    });
  });

  it('that cannot be worked out fails no training', async () => {
    stage = await openStage();
    await stage.arrive(300);
    const registry = { ...stage.world.registry, armed: () => Promise.reject(new Error('worker gone')) };
    const ops = createOps({ ...stage.world, registry });
    expect(await ops.train({}, operator)).toMatchObject({ version: 1, prospect: null });
    expect(newsOf('trained')).toMatchObject([{ version: 1, prospect: null }]);
    expect(await ops.drift({}, viewer)).toMatchObject({ prospect: null });
  });

  it('is told anew when the reference of a model elsewhere gets its labels', async () => {
    stage = await openForeign();
    const rows = rowsOf(chance(1), 0, 600, { labelled: false });
    await send(stage, rows);
    await stage.patrol();
    await stage.ops.label({ labels: rows.map(({ id, prediction: label }) => ({ id, label })) }, operator);
    await stage.patrol();
    const [before, after] = newsOf('trained').map((news) => news.kind === 'trained' && news.prospect);
    expect(before).toMatchObject({ signals: expect.any(Number) });
    // Errors and class shares are signals only of labelled rows.
    expect(after && before && after.signals > before.signals).toBe(true);
  });
});

describe('the ledger', () => {
  it('counts the alarm its news tell of', async () => {
    stage = await learned(2_000, { watch: { policy: 'manual' } });
    await stage.rounds(4, { shift: 2 });
    const ledger = { falseAlarmsPerWeek: 1, week: 1, days90: 1, expected: 0 };
    expect(newsOf('incident')[0]).toMatchObject({ ledger, broken: [], waiting: null });
    const { trend, timezone, ...rest } = await stage.ops.drift({}, vigie);
    expect(rest).toMatchObject({ ledger });
    // What a line over time shows of the same checks, newest first.
    const times = trend.map(({ at }) => at);
    expect(times).toEqual([...times].sort((one, other) => other - one));
    expect(trend.map(({ verdict }) => verdict)).toContain('drift');
    expect(trend[0]).toMatchObject({
      version: 1,
      accuracy: expect.any(Number),
      estimate: expect.any(Number),
    });
    expect(timezone).toBe('UTC');
  });

  it('goes with how many labels a retraining waits for', async () => {
    stage = await learned(2_000, { watch: { policy: 'manual' } });
    await stage.rounds(4, { shift: 2, labelled: false });
    expect(newsOf('incident')[0]).toMatchObject({ waiting: { labelled: 0, needed: 200 } });
  });
});
