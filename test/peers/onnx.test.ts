// Packages as they are uploaded, written to a folder and loaded by MLflow's Python; not part of `npm test`.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { onnxModel } from '../../core/onnx/model.ts';
import { modelPackage } from '../../core/onnx/package.ts';
import { answersOf, type ModelCase, modelCase, shapeNames } from '../core/onnx/models.ts';
import { requestOf } from '../core/onnx/versions.ts';

const python = process.env['ONNX_PYTHON'] ?? '';
if (python === '') throw new Error('ONNX_PYTHON is needed: run .ci/peers/onnx.sh');

/** A model's folder, rows to ask it and what the product says of them: a case of test/peers/onnx/check.py. */
async function caseIn(folder: string, asked: ModelCase): Promise<object> {
  await mkdir(folder);
  for (const { path, bytes } of modelPackage(requestOf(asked.model)))
    await writeFile(join(folder, path), bytes);
  const { inputs, outputs } = onnxModel(asked.model, {});
  const { labels, probabilities } = answersOf(asked);
  const told = probabilities.length === 2 ? probabilities.slice(1) : probabilities;
  return {
    model: folder,
    columns: inputs.map((input, at) => ({ ...input, cells: cellsOf(asked.rows.columns[at]) })),
    expected: Object.fromEntries(outputs.map(({ name }, at) => [name, at === 0 ? labels : told[at - 1]])),
  };
}

/** JSON has no infinities: they go as text. */
function cellsOf(column: ModelCase['rows']['columns'][number] | undefined): (number | string | null)[] {
  if (column?.kind === 'categorical')
    return Array.from(column.codes, (code) => column.categories[code] ?? null);
  return Array.from(column?.values ?? [], (value) => {
    if (Number.isNaN(value)) return null;
    return Number.isFinite(value) ? value : String(value);
  });
}

it('loads and predicts in Python as the product does, whatever the model', async () => {
  const work = await mkdtemp(join(tmpdir(), 'vigie-onnx-'));
  try {
    const cases = await Promise.all(
      shapeNames.map((name, at) => caseIn(join(work, `model-${at}`), modelCase(name, 500, 100 + at))),
    );
    await writeFile(join(work, 'cases.json'), JSON.stringify(cases));
    const { stdout } = await promisify(execFile)(
      python,
      ['test/peers/onnx/check.py', join(work, 'cases.json')],
      {
        env: { ...process.env, MLFLOW_TRACKING_URI: `sqlite:///${join(work, 'mlflow.db')}` },
      },
    );
    expect(stdout).toMatch(new RegExp(`^\\d{3,} checks of ${shapeNames.length} models$`, 'm'));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}, 120_000);
