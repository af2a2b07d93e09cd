// A training whose files do not reach MLflow, or lie where only the server can write.
import { afterEach, describe, expect, it } from 'vitest';
import { placeOf } from '../../../../core/adapters/mlflow/artifacts.ts';
import { type FakeMlflow, startFakeMlflow } from '../../../fakes/mlflow.ts';
import { stepping, trackerAt } from './tracked.ts';
import { complete, outboxOf, promoted, readRun } from './training.ts';

const runId = '1'.padStart(32, '0');
const hour = 3_600_000;

let fake: FakeMlflow;
afterEach(() => fake.stop());

/** get-by-name, create, search, create, log-batch, log-inputs, get, three files; search, create: the next is the model's first file. */
const callsBefore = { 'the run': 7, 'the model': 12 };

describe('files that do not arrive', () => {
  it.each(['the run', 'the model'] as const)(
    'of %s keep it running, until it is given up after a day',
    async (of) => {
      fake = await startFakeMlflow();
      const ports = stepping();
      const tracker = trackerAt(fake.uri, '', ports);
      const outbox = outboxOf(complete);
      const attempt = (nth: number) => {
        fake.mend();
        fake.plant(nth, { status: 500, body: '' }, 2);
        return tracker.log(outbox.item(), promoted, outbox.save);
      };
      const away = { code: 'upstream_unavailable' };
      await expect(attempt(callsBefore[of] + 1)).rejects.toMatchObject(away);
      ports.pass(23 * hour);
      const again = of === 'the run' ? 2 : 1;
      await expect(attempt(again)).rejects.toMatchObject(away);
      expect(await readRun(fake.uri, runId)).toMatchObject({ status: 'RUNNING' });
      ports.pass(2 * hour);
      await expect(attempt(again)).rejects.toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining(`took no files of the run ${runId} for 24 hours`),
      });
      const run = await readRun(fake.uri, runId);
      expect(run).toMatchObject({ status: 'FAILED', metrics: complete.metrics });
      expect(run.tags['vigie.error']).toContain('answers with 500');
      expect([...fake.models.values()].map(({ status }) => status)).toEqual(
        of === 'the run' ? [] : ['LOGGED_MODEL_UPLOAD_FAILED'],
      );
      expect(fake.registered.size).toBe(0);
    },
  );

  it('count anew once they did', async () => {
    fake = await startFakeMlflow();
    const ports = stepping();
    const outbox = outboxOf(complete);
    const log = () => trackerAt(fake.uri, '', ports).log(outbox.item(), promoted, outbox.save);
    fake.plant(callsBefore['the run'] + 1, { status: 503, body: '' }, 2);
    await expect(log()).rejects.toMatchObject({ code: 'upstream_unavailable' });
    ports.pass(30 * hour);
    await log();
    expect(await readRun(fake.uri, runId)).toMatchObject({ status: 'FINISHED' });
  });

  it('because a proxy refuses their size end the run at once', async () => {
    fake = await startFakeMlflow();
    const outbox = outboxOf(complete);
    fake.plant(callsBefore['the model'] + 1, { status: 413, body: '<html>' });
    await expect(trackerAt(fake.uri).log(outbox.item(), promoted, outbox.save)).rejects.toMatchObject({
      code: 'too_large',
      remedy: expect.stringContaining('client_max_body_size'),
    });
    expect(await readRun(fake.uri, runId)).toMatchObject({ status: 'FAILED' });
    expect([...fake.models.values()].map(({ status }) => status)).toEqual(['LOGGED_MODEL_UPLOAD_FAILED']);
  });

  it('because the server serves none name the flag', async () => {
    fake = await startFakeMlflow();
    const outbox = outboxOf(complete);
    const body =
      '{"detail":"Artifact serving is disabled. Run `mlflow server` with `--serve-artifacts` to enable."}';
    fake.plant(callsBefore['the run'] + 1, { status: 503, type: 'application/json', body }, 2);
    await expect(trackerAt(fake.uri).log(outbox.item(), promoted, outbox.save)).rejects.toMatchObject({
      code: 'upstream_unavailable',
      remedy: expect.stringContaining('--serve-artifacts'),
    });
  });
});

describe('files of an experiment whose place is not served', () => {
  it('are written by the server; the model stays away, and a tag says so', async () => {
    fake = await startFakeMlflow({ root: 's3://bucket/mlruns' });
    const outbox = outboxOf(complete);
    await trackerAt(fake.uri).log(outbox.item(), promoted, outbox.save);
    const run = await readRun(fake.uri, runId);
    expect(run).toMatchObject({ status: 'FINISHED', tags: { 'vigie.artifacts': 'skipped: s3' } });
    expect([...fake.files.keys()].sort()).toEqual(
      ['drift.json', 'drift.png', 'params.json'].map((name) => `1/${runId}/artifacts/${name}`),
    );
    expect(fake.models.size).toBe(0);
  });

  it('are let go when the server cannot write them either', async () => {
    fake = await startFakeMlflow({ root: 's3://bucket/mlruns' });
    const outbox = outboxOf({ ...complete, version: null });
    fake.plant(callsBefore['the run'] + 1, { status: 500, body: '' }, 2);
    await trackerAt(fake.uri).log(outbox.item(), { ...promoted, version: null }, outbox.save);
    const run = await readRun(fake.uri, runId);
    expect(run).toMatchObject({ status: 'FINISHED', tags: { 'vigie.artifacts': 'skipped: s3' } });
  });
});

describe('an artifact_uri', () => {
  it.each([
    ['mlflow-artifacts:/1/abc/artifacts', { proxied: true, path: '1/abc/artifacts' }],
    ['mlflow-artifacts://host:5555/1/abc/artifacts', { proxied: true, path: '1/abc/artifacts' }],
    ['https://ml.example/x/api/2.0/mlflow-artifacts/artifacts/1/abc', { proxied: true, path: '1/abc' }],
    ['https://files.example/1/abc', { proxied: false, scheme: 'https' }],
    ['s3://bucket/1/abc', { proxied: false, scheme: 's3' }],
    ['/srv/mlruns/1/abc', { proxied: false, scheme: 'file' }],
    ['file:///srv/mlruns/1/abc', { proxied: false, scheme: 'file' }],
  ])('%s is read', (uri, place) => {
    expect(placeOf(uri)).toEqual(place);
  });
});
