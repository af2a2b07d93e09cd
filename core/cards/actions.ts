// What can be done by one press about answers, and about news other than incidents. Pure.
import type { News } from '../news.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import { approvalActions } from './approval.ts';
import { type Action, button } from './card.ts';
import type { Words } from './words/index.ts';

/** The actions of the card of news. */
export function newsActions(news: News, words: Words): Action[] {
  if (news.kind === 'retrained') return retrainedActions(news.outcome, words);
  if (news.kind === 'checked') return reportActions(news.watch, words);
  return [];
}

/** Undoing a promotion, or a refusal. */
export function retrainedActions(outcome: RetrainOutcome, words: Words): Action[] {
  const { result, watch } = outcome;
  if (result === 'proposed') return approvalActions(outcome, words);
  return result === 'promoted' ? [rollback(watch, words)] : promoteAnyway(outcome, words);
}

/** Looking closer at a report. */
export function driftActions(watch: string, words: Words): Action[] {
  const { check } = words.actions;
  const now = { watch, run: 'now' };
  return [button('plain', check, { command: 'drift', args: now }), ...reportActions(watch, words)];
}

/** Everything about the window. */
export function reportActions(watch: string, { actions }: Words): Action[] {
  const args = { watch, view: 'report' };
  return [button('plain', actions.report, { command: 'drift', args })];
}

/** Lets the challenger serve that was kept out, which takes an admin and a second press. */
export function promoteAnyway(
  { watch, kept }: Pick<RetrainOutcome, 'watch' | 'kept'>,
  { actions }: Words,
): Action[] {
  if (kept === undefined) return [];
  const args = { watch, version: String(kept) };
  return [button('danger', actions.promoteAnyway, { command: 'promote', args })];
}

export function rollback(watch: string, { actions }: Words): Action {
  return button('danger', actions.rollback, { command: 'rollback', args: { watch } });
}
