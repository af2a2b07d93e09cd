// A promotion that its probation undid, for those who are told of it: the incident's card or one of its own, the aliases in
// MLflow, the audit log. All of it is pending in the write that lets the version before serve again. Pure.
import type { AuditEntry } from '../audit.ts';
import type { Undone } from '../news.ts';
import type { Pending, WatchState } from '../state.ts';
import { managedAs } from './managed.ts';
import { newsPending, singleNews, switchPending } from './told.ts';
import type { Watched } from './world.ts';

/** `rev` of the state it was undone in: a state is replaced once. */
export function undonePending(watched: Pick<Watched, 'watch'>, after: WatchState, undone: Undone): Pending[] {
  const { watch } = watched;
  const key = `undone:${watch.name}:${after.rev}`;
  const incident = after.incident?.undone?.at === undone.at ? after.incident : null;
  const untold = incident === null && after.backlog === null;
  return [
    { to: 'audit', key, act: actOf(watch.name, undone, incident?.number ?? null) },
    ...(untold ? [cardOf(watched, after, undone)] : []),
    ...switchPending(watched, after, {
      version: undone.to,
      how: 'rolled_back',
      by: 'vigie',
      reason: failed(undone),
      endedAt: undone.at,
    }),
  ];
}

/** What the record of the change of champion says. */
export function whyUndone({ at, rows, oldOnly, newOnly }: Undone) {
  return { how: 'undone', by: 'vigie', at, duels: { rows, oldOnly, newOnly } } as const;
}

const failed = ({ from, to, oldOnly, newOnly }: Undone) =>
  `version ${from} failed its probation: right alone ${newOnly} times, version ${to} ${oldOnly}`;

function actOf(watch: string, undone: Undone, incident: number | null): AuditEntry {
  const { at, from, to, rows, oldOnly, newOnly } = undone;
  return {
    at,
    by: 'vigie',
    person: null,
    via: 'job',
    operation: 'rollback',
    watch,
    args: { from, labelled: rows, old_only: oldOnly, new_only: newOnly },
    outcome: 'ok',
    ms: 0,
    traffic: false,
    led: { incident, version: to, run: null },
  };
}

function cardOf(watched: Pick<Watched, 'watch'>, { rev }: WatchState, undone: Undone): Pending {
  const { at, from, to, rows, oldOnly, newOnly } = undone;
  const facts = {
    ...{ from, to, by: 'vigie', undone: { rows, oldOnly, newOnly } },
    ...managedAs(watched.watch),
  };
  return newsPending(singleNews('rolled_back', watched, { name: `probation:${rev}`, at, facts }));
}
