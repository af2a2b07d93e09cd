// Arming a watch: the plan of a champion, and what it would have said of the champion's own past. Pure; runs in a worker.

import type { Prospect } from '../drift.ts';
import { decodeFrame } from '../frame/codec.ts';
import { arm } from './arm.ts';
import type { Champion, Terms } from './ground.ts';
import { paceOf } from './pace.ts';
import type { Plan } from './plan.ts';
import { prospectOf } from './prospect.ts';

export interface ArmInput extends Champion {
  /** A snapshot's bytes: the rows themselves never come back. */
  readonly reference: Uint8Array;
  readonly terms: Terms;
}

export interface Armed {
  readonly plan: Plan;
  readonly prospect: Prospect;
  /** How long a time the reference reaches over, in milliseconds; null where its rows carry no time. */
  readonly span: number | null;
}

export function armed({ reference, terms, ...champion }: ArmInput): Armed {
  const rows = decodeFrame(reference);
  const plan = arm(rows, champion, terms);
  const { span } = paceOf(rows, terms.cadenceMinutes);
  return { plan, prospect: prospectOf(rows, champion, { plan, terms }), span };
}
