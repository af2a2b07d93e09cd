import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MonitorDay } from '../../../../core/intent.ts';
import { type FakeMlflow, startFakeMlflow } from '../../../fakes/mlflow.ts';
import { trackerAt } from './tracked.ts';
import { readRun } from './training.ts';

let fake: FakeMlflow;
beforeEach(async () => {
  fake = await startFakeMlflow();
});
afterEach(() => fake.stop());

const at = Date.UTC(2026, 0, 5, 9);
const morning: MonitorDay = {
  key: 'monitor:shop:2026-01-05',
  watch: 'shop',
  day: '2026-01-05',
  startedAt: at,
  checks: [
    { number: 7, at, metrics: { score: 0.125, rows: 50 } },
    { number: 8, at: at + 120_000, metrics: { score: 0.25, rows: 40, accuracy: 0.9 } },
  ],
  endedAt: null,
};
const noon: MonitorDay = { ...morning, checks: [{ number: 9, at: at + 240_000, metrics: { score: 0.5 } }] };

/** The one run there is, as the server gives it. */
async function theRun() {
  expect(fake.runs.size).toBe(1);
  const [runId = ''] = fake.runs.keys();
  return await readRun(fake.uri, runId);
}

it('the checks of a day are steps of one run, which ends with the day', async () => {
  const tracker = trackerAt(fake.uri);
  await tracker.monitor(morning);
  expect(await theRun()).toMatchObject({
    run_name: 'shop checks 2026-01-05',
    status: 'RUNNING',
    start_time: at,
  });
  await tracker.monitor(noon);
  await tracker.monitor({ ...morning, checks: [], endedAt: at + 240_000 });
  const run = await theRun();
  expect(run).toMatchObject({ status: 'FINISHED', end_time: at + 240_000 });
  expect(run.tags).toMatchObject({
    'vigie.watch': 'shop',
    'vigie.day': '2026-01-05',
    'vigie.kind': 'monitor',
  });
  expect(run.points.map(({ key, value, timestamp, step }) => [key, value, timestamp, step])).toEqual([
    ['score', 0.125, at, 7],
    ['rows', 50, at, 7],
    ['score', 0.25, at + 120_000, 8],
    ['rows', 40, at + 120_000, 8],
    ['accuracy', 0.9, at + 120_000, 8],
    ['score', 0.5, at + 240_000, 9],
  ]);
});

it('the same checks again change nothing', async () => {
  const tracker = trackerAt(fake.uri);
  await tracker.monitor(morning);
  const before = await theRun();
  await tracker.monitor(morning);
  expect(await theRun()).toEqual(before);
});

it('a day of many checks goes in calls that MLflow takes', async () => {
  const checks = Array.from({ length: 700 }, (_, number) => ({
    number,
    at,
    metrics: { score: 0, rows: number },
  }));
  await trackerAt(fake.uri).monitor({ ...morning, checks });
  expect((await theRun()).points).toHaveLength(1_400);
  expect(fake.requests.filter((line) => line.endsWith('runs/log-batch'))).toHaveLength(2);
});

it('a run that somebody deleted is not made again', async () => {
  const tracker = trackerAt(fake.uri);
  await tracker.monitor(morning);
  for (const run of fake.runs.values()) run.stage = 'deleted';
  await expect(tracker.monitor(noon)).rejects.toMatchObject({ code: 'not_found' });
});
