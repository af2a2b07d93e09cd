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
