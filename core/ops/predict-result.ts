// What a prediction is answered with: data, never words. Pure.
import type { Explanation } from '../estimators/contributions.ts';

export interface Prediction {
  readonly id: string;
  readonly label: string;
  /** Probability of each class. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** Only where it was asked for; null = the model is none whose answers can be split among its features. */
  readonly explanation?: Explained | null;
}

/** What speaks for the answer to a row. */
export interface Explained extends Omit<Explanation, 'features'> {
  readonly features: readonly (Explanation['features'][number] & {
    /** As the row has it; null = missing. */
    readonly value: number | string | null;
  })[];
}

export interface PredictResult {
  readonly watch: string;
  readonly version: number;
  readonly predictions: readonly Prediction[];
  /** The predictions once more, where nothing is explained: to be written as text, they need no object a row. */
  readonly columns?: Answers;
  /** Every row is kept under its id, so that labels can come back for it. */
  readonly stored: boolean;
}

/** Answers to rows, in columns. */
export interface Answers {
  /** Of the only row, or what the ids of all rows begin with. */
  readonly id: string;
  readonly classes: readonly string[];
  /** The answer to each row, a place in `classes`. */
  readonly codes: Int32Array;
  /** The probability of each class, row by row; NaN = the model gave none. */
  readonly shares: Float64Array;
}

/** Unguessable, and one draw for all rows of a request: a draw a row would cost as much as the answer. */
export function idOf({ id, codes }: Pick<Answers, 'id' | 'codes'>, row: number): string {
  return codes.length === 1 ? id : `${id}-${row}`;
}

export function rowByRow(answers: Answers): Prediction[] {
  const { classes, codes, shares } = answers;
  return Array.from(codes, (code, row) => {
    const given = classes.map((name, at) => [name, shares[row * classes.length + at] as number] as const);
    return {
      id: idOf(answers, row),
      label: classes[code] ?? '',
      probabilities: Object.fromEntries(given.filter(([, share]) => !Number.isNaN(share))),
    };
  });
}
