import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrainingIntent } from '../../../../core/intent.ts';
import { type FakeMlflow, startFakeMlflow } from '../../../fakes/mlflow.ts';
import { trackerAt } from './tracked.ts';
import { facts, outboxOf, readRun, training } from './training.ts';

let fake: FakeMlflow;
beforeEach(async () => {
  fake = await startFakeMlflow();
});
afterEach(() => fake.stop());

const trackerOf = (publicUrl = '') => trackerAt(fake.uri, publicUrl);

async function logged(intent: TrainingIntent) {
  const outbox = outboxOf(intent);
  const { runId } = await trackerOf().log(outbox.item(), facts, outbox.save);
  return await readRun(fake.uri, runId);
}

describe('a training logged in MLflow', () => {
  it('is a finished run with its parameters, metrics, tags and times', async () => {
    const run = await logged(training);
    expect(run).toMatchObject({
      experiment_id: '1',
      run_name: 'churn v4',
      status: 'FINISHED',
      start_time: training.startedAt,
      end_time: training.endedAt,
      params: training.parameters,
      metrics: training.metrics,
    });
    expect(run.tags).toEqual({
      ...training.tags,
      'vigie.idempotency_key': training.key,
      'mlflow.runName': 'churn v4',
      'mlflow.source.name': 'vigie',
      'mlflow.source.type': 'JOB',
      'mlflow.user': 'patrol',
      'mlflow.note.content': expect.stringContaining('became version 4'),
    });
    expect(new Set(run.points.map((point) => point.timestamp))).toEqual(new Set([training.endedAt]));
  });

  it('is named after the challenger when it brought no version', async () => {
    const run = await logged({ ...training, version: null });
    expect(run.run_name).toBe('churn challenger');
  });

  it('is linked under the public address and not at all without one', async () => {
    const outbox = outboxOf(training);
    const runId = '1'.padStart(32, '0');
    expect(await trackerOf().log(outbox.item(), facts, outbox.save)).toEqual({ runId, url: null });
    expect(
      await trackerOf('https://me:secret@ml.example/tracking/').log(outbox.item(), facts, outbox.save),
    ).toEqual({
      runId,
      url: `https://ml.example/tracking/#/experiments/1/runs/${runId}`,
    });
  });

  it('keeps the path prefix of the tracking address', async () => {
    const prefixed = await startFakeMlflow({ prefix: '/ml/flow' });
    await trackerAt(`${prefixed.uri}/`).ping();
    await prefixed.stop();
    expect(prefixed.requests).toEqual(['GET /ml/flow/api/2.0/mlflow/experiments/search']);
  });

  it('shares the experiment that is there, even when somebody makes it at the same moment', async () => {
    fake.plant(1, {
      status: 404,
      type: 'application/json',
      body: '{"error_code":"RESOURCE_DOES_NOT_EXIST"}',
    });
    fake.experiments.set('7', { name: 'vigie', stage: 'active' });
    expect(await logged(training)).toMatchObject({ experiment_id: '7', status: 'FINISHED' });
  });
});

describe('what MLflow could not take as it is', () => {
  it('a metric that is not finite becomes a tag and spares the others', async () => {
    const run = await logged({
      ...training,
      metrics: { auc: Number.NaN, psi: Number.POSITIVE_INFINITY, f1: 0.5 },
    });
    expect(run.metrics).toEqual({ f1: 0.5 });
    expect(run.tags).toMatchObject({ 'vigie.metric.auc': 'NaN', 'vigie.metric.psi': 'Infinity' });
  });

  it('a value of 6001 characters is cut to 500 that end in an ellipsis', async () => {
    const run = await logged({ ...training, parameters: { note: 'é'.repeat(6001) } });
    expect(run.params['note']).toBe(`${'é'.repeat(499)}…`);
  });

  it('101 parameters, 1001 metrics and 101 tags all arrive', async () => {
    const numbered = <T>(count: number, value: (at: number) => T) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, value(at)]));
    const intent = {
      ...training,
      parameters: numbered(101, String),
      metrics: numbered(1001, (at) => at / 7),
      tags: numbered(101, (at) => `tag ${at}`),
    };
    const run = await logged(intent);
    expect(run.params).toEqual(intent.parameters);
    expect(run.metrics).toEqual(intent.metrics);
    expect(run.tags).toMatchObject(intent.tags);
    expect(fake.requests.filter((path) => path.endsWith('log-batch'))).toHaveLength(2);
  });

  it('a training without contents is still a run', async () => {
    const run = await logged({ ...training, parameters: {}, metrics: {}, tags: {} });
    expect(run).toMatchObject({ status: 'FINISHED', params: {}, metrics: {} });
  });
});
