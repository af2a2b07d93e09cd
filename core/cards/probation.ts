// The probation of a promoted version, as the cards that tell of it share it. Pure.
import type { Incident } from '../news.ts';
import type { Duels } from '../retraining/probation.ts';
import { beside, type Field, type Rich } from './card.ts';
import type { Words } from './words/index.ts';

/** Labelled rows after which it is passed (core/retraining). */
const probationRows = 500;

/** How far it has come: who was right where the other was wrong. */
export function probationField(duels: Duels | null | undefined, { probation }: Words): Field[] {
  if (duels == null) return [];
  const { rows, oldOnly, newOnly } = duels;
  return [
    beside(
      probation.name,
      `${probation.progress(rows, probationRows)}\n`,
      `${probation.newOnly(newOnly)}\n`,
      probation.oldOnly(oldOnly),
    ),
  ];
}

/** The same in one line. */
export function probationWords({ rows, oldOnly, newOnly }: Duels, { probation, shared }: Words): Rich {
  const parts = [
    probation.progress(rows, probationRows),
    probation.newOnly(newOnly),
    probation.oldOnly(oldOnly),
  ];
  return [`${probation.name}${shared.colon}${parts.join(', ')}`];
}

/** Why the version before serves again. */
export function undoneSentence(
  { from, to, rows, ...alone }: Duels & { readonly from: number; readonly to: number },
  { probation }: Words,
): Rich {
  return [{ strong: probation.again(to) }, ...probation.worse(from, rows, alone)];
}

/** The promotion was undone, and nothing was decided since. */
export function undoneIn({ undone, phase }: Incident): NonNullable<Incident['undone']> | null {
  return phase === 'rejected' ? (undone ?? null) : null;
}

/** The version a person may let serve all the same: one that was kept out, or put out of service. */
export function challengerIn(incident: Incident): number | undefined {
  return undoneIn(incident)?.from ?? incident.retrain?.kept;
}

/** "v1 -> v2" of what the incident led to. */
export function changeIn({ retrain }: Pick<Incident, 'retrain'>): string {
  return retrain === null
    ? ''
    : `v${retrain.championBefore} -> v${retrain.version ?? retrain.championBefore}`;
}

export function probationLines(incident: Incident, { probation }: Words): Rich[] {
  const { undone, resolution, closedAt } = incident;
  if (undone != null)
    return [[{ time: undone.at, style: 'full' }, probation.undoneLine(undone.from, undone.to)]];
  const passed = resolution === 'promoted' && incident.probation != null && closedAt !== null;
  return passed ? [[{ time: closedAt, style: 'full' }, probation.passedLine]] : [];
}
