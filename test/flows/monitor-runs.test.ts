// The checks of a day in MLflow: one run, a step a check.
import { afterEach, describe, expect, it } from 'vitest';
import { createOps } from '../../core/ops/index.ts';
import { minute, openStage, type Stage, start, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const logged = () =>
  stage.archive.days.map(({ key, checks, endedAt }) => [key, checks.map(({ number }) => number), endedAt]);

/** A champion, and three checks from two minutes past nine on. */
async function threeChecks(timezone = 'UTC'): Promise<void> {
  stage = await openStage({ tracked: true, watch: { timezone } });
  await stage.arrive(600);
  await stage.patrol();
  await stage.rounds(3);
}

describe('the checks of a day', () => {
  it('are told once, each with its time and what it measured', async () => {
    await threeChecks();
    const { checks } = await stage.state();
    const told = await stage.ops.logChecks({}, vigie);
    expect(told).toEqual({ done: checks });
    expect(stage.archive.days).toHaveLength(1);
    const [day] = stage.archive.days;
    expect(day).toMatchObject({ watch: 'shop', day: '2026-01-05', endedAt: null });
    const last = day?.checks.at(-1);
    expect(last).toMatchObject({ number: checks, at: start + 6 * minute, metrics: { rows: 50 } });
    const [report] = await stage.store.reports.list('shop', 1);
    expect(last?.metrics).toMatchObject({
      score: report?.score,
      accuracy: report?.performance?.accuracy,
      estimated_accuracy: report?.estimate?.accuracy,
    });
    expect(last?.metrics['evidence_ratio']).toBeGreaterThanOrEqual(0);
    expect(await stage.ops.logChecks({}, vigie)).toEqual({ done: 0 });
    expect(stage.archive.days).toHaveLength(1);
  });

  it('end with the day of the watch, also when no other check follows', async () => {
    // In Auckland it is 22:06 when the last one is made.
    await threeChecks('Pacific/Auckland');
    const { checks } = await stage.state();
    const numbers = Array.from({ length: checks }, (_, at) => at + 1);
    await stage.ops.logChecks({}, vigie);
    stage.clock.advance(113 * minute);
    await stage.ops.logChecks({}, vigie);
    expect(logged()).toEqual([['monitor:shop:2026-01-05', numbers, null]]);
    stage.clock.advance(minute);
    await stage.ops.logChecks({}, vigie);
    await stage.rounds(1);
    await stage.ops.logChecks({}, vigie);
    expect(logged().slice(1)).toEqual([
      ['monitor:shop:2026-01-05', [], start + 6 * minute],
      ['monitor:shop:2026-01-06', [checks + 1], null],
    ]);
  });

  it('wait while MLflow is away, and go on after what it refuses', async () => {
    await threeChecks();
    stage.archive.state.away = true;
    expect(await stage.ops.logChecks({}, vigie)).toEqual({ done: 0 });
    stage.archive.state.away = false;
    stage.archive.state.refuses = true;
    await stage.ops.logChecks({}, vigie);
    stage.archive.state.refuses = false;
    await stage.rounds(1);
    expect(await stage.ops.logChecks({}, vigie)).toEqual({ done: 1 });
  });

  it('are told anew to another server, by one process at a time', async () => {
    await threeChecks();
    const { checks } = await stage.state();
    await stage.ops.logChecks({}, vigie);
    const { world } = stage.process('other');
    const elsewhere = { ...stage.archive.tracker, server: 'http://other' };
    const { logChecks } = createOps({ ...world, tracker: elsewhere });
    const both = await Promise.all([logChecks({}, vigie), logChecks({}, vigie)]);
    expect(both.map(({ done }) => done).toSorted()).toEqual([0, checks]);
  });

  it('are not asked for without MLflow', async () => {
    stage = await openStage();
    await stage.arrive(600);
    await stage.patrol();
    expect(await stage.ops.logChecks({}, vigie)).toEqual({ done: 0 });
  });
});
