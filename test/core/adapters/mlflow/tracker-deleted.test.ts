// What becomes of a training when what MLflow held of it was deleted.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeMlflow, startFakeMlflow } from '../../../fakes/mlflow.ts';
import { trackerAt } from './tracked.ts';
import { facts, outboxOf, training } from './training.ts';

let fake: FakeMlflow;
beforeEach(async () => {
  fake = await startFakeMlflow();
});
afterEach(() => fake.stop());

const trackerOf = () => trackerAt(fake.uri);

describe('a training whose place in MLflow was deleted', () => {
  it('waits for its experiment, and is logged once that is restored', async () => {
    fake.experiments.set('1', { name: 'vigie', stage: 'deleted' });
    const outbox = outboxOf(training);
    await expect(trackerOf().log(outbox.item(), facts, outbox.save)).rejects.toMatchObject({
      code: 'upstream_unavailable',
      message: 'The MLflow experiment "vigie" was deleted.',
      remedy: expect.stringContaining('mlflow experiments restore --experiment-id 1'),
    });
    fake.experiments.set('1', { name: 'vigie', stage: 'active' });
    await trackerOf().log(outbox.item(), facts, outbox.save);
    expect(fake.runs.size).toBe(1);
  });

  it('waits as well when its run, whose id was never kept, went with the experiment', async () => {
    const outbox = outboxOf(training);
    const away = { code: 'upstream_unavailable' };
    const stage = (next: 'active' | 'deleted') => {
      fake.experiments.set('1', { name: 'vigie', stage: next });
      for (const run of fake.runs.values()) run.stage = next;
    };
    fake.plant(4, 'lose');
    await expect(trackerOf().log(outbox.item(), facts, outbox.save)).rejects.toMatchObject(away);
    stage('deleted');
    await expect(trackerOf().log(outbox.item(), facts, outbox.save)).rejects.toMatchObject(away);
    stage('active');
    await trackerOf().log(outbox.item(), facts, outbox.save);
    expect([...fake.runs.values()].map((run) => run.status)).toEqual(['FINISHED']);
  });

  it('waits as well when the experiment goes between two calls', async () => {
    fake.experiments.set('1', { name: 'vigie', stage: 'active' });
    const outbox = outboxOf(training);
    const gone = "The experiment 1 must be in the 'active' state. Current state is deleted.";
    const body = JSON.stringify({ error_code: 'INVALID_PARAMETER_VALUE', message: gone });
    fake.plant(3, { status: 400, type: 'application/json', body });
    await expect(trackerOf().log(outbox.item(), facts, outbox.save)).rejects.toMatchObject({
      code: 'upstream_unavailable',
      remedy: expect.stringContaining('restore'),
    });
  });

  it.each([
    ['while it was logged', 'log-batch'],
    ['before its end', 'update'],
    ['before its id was kept', 'search'],
  ])('is given up when its run is deleted %s', async (_, last) => {
    const outbox = outboxOf(training);
    fake.plant({ 'log-batch': 5, update: 6, search: 5 }[last] ?? 0, 'drop', 2);
    const keep = last === 'search' ? async () => {} : outbox.save;
    await expect(trackerOf().log(outbox.item(), facts, keep)).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
    for (const run of fake.runs.values()) run.stage = 'deleted';
    await expect(trackerOf().log(outbox.item(), facts, outbox.save)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('was deleted in MLflow'),
    });
    expect([...fake.runs.values()].map(({ status }) => status)).toEqual(['RUNNING']);
    expect(fake.runs.size).toBe(1);
  });

  it('is given up when the server no longer knows its run at all', async () => {
    const progress = { experimentId: '1', runId: 'f'.repeat(32), step: 'run' };
    const item = { ...outboxOf(training).item(), progress };
    await expect(trackerOf().log(item, facts, async () => {})).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is given up when its times are none', async () => {
    const item = outboxOf({ ...training, startedAt: Number.NaN }).item();
    await expect(trackerOf().log(item, facts, async () => {})).rejects.toMatchObject({ code: 'bad_data' });
  });
});
