// What predict saw, on its way to the store: typed arrays where all features are numbers, else a row at a time.
import { createHash } from 'node:crypto';
import { cellsIn, type Rows } from '../frame/records.ts';
import type { ModelVersion } from '../model.ts';
import type { RequestRows } from '../observation.ts';
import type { Made } from './observations.ts';
import { type Answers, idOf } from './predict-result.ts';
import type { Watched, World } from './world.ts';

interface Answered {
  readonly rows: Rows;
  readonly answers: Answers;
  readonly champion: ModelVersion;
  readonly via: string;
}

/** Only a watch that lives on what predict saw keeps it; other watches have their rows elsewhere. Whether it keeps all. */
export function keepRows(world: World, { watch, source }: Watched, answered: Answered): boolean {
  if (source.kind !== 'observed') return false;
  const at = world.clock.now();
  const { champion, via, rows, answers } = answered;
  const expiresAt = at + watch.retention.observations;
  const shared = { watch: watch.name, at, expiresAt, via, version: champion.version };
  const sampled = watch.store === 'sampled' ? sampledRows(answers) : null;
  const isWhole = rows.numbers !== null && answers.classes === champion.model.schema.classes;
  // Nothing else of the answer is held until its rows are written: it would outlive the young, and cost more than they do.
  const made =
    isWhole && sampled === null
      ? wholeOf(rows.numbers, shared, answers)
      : eachOf(sampled ?? [...answers.codes.keys()], shared, answered);
  const { length } = sampled ?? answers.codes;
  return world.observations.add(watch.name, length, made) === rows.count;
}

type Shared = Pick<RequestRows, 'watch' | 'at' | 'expiresAt' | 'via' | 'version'>;

/** The probability of an answer, 0 where the model gave none. */
function shareOf({ classes, codes, shares }: Answers, row: number): number {
  const share = shares[row * classes.length + (codes[row] as number)] as number;
  return Number.isNaN(share) ? 0 : share;
}

/** Rows whose features are all numbers, answered with classes of the model: what was said goes into their free places. */
function wholeOf(numbers: Float64Array, shared: Shared, answers: Answers): Made {
  const { id, classes, codes } = answers;
  const stride = numbers.length / codes.length;
  for (let row = 0; row < codes.length; row++) {
    numbers[row * stride] = shared.at;
    numbers[row * stride + 1] = shareOf(answers, row);
  }
  const { watch, at, expiresAt, via, version } = shared;
  return {
    kind: 'whole',
    numbers,
    // Field by field: copied with `...` an object costs a request of one row a tenth of its time.
    request: (kept, rows, storedAt) => ({
      watch,
      at,
      expiresAt,
      via,
      version,
      id,
      isNumbered: codes.length > 1,
      classes,
      rows,
      storedAt,
      numbers: kept,
      codes: rows === codes.length ? codes : codes.subarray(0, rows),
    }),
  };
}

function eachOf(kept: readonly number[], shared: Shared, { rows, answers }: Answered): Made {
  const { classes, codes } = answers;
  const cells = cellsIn(rows);
  const own = kept.map((row) => ({
    id: idOf(answers, row),
    features: cells[row] ?? [],
    predicted: classes[codes[row] as number] ?? '',
    probability: shareOf(answers, row),
  }));
  return {
    kind: 'each',
    rowAt: (turn, storedAt) => {
      const { id = '', features = [], predicted = '', probability = 0 } = own[turn] ?? {};
      return { ...shared, storedAt, id, features, predicted, probability };
    },
  };
}

/** Their places. */
function sampledRows(answers: Answers): number[] {
  return [...answers.codes.keys()].filter((row) => isSampled(idOf(answers, row)));
}

/** One id in ten, and always the same ones. */
function isSampled(id: string): boolean {
  return createHash('sha256').update(id).digest().readUInt32LE(0) % 10 === 0;
}
