// Rows of the stage: what x says of the label, and how that changes.
import type { Chance } from '../core/evidence/rows.ts';

export const start = Date.UTC(2026, 0, 5, 9);
export const minute = 60_000;

export interface RowKind {
  /** The label follows x (true) or its opposite. */
  readonly turned: boolean;
  readonly labelled: boolean;
  /** Added to y, which means nothing. */
  readonly shift: number;
  /** Instead of what follows from x. */
  readonly label: string | null;
  /** Minutes between two rows; the rows end now. */
  readonly apart: number;
}

export const rowDefaults: RowKind = { turned: false, labelled: true, shift: 0, label: null, apart: 0.04 };

/** A line of the stage's CSV file: id, at, x, y, label. */
export function rowLine(random: Chance, row: { id: number; at: number }, kind: RowKind): string {
  const x = random.normal();
  const right = random.uniform() < 0.95;
  const yes = x > 0 === (kind.turned ? !right : right);
  const label = kind.labelled ? (kind.label ?? (yes ? 'yes' : 'no')) : '';
  const at = new Date(row.at).toISOString();
  return `r${row.id},${at},${x.toFixed(4)},${(random.normal() + kind.shift).toFixed(4)},${label}\n`;
}
