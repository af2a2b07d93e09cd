// What predict saw, on its way to the store: typed arrays where all features are numbers, else a row at a time.
import { createHash } from 'node:crypto';
import type { Cells } from '../frame/records.ts';
import type { ModelVersion } from '../model.ts';
import type { RequestRows } from '../observation.ts';
import type { Made } from './observations.ts';
import type { Prediction } from './predict-result.ts';
import type { Watched, World } from './world.ts';

interface Answers {
  readonly cells: readonly Cells[];
  /** Of the request: that of its only row, or what the ids of its rows begin with. */
  readonly id: string;
  readonly predictions: readonly Prediction[];
  readonly champion: ModelVersion;
  readonly via: string;
}

/** Only a watch that lives on what predict saw keeps it; other watches have their rows elsewhere. Whether it keeps all. */
export function keepRows(world: World, { watch, source }: Watched, answers: Answers): boolean {
  if (source.kind !== 'observed') return false;
  const at = world.clock.now();
  const expiresAt = at + watch.retention.observations;
  const shared = { watch: watch.name, at, expiresAt, via: answers.via, version: answers.champion.version };
  const { predictions } = answers;
  const sampled = watch.store === 'sampled' ? sampledRows(predictions) : null;
  // Nothing else of the answer is held until its rows are written: it would outlive the young, and cost more than they do.
  const light = sampled === null ? lightRows(at, answers) : null;
  const made =
    light === null
      ? eachOf(sampled ?? [...predictions.keys()], shared, answers)
      : wholeOf(light, shared, answers);
  const { length } = sampled ?? predictions;
  return world.observations.add(watch.name, length, made) === predictions.length;
}

type Shared = Pick<RequestRows, 'watch' | 'at' | 'expiresAt' | 'via' | 'version'>;

function wholeOf(light: Light, shared: Shared, { id, predictions, champion }: Answers): Made {
  const { classes } = champion.model.schema;
  const request = { ...shared, id, isNumbered: predictions.length > 1, classes };
  return {
    kind: 'whole',
    first: (rows, storedAt) => ({ ...request, ...cut(light, rows), rows, storedAt }),
  };
}

function eachOf(rows: readonly number[], shared: Shared, { cells, predictions }: Answers): Made {
  const kept = rows.map((row) => {
    const { id = '', label = '', probabilities = {} } = predictions[row] ?? {};
    return { id, features: cells[row] ?? [], predicted: label, probability: probabilities[label] ?? 0 };
  });
  return {
    kind: 'each',
    rowAt: (turn, storedAt) => {
      const { id = '', features = [], predicted = '', probability = 0 } = kept[turn] ?? {};
      return { ...shared, storedAt, id, features, predicted, probability };
    },
  };
}

type Light = Pick<RequestRows, 'numbers' | 'codes'>;

/** Answered rows in two pieces; null where a feature is no number, or an answer none of the model's classes. */
function lightRows(at: number, { cells, predictions, champion }: Answers): Light | null {
  const { classes } = champion.model.schema;
  const width = cells[0]?.length ?? 0;
  const numbers = new Float64Array(cells.length * (2 + width));
  const codes = new Int32Array(cells.length);
  let to = 0;
  for (let row = 0; row < cells.length; row++) {
    const { label = '', probabilities = {} } = predictions[row] ?? {};
    const code = classes.indexOf(label);
    if (code < 0) return null;
    codes[row] = code;
    numbers[to++] = at;
    numbers[to++] = probabilities[label] ?? 0;
    const own = cells[row] ?? [];
    for (let feature = 0; feature < width; feature++) {
      const cell = own[feature];
      if (typeof cell !== 'number') return null;
      numbers[to++] = cell;
    }
  }
  return { numbers, codes };
}

/** The first rows. */
function cut({ numbers, codes }: Light, rows: number): Light {
  const width = numbers.length / codes.length;
  return { numbers: numbers.subarray(0, rows * width), codes: codes.subarray(0, rows) };
}

/** Their places. */
function sampledRows(predictions: readonly Prediction[]): number[] {
  return [...predictions.keys()].filter((row) => isSampled(predictions[row]?.id ?? ''));
}

/** One id in ten, and always the same ones. */
function isSampled(id: string): boolean {
  return createHash('sha256').update(id).digest().readUInt32LE(0) % 10 === 0;
}
