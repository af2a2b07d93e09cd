// /predict: the champion's answer for one row or many; what it saw is stored without delaying the answer.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import { contributionsOf } from '../estimators/contributions.ts';
import { estimatorOf } from '../estimators/index.ts';
import { type RowScorer, rowScorerOf } from '../estimators/row-scorer.ts';
import type { Frame, Schema } from '../frame/frame.ts';
import { type Cells, frameOfCells, type RecordReader, recordReader } from '../frame/records.ts';
import type { ModelVersion } from '../model.ts';
import { answered } from './answered.ts';
import { keepRows } from './keep-rows.ts';
import type { Call } from './operation.ts';
import type { Prediction, PredictResult } from './predict-result.ts';
import { requireSameKind, requireServedHere, type Watched, type World, watchOf } from './world.ts';

const mostRows = 1_000;

export const predictInput = z.strictObject({
  watch: z.string().optional(),
  rows: z.array(z.record(z.string(), z.unknown())).min(1).max(mostRows),
  /** What each feature contributed to the answers as well. */
  explain: z.boolean().default(false),
});

type Input = z.infer<typeof predictInput>;

/** A schema would copy every cell; whether rows are objects is seen when they are read. */
export function plainPredictInput(input: unknown): Input | null {
  if (typeof input !== 'object' || input === null) return null;
  const { watch, rows, explain = false, ...others } = input as Partial<Record<string, unknown>>;
  const named = watch === undefined || typeof watch === 'string';
  if (!named || typeof explain !== 'boolean' || !isBatch(rows) || Object.keys(others).length > 0) return null;
  return { watch, rows, explain };
}

function isBatch(rows: unknown): rows is Input['rows'] {
  return Array.isArray(rows) && rows.length >= 1 && rows.length <= mostRows && rows.every(isRecord);
}

function isRecord(row: unknown): boolean {
  return typeof row === 'object' && row !== null && !Array.isArray(row);
}

/** What is worked out once a version. */
interface Plan {
  readonly read: RecordReader;
  /** null: only a frame of the rows can be scored. */
  readonly scoreRow: RowScorer | null;
}

/** The operation, with what it keeps of each champion it has met. */
export function predictor(): (world: World, input: Input, call: Call) => Promise<PredictResult> {
  const plans = new WeakMap<ModelVersion, Plan>();
  const planOf = (watched: Watched, champion: ModelVersion): Plan => {
    const known = plans.get(champion);
    if (known !== undefined) return known;
    const plan = planFor(watched, champion);
    plans.set(champion, plan);
    return plan;
  };
  return async (world, input, { caller }) => {
    const watched = watchOf(world, input.watch);
    requireServedHere(watched, {
      is: 'served',
      remedy: 'Ask the service that serves it; Vigie checks the rows that come with its answers.',
    });
    const { name } = watched.watch;
    const begun = world.clock.now();
    const champion = await world.registry.required(name);
    requireSameKind(watched, champion);
    const { read, scoreRow } = planOf(watched, champion);
    const cells = read(input.rows);
    const id = world.random.id();
    const idOf = idsOf(id, cells.length);
    const predictions =
      scoreRow === null || input.explain
        ? await scoreFrame(world, champion, { cells, idOf, explain: input.explain })
        : scoreEach(champion.model.schema, { cells, idOf, scoreRow });
    const stored = keepRows(world, watched, { cells, id, predictions, champion, via: caller.via });
    world.metrics.predicted(name, caller.via, predictions, (world.clock.now() - begun) / 1000);
    return { watch: name, version: champion.version, predictions, stored };
  };
}

function planFor({ watch: { source } }: Watched, { model }: ModelVersion): Plan {
  const dropped = source.kind === 'observed' ? source.drop : [];
  return { read: recordReader(model.schema, dropped), scoreRow: rowScorerOf(model) };
}

/** Rows that were read, and the id of each. */
interface Asked {
  readonly cells: readonly Cells[];
  readonly idOf: (row: number) => string;
}

function scoreEach(
  { classes }: Schema,
  { cells, idOf, scoreRow }: Asked & { readonly scoreRow: RowScorer },
): Prediction[] {
  const shares = new Float64Array(classes.length);
  return cells.map((row, at) => {
    shares.fill(0);
    const label = classes[scoreRow(row, shares, 0)] ?? '';
    return { id: idOf(at), label, probabilities: sharesOf(classes, shares) };
  });
}

/** Unguessable, and one draw for all rows of a request: a draw a row would cost as much as the answer. */
function idsOf(id: string, rows: number): (row: number) => string {
  return rows === 1 ? () => id : (row) => `${id}-${row}`;
}

/** The probability of each class by its name, whatever a class is called. */
function sharesOf(classes: readonly string[], shares: Float64Array): Record<string, number> {
  const [first, second] = classes;
  if (classes.length === 2 && first !== undefined && second !== undefined)
    return { [first]: shares[0] ?? 0, [second]: shares[1] ?? 0 };
  return Object.fromEntries(classes.map((name, at) => [name, shares[at] ?? 0]));
}

async function scoreFrame(
  world: World,
  { model }: ModelVersion,
  { cells, idOf, explain }: Asked & { readonly explain: boolean },
): Promise<readonly Prediction[]> {
  const { schema } = model;
  const frame = await answered(world, model, frameOfCells(cells, schema));
  const predictions = predictionsOf(model, frame, idOf);
  if (!explain) return predictions;
  const explanations = contributionsOf(model, frame);
  const places = new Map(schema.features.map(({ name }, at) => [name, at]));
  const cellIn = (name: string, row: number) => cells[row]?.[places.get(name) ?? -1] ?? null;
  return predictions.map((prediction, row) => {
    const found = explanations?.[row];
    if (found === undefined) return { ...prediction, explanation: null };
    const features = found.features.map((one) => ({ ...one, value: cellIn(one.name, row) }));
    return { ...prediction, explanation: { ...found, features } };
  });
}

function predictionsOf(model: ModelVersion['model'], frame: Frame, idOf: Asked['idOf']): Prediction[] {
  const { classes } = model.schema;
  const { probabilities, predicted } = estimatorOf(model).score(model, frame);
  const silent = predicted.indexOf(-1);
  if (silent >= 0)
    throw new AppError('invalid_input', `rows[${silent}] the model has no answer to it`, {
      remedy: 'A value is missing that the model cannot do without.',
    });
  return Array.from(predicted, (code, row) => {
    // A model of somebody else may give labels alone.
    const shares = classes.map((name, at) => [name, probabilities[row * classes.length + at] ?? 0] as const);
    const known = shares.filter(([, share]) => !Number.isNaN(share));
    return {
      id: idOf(row),
      label: classes[code] ?? saidIn(frame, row),
      probabilities: Object.fromEntries(known),
    };
  });
}

/** A class that is none of the model's own. */
function saidIn({ answers }: Frame, row: number): string {
  return answers?.predicted.categories[answers.predicted.codes[row] ?? -1] ?? '';
}
