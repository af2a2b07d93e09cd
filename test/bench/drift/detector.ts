// What a detector on a stream of errors is, as the literature has them. Types only.

export interface Detector {
  /** Takes the error of the next row (0 or 1, or a loss in [0, 1]); true = alarm at this row. */
  update(error: number): boolean;
  /** After an alarm, where it can tell: rows since the change it estimates, the alarming row among them. */
  sinceChange?(): number;
}
