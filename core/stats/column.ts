// The two kinds of column the statistics read, by shape alone. Pure.

/** Numbers, one per row; NaN is missing, and so are the infinities. */
export interface NumericColumn {
  readonly kind: 'numeric';
  readonly values: Float64Array;
}

/** Codes into a dictionary, one per row; -1 is missing, and so is the empty category. */
export interface CategoricalColumn {
  readonly kind: 'categorical';
  readonly codes: Int32Array;
  readonly categories: readonly string[];
}

export type StatsColumn = NumericColumn | CategoricalColumn;
