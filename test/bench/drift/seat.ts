// A model that answers a stream's rows, some of them ahead. Pure.
import { logistic } from '../../../core/estimators/logistic.ts';
import { type Frame, sliceRows } from '../../../core/frame/frame.ts';
import type { Served } from './served.ts';

/** Rows scored at once: a new model throws the rest of them away. */
const block = 500;

export interface Seat {
  readonly served: Served;
  /** The class of a row, as a code of its labels; rows are asked for in their order. */
  predicted(row: number): number;
}

export function seated(served: Served, rows: Frame, first: number): Seat {
  const { model } = served;
  let start = first;
  let codes = new Int32Array(0);
  const classes = model.schema.classes.map((name) => rows.label.categories.indexOf(name));
  const predicted = (row: number) => {
    if (row >= start + codes.length) {
      start = row;
      const ahead = sliceRows(rows, row, Math.min(rows.rows, row + block));
      codes = logistic.score(model, ahead).predicted.map((code) => classes[code] ?? -1);
    }
    return codes[row - start] ?? -1;
  };
  return { served, predicted };
}
