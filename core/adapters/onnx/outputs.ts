// What a model put out, as labels and probabilities of its rows. Pure.
import type { Tensor } from 'onnxruntime-node';
import { categoryOf } from '../../frame/cells.ts';
import { type OutputPlan, unfit } from './plan.ts';

/** What a model said of n rows. */
export interface Said {
  /** Its label; null = it puts none out. */
  readonly labels: readonly string[] | null;
  /** Probabilities in its own order of classes, an array a class; null = it puts none out that can be read. */
  readonly shares: readonly Float64Array[] | null;
}

type Outputs = Readonly<Record<string, Tensor>>;

/** @throws AppError `bad_data` when outputs are not one a row, or probabilities none */
export function saidOf(plan: OutputPlan, outputs: Outputs, rows: number): Said {
  const { label, probabilities } = plan;
  const labels = label === null ? null : textsOf(valuesOf(outputs, label));
  if (labels !== null && labels.length !== rows) throw wrongLength(labels.length, rows);
  const shares = probabilities === null ? null : sharesOf(probabilities, outputs, rows);
  return { labels, shares };
}

type Probabilities = NonNullable<OutputPlan['probabilities']>;

function sharesOf(plan: Probabilities, outputs: Outputs, rows: number): Float64Array[] {
  if (plan.kind === 'vector') {
    const second = column(valuesOf(outputs, plan.name), { rows, width: 1, at: 0 });
    return [second.map((share) => 1 - share), second];
  }
  if (plan.kind === 'each')
    return plan.names.map((name) => column(valuesOf(outputs, name), { rows, width: 1, at: 0 }));
  const values = valuesOf(outputs, plan.name);
  const width = rows === 0 ? (plan.classes ?? 0) : values.length / rows;
  return Array.from({ length: Math.floor(width) }, (_, at) => column(values, { rows, width, at }));
}

type Values = ReturnType<typeof valuesOf>;

function valuesOf(outputs: Outputs, name: string) {
  const { data } = outputs[name] ?? {};
  if (data !== undefined) return data;
  throw unfit(`it put out no "${name}"`, 'Check the model with onnxruntime in Python.');
}

/** One column of a matrix with rows in turn. A little outside of 0 and 1 is rounding of 32 bits; NaN stays. */
function column(
  values: Values,
  { rows, width, at }: { rows: number; width: number; at: number },
): Float64Array {
  if (values.length !== rows * width) throw wrongLength(values.length, rows * width);
  const share = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = Number(values[row * width + at]);
    if (value < -tolerance || value > 1 + tolerance)
      throw unfit(
        `it puts out ${value} where a probability is from 0 to 1`,
        'Export the classifier with probabilities (predict_proba), not raw scores.',
      );
    share[row] = Math.min(1, Math.max(0, value));
  }
  return share;
}

const tolerance = 1e-5;

/** As classes are spelled everywhere: 1 and "1.0" are "1". */
function textsOf(values: Values): string[] {
  return Array.from(values as ArrayLike<unknown>, (value) => categoryOf(String(value)) ?? '');
}

function wrongLength(found: number, wanted: number): Error {
  return unfit(
    `it put out ${found} values for ${wanted}`,
    'Every output must have one value a row, and probabilities one a row and class.',
  );
}
