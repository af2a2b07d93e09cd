// What a training leaves in MLflow beside its numbers: data sets, files, the model, its version, the aliases.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMlflowTracker } from '../../../../core/adapters/mlflow/tracker.ts';
import { AppError } from '../../../../core/errors.ts';
import type { IntentFacts } from '../../../../core/ports.ts';
import { type FakeMlflow, startFakeMlflow } from '../../../fakes/mlflow.ts';
import { nobody, stepping, trackerAt, usualTls } from './tracked.ts';
import { complete, outboxOf, promoted, readRun, rollback, training } from './training.ts';

let fake: FakeMlflow;
beforeEach(async () => {
  fake = await startFakeMlflow();
});
afterEach(() => fake.stop());

const runId = '1'.padStart(32, '0');
const modelId = `m-${'1'.padStart(32, '0')}`;

async function logged(intent = complete, given: IntentFacts = promoted, publicUrl = '') {
  const outbox = outboxOf(intent);
  return await trackerAt(fake.uri, publicUrl).log(outbox.item(), given, outbox.save);
}

const fileOf = (path: string) => JSON.parse(fake.files.get(path)?.toString() ?? 'null');
const aliasesOf = (name = 'churn') => Object.fromEntries(fake.registered.get(name)?.aliases ?? []);

describe('a training in MLflow', () => {
  it('names its data sets by digest, and what each was for', async () => {
    await logged();
    const { inputs } = await readRun(fake.uri, runId);
    expect(inputs).toEqual([
      { name: 'churn', digest: 'a'.repeat(36), context: 'training', profile: '{"num_rows":800}' },
      { name: 'churn holdout', digest: 'b'.repeat(36), context: 'evaluation', profile: '{"num_rows":200}' },
    ]);
  });

  it('holds the drift of the time, its chart, and parameters whole that were cut', async () => {
    await logged();
    const folder = `1/${runId}/artifacts`;
    expect(fileOf(`${folder}/drift.json`)).toEqual(complete.report);
    expect(fileOf(`${folder}/params.json`)).toEqual(complete.parameters);
    expect(fake.files.get(`${folder}/drift.png`)).toEqual(promoted.chart);
    const { params } = await readRun(fake.uri, runId);
    expect(params['note']).toBe(`${'é'.repeat(499)}…`);
  });

  it('has a model whose files lie where the server said, MLmodel last, linked from the run', async () => {
    await logged();
    expect([...fake.models.values()]).toEqual([
      expect.objectContaining({ name: 'churn', run: runId, status: 'LOGGED_MODEL_READY', type: 'majority' }),
    ]);
    const artifactPath = `mlflow-artifacts:/1/models/${modelId}/artifacts`;
    expect([...fake.files.keys()].at(-1)).toBe(`1/models/${modelId}/artifacts/MLmodel`);
    expect(fileOf(`1/models/${modelId}/artifacts/MLmodel`)).toEqual({
      runId,
      modelId,
      artifactPath,
      createdAt: complete.endedAt,
    });
    expect((await readRun(fake.uri, runId)).models).toEqual([modelId]);
  });

  it("gives the model its own metrics on the data it was evaluated with, not the champion's", async () => {
    await logged();
    const points = [...(fake.runs.get(runId)?.metrics.values() ?? [])];
    const own = points.filter((point) => point.model_id === modelId);
    const { accuracy, log_loss } = complete.metrics;
    expect(Object.fromEntries(own.map(({ key, value }) => [key, value]))).toEqual({ accuracy, log_loss });
    expect(own).toEqual(
      own.map((point) => ({ ...point, dataset_name: 'churn holdout', dataset_digest: 'b'.repeat(36) })),
    );
  });

  it('is a version that says which of ours it is, who promoted it, when and why', async () => {
    const link = await logged();
    const [version] = fake.registered.get('churn')?.versions ?? [];
    expect(version).toMatchObject({ source: `models:/${modelId}`, run: runId, description: complete.note });
    expect(Object.fromEntries(version?.tags ?? [])).toEqual({
      'vigie.idempotency_key': complete.key,
      'vigie.watch': 'churn',
      'vigie.version': '4',
      'vigie.promoted_at': new Date(complete.endedAt).toISOString(),
      'vigie.promoted_by': 'patrol',
      'vigie.promoted_why': 'drift',
    });
    expect(link.registered).toEqual({ name: 'churn', version: '1', url: null });
  });

  it('links run, version and comparison under the public address', async () => {
    const against = { runId: 'e'.repeat(32), url: null };
    expect(await logged(complete, { ...promoted, against }, 'https://ml.example/t')).toEqual({
      runId,
      url: `https://ml.example/t/#/experiments/1/runs/${runId}`,
      registered: {
        name: 'churn',
        version: '1',
        url: 'https://ml.example/t/#/models/churn/versions/1',
      },
      compareUrl: `https://ml.example/t/#/compare-runs?runs=%5B%22${runId}%22%2C%22${against.runId}%22%5D&experiments=%5B%221%22%5D`,
    });
  });

  it('is a run alone when no version came of it', async () => {
    const link = await logged({ ...complete, version: null }, { ...promoted, version: null });
    expect(fake.models.size).toBe(0);
    expect(fake.registered.size).toBe(0);
    expect(link).toEqual({ runId, url: null });
    expect(await readRun(fake.uri, runId)).toMatchObject({ status: 'FINISHED' });
  });

  it('shares a registered model that somebody else made', async () => {
    fake.registered.set('churn', { tags: new Map(), aliases: new Map([['theirs', '1']]), versions: [] });
    await logged();
    expect(aliasesOf()).toEqual({ theirs: '1', champion: '1' });
  });

  it('says in a tag why its model has no form that others could load', async () => {
    const tracker = createMlflowTracker(
      {
        trackingUri: fake.uri,
        publicUrl: '',
        experiment: 'vigie',
        auth: nobody,
        tls: usualTls,
        packageOf: () => {
          throw new AppError('unsupported', 'it is served elsewhere');
        },
      },
      stepping(),
    );
    await tracker.log(outboxOf(complete).item(), promoted, async () => {});
    const run = await readRun(fake.uri, runId);
    expect(run.tags['vigie.model']).toBe('skipped: it is served elsewhere');
    expect(run.status).toBe('FINISHED');
    expect(fake.models.size).toBe(0);
  });
});

