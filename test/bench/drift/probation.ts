// The first rows of a promoted model, on which the one before answers in its shadow. Pure.
import { pairedLogE } from '../../../core/evaluation/paired-e-process.ts';
import type { Seat } from './seat.ts';

/** Evidence, in nats, at which the model before comes back: wrongly so in at most one case in twenty. */
export const rollbackAt = Math.log(20);
const probationRows = 500;

export interface Probation {
  readonly old: Seat;
  readonly rows: number;
  /** Rows only the old model, and only the new one, got right. */
  readonly oldWins: number;
  readonly newWins: number;
}

/** After one more row, which each of the two missed (1) or not (0); null = passed. */
export function heldOut(
  { old, rows, oldWins, newWins }: Probation,
  newMiss: number,
  oldMiss: number,
): Probation | 'rolled back' | null {
  const next = {
    old,
    rows: rows + 1,
    oldWins: oldWins + Number(oldMiss < newMiss),
    newWins: newWins + Number(newMiss < oldMiss),
  };
  if (pairedLogE(next.oldWins, next.newWins) >= rollbackAt) return 'rolled back';
  return next.rows >= probationRows ? null : next;
}
