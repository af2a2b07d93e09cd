// What Python is asked of our models: rows, and what the product says of them.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onnxModel } from '../../../core/onnx/model.ts';
import { answersOf, type ModelCase } from '../../core/onnx/models.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly cells: (number | string | null)[];
}

/** A case of check.py; `model` is a folder or an MLflow URI. */
export interface PythonCase {
  readonly model: string;
  readonly columns: readonly Column[];
  readonly expected: Readonly<Record<string, readonly unknown[]>>;
}

export function caseOf(model: string, asked: ModelCase): PythonCase {
  const { inputs, outputs } = onnxModel(asked.model, {});
  const { labels, probabilities } = answersOf(asked);
  const told = probabilities.length === 2 ? probabilities.slice(1) : probabilities;
  return {
    model,
    columns: inputs.map((input, at) => ({ ...input, cells: cellsOf(asked.rows.columns[at]) })),
    expected: Object.fromEntries(
      outputs.map(({ name }, at) => [name, at === 0 ? labels : (told[at - 1] ?? [])]),
    ),
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

/** What check.py says; rejects when it disagrees. */
export async function checkInPython(
  python: string,
  cases: readonly object[],
  trackingUri: string,
): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'vigie-python-'));
  try {
    await writeFile(join(work, 'cases.json'), JSON.stringify(cases));
    const { stdout } = await promisify(execFile)(
      python,
      ['test/peers/onnx/check.py', join(work, 'cases.json')],
      { env: { ...process.env, MLFLOW_TRACKING_URI: trackingUri } },
    );
    return stdout;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
