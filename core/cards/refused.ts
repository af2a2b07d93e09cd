// Questions that are not carried out: who may not, a button of the past, another server. Pure.
import type { Role } from '../ops/operation.ts';
import { across, bareCard, type Card } from './card.ts';
import type { Telling } from './words/index.ts';

/** Which role is missing; `command` as it is written. */
export function roleRefusedCard(
  { command, needed, held }: { command: string; needed: Role; held: Role },
  telling: Telling,
): Card {
  const { title, role, remedy } = telling.words.refusal;
  return refusedCard({ title, said: role(command, needed, held), remedy: remedy(needed) }, telling);
}

/** The text of one of the refusals of the message table. */
export function refusedCard(
  { title, said, remedy }: { title: string; said: string; remedy: string },
  { words, at }: Telling,
): Card {
  const fields = [across(words.failure.remedy, remedy)];
  return { ...bareCard, tone: 'bad', title, summary: [said], fields, at };
}
