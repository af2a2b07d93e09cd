// /predict: the champion's answer for one row or many; what it saw is stored without delaying the answer.
import { AppError } from '../errors.ts';
import { contributionsOf } from '../estimators/contributions.ts';
import type { FittedModel } from '../estimators/estimator.ts';
import { estimatorOf } from '../estimators/index.ts';
import { type RowScorer, rowScorerOf } from '../estimators/row-scorer.ts';
import type { Frame, Schema } from '../frame/frame.ts';
import { ahead } from '../frame/number-rows.ts';
import { cellsIn, frameOfCells, type RecordReader, type Rows, recordReader } from '../frame/records.ts';
import type { ModelVersion } from '../model.ts';
import { answered } from './answered.ts';
import { keepRows } from './keep-rows.ts';
import type { Call } from './operation.ts';
import type { PredictInput } from './predict-input.ts';
import { type Answers, type Prediction, type PredictResult, rowByRow } from './predict-result.ts';
import { requireSameKind, requireServedHere, type Watched, type World, watchOf } from './world.ts';

/** What is worked out once a version. */
interface Plan {
  readonly read: RecordReader;
  /** null: only a frame of the rows can be scored. */
  readonly scoreRow: RowScorer | null;
}

/** The operation, with what it keeps of each champion it has met. */
export function predictor(): (world: World, input: PredictInput, call: Call) => Promise<PredictResult> {
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
    const rows = read(input.rows);
    const id = world.random.id();
    const answers =
      scoreRow === null || input.explain
        ? { id, ...(await scoreFrame(world, champion, rows)) }
        : scoreEach(champion.model.schema, { id, rows }, scoreRow);
    const stored = keepRows(world, watched, { rows, answers, champion, via: caller.via });
    world.metrics.predicted(name, caller.via, answers, (world.clock.now() - begun) / 1000);
    const { version, model } = champion;
    if (input.explain)
      return { watch: name, version, predictions: explained(model, rows, rowByRow(answers)), stored };
    return {
      ...{ watch: name, version, columns: answers, stored },
      get predictions() {
        return rowByRow(answers);
      },
    };
  };
}

function planFor({ watch: { source } }: Watched, { model }: ModelVersion): Plan {
  const dropped = source.kind === 'observed' ? source.drop : [];
  return { read: recordReader(model.schema, dropped), scoreRow: rowScorerOf(model) };
}

function scoreEach(
  { classes }: Schema,
  { id, rows: { count, width, numbers, cells } }: { readonly id: string; readonly rows: Rows },
  scoreRow: RowScorer,
): Answers {
  const codes = new Int32Array(count);
  const shares = new Float64Array(count * classes.length);
  for (let row = 0; row < count; row++)
    codes[row] =
      numbers === null
        ? scoreRow(cells[row] ?? [], 0, shares, row * classes.length)
        : scoreRow(numbers, row * (ahead + width) + ahead, shares, row * classes.length);
  return { id, classes, codes, shares };
}

type Scored = Omit<Answers, 'id'>;

async function scoreFrame(world: World, { model }: ModelVersion, rows: Rows): Promise<Scored> {
  const frame = await answered(world, model, frameOfCells(cellsIn(rows), model.schema));
  return scoredIn(model, frame);
}

function explained(model: FittedModel, rows: Rows, predictions: readonly Prediction[]): Prediction[] {
  const { schema } = model;
  const cells = cellsIn(rows);
  const found = contributionsOf(model, frameOfCells(cells, schema));
  const places = new Map(schema.features.map(({ name }, at) => [name, at]));
  const cellIn = (name: string, row: number) => cells[row]?.[places.get(name) ?? -1] ?? null;
  return predictions.map((prediction, row) => {
    const own = found?.[row];
    if (own === undefined) return { ...prediction, explanation: null };
    const features = own.features.map((one) => ({ ...one, value: cellIn(one.name, row) }));
    return { ...prediction, explanation: { ...own, features } };
  });
}

function scoredIn(model: FittedModel, frame: Frame): Scored {
  const { classes } = model.schema;
  const { probabilities: shares, predicted: codes } = estimatorOf(model).score(model, frame);
  const silent = codes.indexOf(-1);
  if (silent >= 0)
    throw new AppError('invalid_input', `rows[${silent}] the model has no answer to it`, {
      remedy: 'A value is missing that the model cannot do without.',
    });
  return codes.every((code) => code < classes.length)
    ? { classes, codes, shares }
    : withOthers({ classes, codes, shares }, frame);
}

/** Answers some of which are none of the model's own classes. */
function withOthers({ classes, codes, shares }: Scored, { answers }: Frame): Scored {
  const said = Array.from(
    codes,
    (code, row) => classes[code] ?? answers?.predicted.categories[answers.predicted.codes[row] ?? -1] ?? '',
  );
  const all = [...new Set([...classes, ...said])];
  const wider = new Float64Array(codes.length * all.length).fill(Number.NaN);
  for (let row = 0; row < codes.length; row++)
    wider.set(shares.subarray(row * classes.length, (row + 1) * classes.length), row * all.length);
  return { classes: all, codes: Int32Array.from(said, (label) => all.indexOf(label)), shares: wider };
}
