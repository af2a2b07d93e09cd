// Against a real MLflow server, started three ways by .ci/peers/mlflow.sh; not part of `npm test`.
import { describe, expect, it } from 'vitest';
import type { TrainingIntent } from '../../core/intent.ts';
import { facts, outboxOf, readRun, training } from '../core/adapters/mlflow/training.ts';
import { call, freshName, trackerOf, uri } from './mlflow-peer.ts';

async function runsIn(experimentId: string): Promise<number> {
  const found = await call('runs/search', {
    experiment_ids: [experimentId],
    max_results: 100,
    run_view_type: 'ALL',
  });
  const runs: unknown = Object(found).runs ?? [];
  return Array.isArray(runs) ? runs.length : Number.NaN;
}

async function logged(intent: TrainingIntent) {
  const outbox = outboxOf(intent);
  const link = await trackerOf({ experiment: freshName() }).log(outbox.item(), facts, outbox.save);
  return { link, run: await readRun(uri, link.runId), outbox };
}

describe('an open server', () => {
  it('answers a ping', async () => {
    await trackerOf().ping();
  });

  it('gives back every value of a training by GET', async () => {
    const { link, run } = await logged(training);
    expect(run).toMatchObject({
      run_name: 'churn v4',
      status: 'FINISHED',
      start_time: training.startedAt,
      end_time: training.endedAt,
    });
    expect(run.params).toEqual(training.parameters);
    expect(run.metrics).toEqual(training.metrics);
    expect(run.points.map(({ timestamp, step }) => [timestamp, step])).toEqual(
      run.points.map(() => [training.endedAt, 0]),
    );
    expect(run.tags).toEqual({
      ...training.tags,
      'vigie.idempotency_key': training.key,
      'mlflow.runName': 'churn v4',
      'mlflow.source.name': 'vigie',
      'mlflow.source.type': 'JOB',
      'mlflow.user': 'patrol',
      'mlflow.note.content': expect.stringContaining('became version 4'),
    });
    expect(link.url).toBe(`${uri}/#/experiments/${run.experiment_id}/runs/${link.runId}`);
  });

  it('takes names, values and amounts it would refuse or drop as they were', async () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`n${at}`, String(at)]));
    const metrics = Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`m/${at}`, at / 7]));
    const { run } = await logged({
      ...training,
      parameters: { ...many, long: 'é'.repeat(6001), half: 'a\ud800b', nul: 'a\0b', empty: '' },
      metrics: { ...metrics, 'psi(âge)': 0.25, '../up': 1, '..dots': 2, auc: Number.NaN },
      tags: { ...many, '/root//x/': 'tag', 数: '值' },
    });
    expect(run.params).toEqual({
      ...many,
      long: `${'é'.repeat(499)}…`,
      half: 'a\ufffdb',
      nul: 'a\ufffdb',
      empty: '',
    });
    expect(run.metrics).toEqual({ ...metrics, psi_âge_: 0.25, up: 1, __dots: 2 });
    expect(run.tags).toMatchObject({ ...many, 'root/x': 'tag', 数: '值', 'vigie.metric.auc': 'NaN' });
  });

  it('keeps one complete run when nothing, or each time one step more, was saved before the process ended', async () => {
    const name = freshName();
    const outbox = outboxOf(training);
    for (const fatal of [1, 2, 2, 2]) {
      let saves = 0;
      const dying = async (progress: Readonly<Record<string, string>>) => {
        saves++;
        if (saves === fatal) throw new Error('the process ended');
        await outbox.save(progress);
      };
      await trackerOf({ experiment: name })
        .log(outbox.item(), facts, dying)
        .catch(() => {});
    }
    const { runId } = await trackerOf({ experiment: name }).log(outbox.item(), facts, outbox.save);
    const run = await readRun(uri, runId);
    expect(run).toMatchObject({ status: 'FINISHED', params: training.parameters, metrics: training.metrics });
    expect(run.points).toHaveLength(Object.keys(training.metrics).length);
    expect(await runsIn(run.experiment_id)).toBe(1);
  });

  it('changes nothing when a whole training is logged again from nothing', async () => {
    const name = freshName();
    const first = await trackerOf({ experiment: name }).log(outboxOf(training).item(), facts, async () => {});
    const before = await readRun(uri, first.runId);
    const second = await trackerOf({ experiment: name }).log(
      outboxOf(training).item(),
      facts,
      async () => {},
    );
    expect(second).toEqual(first);
    expect(await readRun(uri, first.runId)).toEqual(before);
  });

  it('makes a training wait for its deleted experiment until it is restored', async () => {
    const name = freshName();
    const made = await call('experiments/create', { name });
    const { experiment_id: id } = Object(made);
    await call('experiments/delete', { experiment_id: id });
    const outbox = outboxOf(training);
    await expect(
      trackerOf({ experiment: name }).log(outbox.item(), facts, outbox.save),
    ).rejects.toMatchObject({
      code: 'upstream_unavailable',
      remedy: expect.stringContaining(`mlflow experiments restore --experiment-id ${id}`),
    });
    await call('experiments/restore', { experiment_id: id });
    const { runId } = await trackerOf({ experiment: name }).log(outbox.item(), facts, outbox.save);
    expect(await readRun(uri, runId)).toMatchObject({ experiment_id: id, status: 'FINISHED' });
  });

  it.each(['run', 'logged'])('ends a training whose run was deleted after the step "%s"', async (step) => {
    const { link, run } = await logged(training);
    await call('runs/delete', { run_id: link.runId });
    const progress = { experimentId: run.experiment_id, runId: link.runId, step };
    const item = { ...outboxOf(training).item(), progress };
    await expect(trackerOf().log(item, facts, async () => {})).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('ends a training whose run was deleted before its id was saved', async () => {
    const name = freshName();
    const { runId } = await trackerOf({ experiment: name }).log(
      outboxOf(training).item(),
      facts,
      async () => {},
    );
    await call('runs/delete', { run_id: runId });
    await expect(
      trackerOf({ experiment: name }).log(outboxOf(training).item(), facts, async () => {}),
    ).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(runId),
    });
  });

  it('is not there below a wrong path', async () => {
    await expect(trackerOf({ trackingUri: `${uri}/wrong` }).ping()).rejects.toMatchObject({
      code: 'upstream_unavailable',
      message: expect.stringContaining('is no MLflow tracking server'),
    });
  });
});

describe('a server with other allowed hosts', () => {
  it('makes us name --allowed-hosts, though its /health says OK', async () => {
    expect((await fetch(`${uri}/health`)).status).toBe(200);
    await expect(trackerOf().ping()).rejects.toMatchObject({
      code: 'upstream_unavailable',
      message: `MLflow at ${uri} refuses the host name "${new URL(uri).host}" (403).`,
      remedy: expect.stringContaining(`--allowed-hosts "${new URL(uri).host},`),
    });
  });
});
