// What cards say of a challenger that waits for approval, and the answer to whoever refused it. Pure.
import type { DeclineResult } from '../ops/results.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import { type Action, across, bareCard, button, type Card, type Field, type Rich } from './card.ts';
import type { Telling, Words } from './words/index.ts';

type Proposal = Pick<RetrainOutcome, 'watch' | 'kept' | 'approveBy' | 'endedAt'>;

/** Each names the version it is about: a press on an old card decides nothing about a newer challenger. */
export function approvalActions({ watch, kept }: Proposal, { approval }: Words): Action[] {
  if (kept === undefined) return [];
  const args = { watch, version: String(kept) };
  return [
    button('main', approval.approve, { command: 'approve', args }),
    button('danger', approval.reject, { command: 'reject', args }),
  ];
}

export function approvalField({ approveBy, endedAt }: Proposal, { approval }: Words): Field {
  return across(
    approval.field,
    approval.until,
    { time: approveBy ?? endedAt, style: 'full' },
    approval.afterwards,
  );
}

/** Cards without buttons name the commands instead. */
export function approvalStep({ watch, kept }: Proposal, { approval }: Words): Rich {
  const args = `watch:${watch} version:${kept ?? 0}`;
  return approval.next(`/approve ${args}`, `/reject ${args}`);
}

export function declinedCard(
  { watch, version, champion, incident }: DeclineResult,
  { words, at }: Telling,
): Card {
  const { approval, life } = words;
  return {
    ...bareCard,
    tone: 'plain',
    title: approval.refused(watch, version),
    summary: [approval.servesOn(champion)],
    footer: incident === null ? watch : life.incident(incident, watch),
    at,
  };
}
