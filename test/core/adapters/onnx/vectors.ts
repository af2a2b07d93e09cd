// Models made by scikit-learn, skl2onnx, XGBoost and onnxmltools, with what Python says of six rows: test/vectors/onnx.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { OnnxFile } from '../../../../core/adapters/onnx/answer.ts';
import type { Frame } from '../../../../core/frame/frame.ts';
import { frameOfRecords } from '../../../../core/frame/records.ts';

const folder = 'test/vectors/onnx';

const vectorSchema = z.object({
  name: z.string(),
  file: z.string(),
  features: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.union([z.number(), z.string()]))),
  labels: z.array(z.string()),
  probabilities: z.array(z.array(z.number())),
  classes: z.array(z.string()),
});

export type Vector = z.infer<typeof vectorSchema>;

export const vectors: readonly Vector[] = z
  .object({ cases: z.array(vectorSchema) })
  .parse(JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8'))).cases;

export function vectorOf(name: string): Vector {
  const found = vectors.find((vector) => vector.name === name);
  if (found === undefined) throw new Error(`no vector "${name}"`);
  return found;
}

export function fileOf({ file }: Pick<Vector, 'file'>): OnnxFile {
  const bytes = Uint8Array.from(readFileSync(`${folder}/${file}`));
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
}

/** Its rows `times` over, with their labels known where `labelled`. */
export function rowsOf({ features, rows, labels, classes }: Vector, labelled = false): Frame {
  const records = rows.map((row) => Object.fromEntries(features.map(({ name }, at) => [name, row[at]])));
  const kinds = features.map(({ name, type }) => ({
    name,
    kind: type === 'string' ? ('categorical' as const) : ('numeric' as const),
  }));
  const frame = frameOfRecords(records, { features: kinds, classes });
  if (!labelled) return frame;
  return {
    ...frame,
    label: { ...frame.label, codes: Int32Array.from(labels, (name) => classes.indexOf(name)) },
  };
}
