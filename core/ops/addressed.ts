// Where news goes and whom it calls, as people have decided meanwhile. Pure.
import type { News } from '../news.ts';
import { type Decisions, idsIn } from './decisions.ts';

/** Worked out at delivery: what waited goes where cards go now. A card that stands is edited where it is. */
export function addressed(news: News, decisions: Decisions): News {
  const channel = ownChannel(news, decisions) ?? news.channel ?? decisions.of('channel')?.value ?? null;
  const operators = decisions.of('operators');
  if (news.kind !== 'reminder' || operators === null) return { ...news, channel };
  return { ...news, channel, roleIds: idsIn(operators.value) };
}

function ownChannel({ kind, watch }: News, decisions: Decisions): string | null {
  if (kind === 'digest') return decisions.of('digest channel')?.value ?? null;
  return decisions.of('channel', watch)?.value ?? null;
}
