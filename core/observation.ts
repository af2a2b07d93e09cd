// Rows a model answered, and the labels that come back for them. Types only.

interface Row {
  /** Unique within its watch. */
  readonly id: string;
  readonly watch: string;
  /** When the row was predicted. */
  readonly at: number;
  /** When it came here. */
  readonly storedAt: number;
  /** When it is to be deleted. */
  readonly expiresAt: number;
  /** null = missing. */
  readonly features: readonly (number | string | null)[];
  /** discord rows stay out of checks and training. */
  readonly via: string;
}

/** A row our champion predicted: its values are in the order of that version's features. */
export interface OwnRow extends Row {
  readonly version: number;
  readonly predicted: string;
  readonly probability: number;
}

/** Rows of one request our champion predicted, all their features numbers: they are written without an object a row. */
export interface RequestRows extends Omit<Row, 'features'> {
  /** Of the row whose id ends with its place in the request; of the only row where `isNumbered` is false. */
  readonly id: string;
  readonly isNumbered: boolean;
  readonly rows: number;
  readonly version: number;
  /** Float64, for each row: when it was predicted, the probability of its answer, then the features, as in `OwnRow`. */
  readonly numbers: Float64Array;
  /** The answer of each row, a place in `classes`. */
  readonly codes: Int32Array;
  /** The same list for requests that came to the same version. */
  readonly classes: readonly string[];
}

/** A row with what a model served elsewhere said: its values are in the order of a stored layout. */
export interface ForeignRow extends Row {
  readonly layout: string;
  readonly predicted: string | null;
  readonly score: number | null;
}

export type Observation = OwnRow | ForeignRow;

export interface LabelRecord {
  readonly id: string;
  readonly label: string;
  readonly at: number;
  readonly expiresAt: number;
  readonly by: string;
}
