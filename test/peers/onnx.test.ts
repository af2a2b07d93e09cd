// Packages as they are uploaded, written to a folder and loaded by MLflow's Python; not part of `npm test`.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { modelPackage } from '../../core/onnx/package.ts';
import { type ModelCase, modelCase, shapeNames } from '../core/onnx/models.ts';
import { requestOf } from '../core/onnx/versions.ts';
import { caseOf, checkInPython } from './onnx/cases.ts';

const python = process.env['ONNX_PYTHON'] ?? '';
if (python === '') throw new Error('ONNX_PYTHON is needed: run .ci/peers/onnx.sh');

/** In a folder of its own. */
async function caseIn(folder: string, asked: ModelCase): Promise<object> {
  await mkdir(folder);
  for (const { path, bytes } of modelPackage(requestOf(asked.model)))
    await writeFile(join(folder, path), bytes);
  return caseOf(folder, asked);
}

it('loads and predicts in Python as the product does, whatever the model', async () => {
  const work = await mkdtemp(join(tmpdir(), 'vigie-onnx-'));
  try {
    const cases = await Promise.all(
      shapeNames.map((name, at) => caseIn(join(work, `model-${at}`), modelCase(name, 500, 100 + at))),
    );
    const stdout = await checkInPython(python, cases, `sqlite:///${join(work, 'mlflow.db')}`);
    expect(stdout).toMatch(new RegExp(`^\\d{3,} checks of ${shapeNames.length} models$`, 'm'));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}, 120_000);
