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
  const rows = Uint32Array.from(codes.keys()).filter((row) => (codes[row] ?? -1) >= 0);
  const position = Int32Array.from(schema.classes, (_, code) => classes.indexOf(code));
  return {
    rows,
    classes,
    counts: classes.map((code) => tally[code] ?? 0),
    targets: Int32Array.from(rows, (row) => position[codes[row] ?? -1] ?? -1),
  };
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