describe('the aliases of a watch', () => {
  const versionFour = { ...promoted, aliases: async () => ({ champion: 3, challenger: 4, previous: null }) };
  const three = { ...training, key: 'run:churn:3', version: 3 };

  it('name a challenger that was kept out, and leave the champion', async () => {
    await logged(three, {
      ...promoted,
      aliases: async () => ({ champion: 3, challenger: null, previous: null }),
    });
    await logged(training, versionFour);
    expect(aliasesOf()).toEqual({ champion: '1', challenger: '2' });
    expect(fake.registered.get('churn')?.versions[1]?.tags.has('vigie.promoted_at')).toBe(false);
  });

  it('follow a rollback, and the version it leads to says who, when and why', async () => {
    await logged(three, promoted);
    await logged(training, promoted);
    expect(aliasesOf()).toEqual({ champion: '2', previous: '1' });
    const back = { ...promoted, aliases: async () => ({ champion: 3, challenger: null, previous: null }) };
    const item = { key: rollback.key, intent: rollback, progress: {}, attempts: 0 };
    await trackerAt(fake.uri).follow(item, back);
    await trackerAt(fake.uri).follow(item, back);
    expect(aliasesOf()).toEqual({ champion: '1' });
    const registered = fake.registered.get('churn');
    expect(registered?.tags.get('vigie.champion')).toBe('1');
    expect(Object.fromEntries(registered?.versions[0]?.tags ?? [])).toMatchObject({
      'vigie.rolled_back_at': new Date(rollback.endedAt).toISOString(),
      'vigie.rolled_back_by': 'ada',
      'vigie.rolled_back_why': 'it was wrong about students',
    });
  });

  it('leave a version that is not there yet to its own training', async () => {
    await logged(three, promoted);
    expect(aliasesOf()).toEqual({ previous: '1' });
    await logged(training, promoted);
    expect(aliasesOf()).toEqual({ previous: '1', champion: '2' });
  });

  it('are not asked for where MLflow knows no such model', async () => {
    const item = { key: rollback.key, intent: rollback, progress: {}, attempts: 0 };
    await expect(trackerAt(fake.uri).follow(item, promoted)).resolves.toBeUndefined();
    expect(fake.registered.size).toBe(0);
  });
});
