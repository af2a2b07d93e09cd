// Models in a real MLflow server, and Python on the other side of it; started by .ci/peers/mlflow.sh.
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createMlflowTracker } from '../../core/adapters/mlflow/tracker.ts';
import { systemClock, systemRandom } from '../../core/adapters/system.ts';
import type { TrainingIntent } from '../../core/intent.ts';
import { modelPackage } from '../../core/onnx/package.ts';
import type { IntentFacts } from '../../core/ports.ts';
import { versionOf } from '../contracts/samples.ts';
import { nobody, usualTls } from '../core/adapters/mlflow/tracked.ts';
import { complete, facts, outboxOf, readRun, rollback } from '../core/adapters/mlflow/training.ts';
import { type ModelCase, modelCase } from '../core/onnx/models.ts';
import { startCuttingProxy } from './cutting.ts';
import { filesOf, modelsOf, registeredOf, runsOf, versionsOf } from './mlflow-reading.ts';
import { served } from './mlflow-serving.ts';
import { caseOf, checkInPython } from './onnx/cases.ts';

const uri = process.env['MLFLOW_TEST_URI'] ?? '';
if (uri === '') throw new Error('MLFLOW_TEST_URI is needed: run .ci/peers/mlflow.sh');
const bin = process.env['MLFLOW_TEST_BIN'] ?? '';

const trackerAt = (trackingUri: string) =>
  createMlflowTracker(
    {
      trackingUri,
      publicUrl: uri,
      experiment: `vigie-models-${process.pid}`,
      auth: nobody,
      tls: usualTls,
      packageOf: modelPackage,
      timeoutMs: 20_000,
    },
    { clock: systemClock, random: systemRandom },
  );

/** Every test has a watch of its own, so that a server may be used again. */
let next = 0;
const freshWatch = () => `w${process.pid}-${Date.now().toString(36)}-${next++}`;

type Aliases = Awaited<ReturnType<IntentFacts['aliases']>>;
const nothing: Aliases = { champion: null, challenger: null, previous: null };

/** A training of `watch` that made `version` of this model, and what it refers to. */
function trainingOf(
  watch: string,
  { version, asked, aliases }: { version: number; asked: ModelCase; aliases: Partial<Aliases> },
): { intent: TrainingIntent; given: IntentFacts } {
  const key = `run:${watch}:${version}`;
  const tags = { ...complete.tags, 'vigie.watch': watch, 'vigie.version': String(version) };
  const made = versionOf({ watch, version, model: asked.model, intent: key });
  return {
    intent: { ...complete, key, watch, version, tags },
    given: {
      ...facts,
      version: made,
      chart: Buffer.from('a PNG'),
      aliases: async () => ({ ...nothing, ...aliases }),
    },
  };
}

async function log(watch: string, training: Parameters<typeof trainingOf>[1]) {
  const { intent, given } = trainingOf(watch, training);
  return await trackerAt(uri).log(outboxOf(intent).item(), given, async () => {});
}

const churn = modelCase('two classes', 200, 41);
const before = modelCase('two classes', 200, 42);

/** One run, one model, one version of ours with its aliases, whatever happened on the way. */
async function expectWhole(watch: string, runId: string): Promise<void> {
  const key = `run:${watch}:4`;
  const run = await readRun(uri, runId);
  expect(run).toMatchObject({ status: 'FINISHED', end_time: complete.endedAt, metrics: complete.metrics });
  expect(await runsOf(uri, run.experiment_id, key)).toBe(1);
  const models = await modelsOf(uri, run.experiment_id, runId);
  expect(models.map(({ info }) => info.status)).toEqual(['LOGGED_MODEL_READY']);
  expect(run.models).toEqual(models.map(({ info }) => info.model_id));
  const versions = await versionsOf(uri, watch);
  expect(versions.map(({ tags }) => tags['vigie.version'])).toEqual(['4']);
  expect(versions.map(({ source }) => source)).toEqual(models.map(({ info }) => `models:/${info.model_id}`));
  const registered = await registeredOf(uri, watch);
  expect(registered.aliases).toEqual({ champion: '1' });
  expect(registered.tags['vigie.champion']).toBe('1');
}

