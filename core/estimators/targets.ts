// The labels of a frame as an estimator needs them. Pure.
import { AppError } from '../errors.ts';
import { type Frame, recode, type Schema } from '../frame/frame.ts';

interface Targets {
  /** Indices of the rows with a known label of `schema.classes`. */
  readonly rows: Uint32Array;
  /** Codes in `schema.classes` that occur, ascending: two or more. */
  readonly classes: readonly number[];
  /** Rows of each of `classes`. */
  readonly counts: readonly number[];
  /** One a labelled row: an index into `classes`. */
  readonly targets: Int32Array;
}

/**
 * The labelled rows of `train` and their classes; a label outside `schema.classes` counts as not known.
 * @throws AppError `not_enough_data` when fewer than two classes occur
 */
export function targetsOf(train: Frame, schema: Schema): Targets {
  const { codes } = recode(train.label, schema.classes);
  const tally = new Int32Array(schema.classes.length);
  for (const code of codes) if (code >= 0) tally[code] = (tally[code] ?? 0) + 1;
  const classes = [...tally.keys()].filter((code) => (tally[code] ?? 0) > 0);
  if (classes.length < 2) throw tooFewClasses(classes, schema);
  const position = Int32Array.from(schema.classes, (_, code) => classes.indexOf(code));
  const counts = classes.map((code) => tally[code] ?? 0);
  const labelled = counts.reduce((sum, count) => sum + count, 0);
  const rows = new Uint32Array(labelled);
  const targets = new Int32Array(labelled);
  for (let row = 0, at = 0; at < labelled; row++) {
    const code = codes[row] ?? -1;
    if (code < 0) continue;
    rows[at] = row;
    targets[at++] = position[code] ?? -1;
  }
  return { rows, classes, counts, targets };
}

function tooFewClasses(classes: readonly number[], schema: Schema): AppError {
  const [only] = classes;
  const what =
    only === undefined
      ? 'no row has a label yet'
      : `all labelled rows are of the one class "${schema.classes[only]}"`;
  return new AppError('not_enough_data', `A model needs rows of two or more classes, but ${what}.`, {
    remedy: 'Wait for (or send) labels of another class.',
  });
}
