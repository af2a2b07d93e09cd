// What a prediction is answered with: data, never words. Types only.
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
  /** Every row is kept under its id, so that labels can come back for it. */
  readonly stored: boolean;
}