describe('a model in an open server', () => {
  it('gives back all it was logged with by GET', async () => {
    const watch = freshWatch();
    const link = await log(watch, { version: 4, asked: churn, aliases: { champion: 4 } });
    await expectWhole(watch, link.runId);
    const run = await readRun(uri, link.runId);
    expect(run.inputs).toEqual([
      expect.objectContaining({ name: 'churn', digest: 'a'.repeat(36), context: 'training' }),
      expect.objectContaining({ name: 'churn holdout', digest: 'b'.repeat(36), context: 'evaluation' }),
    ]);
    expect(run.params['note']).toBe(`${'é'.repeat(499)}…`);
    expect(await filesOf(uri, link.runId)).toEqual(['drift.json', 'drift.png', 'params.json']);
    const [model] = await modelsOf(uri, run.experiment_id, link.runId);
    expect(model?.data?.metrics).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ key: 'accuracy', value: 0.875, dataset_name: 'churn holdout' }),
        expect.objectContaining({ key: 'log_loss', value: 0.1 + 0.2, dataset_name: 'churn holdout' }),
      ]),
    );
    const [version] = await versionsOf(uri, watch);
    expect(version?.tags).toEqual({
      'vigie.idempotency_key': `run:${watch}:4`,
      'vigie.watch': watch,
      'vigie.version': '4',
      'vigie.promoted_at': new Date(complete.endedAt).toISOString(),
      'vigie.promoted_by': 'patrol',
      'vigie.promoted_why': 'drift',
    });
    expect(link.registered).toEqual({
      name: watch,
      version: '1',
      url: `${uri}/#/models/${watch}/versions/1`,
    });
  });

  it('is there once, whichever call of its drain lost its answer when the process was killed', async () => {
    const proxy = await startCuttingProxy(uri);
    try {
      let nth = 1;
      for (let cut = true; cut; nth++) {
        const watch = freshWatch();
        const { intent, given } = trainingOf(watch, { version: 4, asked: churn, aliases: { champion: 4 } });
        const outbox = outboxOf(intent);
        const drain = () => trackerAt(proxy.uri).log(outbox.item(), given, outbox.save);
        proxy.cutAfter(nth);
        cut = await drain().then(
          () => false,
          () => true,
        );
        proxy.cutAfter(Number.POSITIVE_INFINITY);
        const { runId } = await drain();
        await expectWhole(watch, runId);
      }
      expect(nth).toBeGreaterThan(20);
    } finally {
      await proxy.stop();
    }
  }, 300_000);

  it('predicts in Python what it predicts here: two and more classes, unknown categories; a rollback leads to the old one', async () => {
    const [two, more] = [freshWatch(), freshWatch()];
    const several = modelCase('three classes', 200, 43);
    await log(two, { version: 3, asked: before, aliases: { champion: 3 } });
    await log(two, { version: 4, asked: churn, aliases: { champion: 4, previous: 3 } });
    await log(more, { version: 4, asked: several, aliases: { challenger: 4 } });
    expect((await registeredOf(uri, two)).aliases).toEqual({ champion: '2', previous: '1' });
    const python = `${bin}/python`;
    const said = await checkInPython(
      python,
      [
        caseOf(`models:/${two}@champion`, churn),
        caseOf(`models:/${two}@previous`, before),
        caseOf(`models:/${more}@challenger`, several),
      ],
      uri,
    );
    expect(said).toMatch(/checks of 3 models$/m);

    const back = { ...rollback, watch: two, key: `switch:${two}:1` };
    const given = { ...facts, aliases: async () => ({ ...nothing, champion: 3 }) };
    await trackerAt(uri).follow({ key: back.key, intent: back, progress: {}, attempts: 0 }, given);
    expect(await registeredOf(uri, two)).toMatchObject({
      aliases: { champion: '1' },
      tags: { 'vigie.champion': '1' },
    });
    expect((await versionsOf(uri, two))[0]?.tags).toMatchObject({ 'vigie.rolled_back_by': 'ada' });
    expect(await checkInPython(python, [caseOf(`models:/${two}@champion`, before)], uri)).toMatch(
      /checks of 1 models$/m,
    );
  }, 240_000);

  it('is served by MLflow as it predicts here', async () => {
    const watch = freshWatch();
    await log(watch, { version: 4, asked: churn, aliases: { champion: 4 } });
    const { columns, expected } = caseOf('', churn);
    // A row of finite numbers: JSON has no others.
    const plain = columns[0]?.cells.findIndex((_, row) =>
      columns.every(({ type, cells }) => typeof cells[row] === (type === 'double' ? 'number' : 'string')),
    );
    const row = plain ?? -1;
    const body = JSON.stringify({
      dataframe_split: {
        columns: columns.map(({ name }) => name),
        data: [columns.map(({ cells }) => cells[row])],
      },
    });
    await served(`models:/${watch}@champion`, { bin, uri }, async (url) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}/invocations`, { method: 'POST', headers, body });
      expect(response.status).toBe(200);
      const answer = z.object({
        predictions: z.array(z.object({ label: z.string(), probability: z.number() })),
      });
      const { predictions } = answer.parse(await response.json());
      expect(predictions[0]?.label).toBe(expected['label']?.[row]);
      expect(predictions[0]?.probability).toBeCloseTo(Number(expected['probability']?.[row]), 9);
    });
  }, 240_000);
});

describe('a server that serves no files', () => {
  it('writes those of a run itself; the model stays away, and a tag says so', async () => {
    const watch = freshWatch();
    const { runId } = await log(watch, { version: 4, asked: churn, aliases: { champion: 4 } });
    const run = await readRun(uri, runId);
    expect(run).toMatchObject({ status: 'FINISHED', tags: { 'vigie.artifacts': 'skipped: file' } });
    expect(await filesOf(uri, runId)).toEqual(['drift.json', 'drift.png', 'params.json']);
    expect(await modelsOf(uri, run.experiment_id, runId)).toEqual([]);
  });
});
