// A foreign model's answers to rows. Runs in a worker: it blocks its thread.

import type { ModelColumn } from '../../foreign.ts';
import { codes, doubles } from '../../frame/arrays.ts';
import { type Answers, type Frame, sliceRows } from '../../frame/frame.ts';
import { feedsOf } from './feeds.ts';
import { type Said, saidOf } from './outputs.ts';
import { type OnnxPlan, planOf, unfit } from './plan.ts';
import { runSession } from './runtime.ts';
import { sessionOf } from './sessions.ts';

/** An ONNX file and the hash it is kept under. */
export interface OnnxFile {
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** What a model takes and gives. @throws AppError `bad_data`, `too_large`, `invalid_config` without the runtime */
export async function describe({
  file,
  signature,
}: {
  readonly file: OnnxFile;
  readonly signature: readonly ModelColumn[] | null;
}): Promise<OnnxPlan> {
  return planOf(await sessionOf(file.sha256, file.bytes), signature);
}

/** Rows given at once: bounds the memory of a model with many classes. */
const rowsAtOnce = 10_000;

/** What the model says of rows with the plan's features, in its own order of classes. @throws AppError `bad_data` */
export async function say(file: OnnxFile, plan: OnnxPlan, frame: Frame): Promise<Said> {
  const session = await sessionOf(file.sha256, file.bytes);
  const { label, probabilities } = plan.output;
  const outputs = [
    ...(label === null ? [] : [label]),
    ...(probabilities === null
      ? []
      : probabilities.kind === 'each'
        ? probabilities.names
        : [probabilities.name]),
  ];
  const parts: Said[] = [];
  for (let start = 0; start < frame.rows; start += rowsAtOnce) {
    const part = sliceRows(frame, start, Math.min(frame.rows, start + rowsAtOnce));
    const made = await runSession(session, await feedsOf(plan.input, part), outputs);
    parts.push(saidOf(plan.output, made, part.rows));
  }
  return joined(parts, frame.rows);
}

function joined(parts: readonly Said[], rows: number): Said {
  const [first] = parts;
  if (first === undefined) return { labels: null, shares: null };
  const shares = first.shares?.map((_, at) => {
    const all = doubles(rows);
    let from = 0;
    for (const part of parts) {
      const some = part.shares?.[at] ?? new Float64Array(0);
      all.set(some, from);
      from += some.length;
    }
    return all;
  });
  return {
    labels: first.labels === null ? null : parts.flatMap(({ labels }) => labels ?? []),
    shares: shares ?? null,
  };
}

interface Asked {
  readonly file: OnnxFile;
  readonly plan: OnnxPlan;
  /** In the order of the model's own probabilities. */
  readonly classes: readonly string[];
  readonly rows: Frame;
}

/** What the model says of rows, as answers that travel with them. A row with a NaN probability has no answer. */
export async function answer({ file, plan, classes, rows }: Asked): Promise<Answers> {
  const { labels, shares } = await say(file, plan, rows);
  if (shares !== null && shares.length !== classes.length)
    throw unfit(
      `it gives ${shares.length} probabilities a row, but its classes are ${classes.join(', ')}`,
      'Correct "classes" in the watch.',
    );
  const { codes: said, categories } =
    labels === null ? likeliest(shares ?? [], classes, rows.rows) : coded(labels, classes);
  shares?.forEach((share) => {
    for (let row = 0; row < rows.rows; row++) if (Number.isNaN(share[row])) said[row] = -1;
  });
  const predicted = { kind: 'categorical', name: 'prediction', codes: said, categories } as const;
  return { predicted, scores: null, ...(shares === null ? {} : { shares }) };
}

type Coded = Pick<Answers['predicted'], 'codes' | 'categories'>;

/** A label that is none of the classes stays what it is: an answer, and never right. */
function coded(labels: readonly string[], classes: readonly string[]): Coded {
  const categories = [...new Set([...classes, ...labels])];
  const place = new Map(categories.map((name, code) => [name, code]));
  const said = codes(labels.length);
  labels.forEach((name, row) => {
    said[row] = place.get(name) ?? -1;
  });
  return { codes: said, categories };
}

function likeliest(shares: readonly Float64Array[], categories: readonly string[], rows: number): Coded {
  const said = codes(rows);
  for (let row = 0; row < rows; row++) said[row] = largestOf(shares, row);
  return { codes: said, categories };
}

/** The first of the largest. */
export function largestOf(shares: readonly Float64Array[], row: number): number {
  let best = 0;
  shares.forEach((share, at) => {
    if ((share[row] ?? 0) > (shares[best]?.[row] ?? 0)) best = at;
  });
  return best;
}

/** The smoke test before a model is used: every row of its own example has an answer. @throws AppError `bad_data` */
export async function probe({ file, plan, rows }: Omit<Asked, 'classes'>): Promise<null> {
  const { shares } = await say(file, plan, rows);
  for (let row = 0; row < rows.rows; row++)
    if (shares?.some((share) => Number.isNaN(share[row])))
      throw unfit(
        `it gives NaN for row ${row + 1} of its own input example`,
        'Check the model in Python with onnxruntime on that example.',
      );
  return null;
}
