// Models in a real MLflow server, and Python on the other side of it; started by .ci/peers/mlflow.sh.
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { complete, facts, outboxOf, readRun, rollback } from '../core/adapters/mlflow/training.ts';
import { modelCase } from '../core/onnx/models.ts';
import { bin, freshName, trackerOf, uri } from './mlflow-peer.ts';
import { filesOf, modelsOf, registeredOf, versionsOf } from './mlflow-reading.ts';
import { served } from './mlflow-serving.ts';
import { churn, expectWhole, noAliases, trainingOf } from './mlflow-whole.ts';
import { caseOf, checkInPython } from './onnx/cases.ts';

async function log(watch: string, training: Parameters<typeof trainingOf>[1]) {
  const { intent, given } = trainingOf(watch, training);
  return await trackerOf().log(outboxOf(intent).item(), given, async () => {});
}

const before = modelCase('two classes', 200, 42);

describe('a model in an open server', () => {
  it('gives back all it was logged with by GET', async () => {
    const watch = freshName();
    const link = await log(watch, { version: 4, asked: churn, aliases: { champion: 4 } });
    await expectWhole(uri, watch, link.runId);
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

  it('predicts in Python what it predicts here: two and more classes, unknown categories; a rollback leads to the old one', async () => {
    const [two, more] = [freshName(), freshName()];
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
    const given = { ...facts, aliases: async () => ({ ...noAliases, champion: 3 }) };
    await trackerOf().follow({ key: back.key, intent: back, progress: {}, attempts: 0 }, given);
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
    const watch = freshName();
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
    await served(`models:/${watch}@champion`, async (url) => {
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
    const watch = freshName();
    const { runId } = await log(watch, { version: 4, asked: churn, aliases: { champion: 4 } });
    const run = await readRun(uri, runId);
    expect(run).toMatchObject({ status: 'FINISHED', tags: { 'vigie.artifacts': 'skipped: file' } });
    expect(await filesOf(uri, runId)).toEqual(['drift.json', 'drift.png', 'params.json']);
    expect(await modelsOf(uri, run.experiment_id, runId)).toEqual([]);
  });
});
