// The probation of a promoted version: the one before answers the new labelled rows beside it, until it is proven to be
// right more often, or for long enough. Pure.
import { pairedLogE } from '../evaluation/paired-e-process.ts';

/** Evidence, in nats, at which the version before serves again: wrongly so in at most one of twenty (Ville 1939). */
const proof = Math.log(20);
/** Labelled rows after which a probation is passed, and how long it lasts at most. */
const probationRows = 500;
const longestMs = 48 * 3_600_000;

/** What the two said of labelled rows. */
export interface Duels {
  readonly rows: number;
  /** Rows only the version before, and only the one that serves, got right. */
  readonly oldOnly: number;
  readonly newOnly: number;
}

export interface Probation extends Duels {
  /** The version before. */
  readonly old: number;
  /** Event time of its first check; null before. */
  readonly since: number | null;
  /** The rows counted so far lie in the reference window now: their labels do not come again. */
  readonly carried: boolean;
}

export function probationOf(old: number): Probation {
  return { old, rows: 0, oldOnly: 0, newOnly: 0, since: null, carried: false };
}

interface Check {
  readonly duels: Duels;
  /** Its event time. */
  readonly at: number;
  /** All labels since the reference window are told again. */
  readonly anew: boolean;
}

/** After one more check. */
export function counted(probation: Probation, { duels, at, anew }: Check): Probation {
  const { old } = probation;
  const before = anew && !probation.carried ? probationOf(old) : probation;
  return {
    old,
    rows: before.rows + duels.rows,
    oldOnly: before.oldOnly + duels.oldOnly,
    newOnly: before.newOnly + duels.newOnly,
    since: probation.since ?? at,
    carried: false,
  };
}

/** How it stands at event time `at`; null = it goes on. Time counts from when labels are fair, `maturity` (ms) after rows. */
export function standingOf(
  { rows, oldOnly, newOnly, since }: Probation,
  { at, maturity }: { readonly at: number; readonly maturity: number },
): 'worse' | 'passed' | null {
  if (pairedLogE(oldOnly, newOnly) >= proof) return 'worse';
  const over = since !== null && at - since >= longestMs + maturity;
  return rows >= probationRows || over ? 'passed' : null;
}
