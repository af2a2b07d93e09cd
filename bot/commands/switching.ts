// What commands ask that put another kept version in place of the one that serves.
import type { Card } from '../../core/cards/card.ts';
import { switchQuestion } from '../../core/cards/switch-question.ts';
import type { ModelInfo } from '../../core/ops/models-result.ts';
import { type Invocation, telling } from './command.ts';
import { watchName } from './watch.ts';

/** What it would mean; null where the operation is going to refuse, which says why. */
export async function switchingTo(
  call: Invocation,
  how: 'approve' | 'promote' | 'rollback',
  isWanted: (info: ModelInfo) => boolean,
): Promise<Card | null> {
  const { ops, caller, args } = call;
  const watch = watchName(ops, args);
  if (watch === '') return null;
  const { elsewhere, versions } = await ops.models({ watch }, caller);
  const present = versions.find(({ serves }) => serves === 'now');
  const wanted = versions.find(isWanted);
  if (present === undefined || wanted === undefined || present === wanted || elsewhere) return null;
  return switchQuestion({ watch, how, present, wanted }, telling(call));
}
