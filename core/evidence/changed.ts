// What an incident's new revision tells that the old one did not: the most telling of it, for a line to people. Pure.
import type { Change, Incident } from '../news.ts';

/** `before`: the watch's incident as it was, whichever that is. */
export function changeOf(before: Incident | null, after: Incident): Change {
  if (before === null || before.id !== after.id) return after.phase === 'resolved' ? 'resolved' : 'fired';
  if (after.phase === 'resolved' && before.phase !== 'resolved') return 'resolved';
  if (after.fired > before.fired) return 'fired_again';
  const phase = phaseChange(before, after);
  if (phase !== null) return phase;
  if (after.acknowledged !== null && before.acknowledged === null) return 'acknowledged';
  if (after.held !== before.held) return 'held';
  return after.snoozed?.at === before.snoozed?.at ? 'moved' : snoozeChange(after);
}

function snoozeChange({ phase, snoozed }: Incident): Change {
  if (phase === 'resolved') return 'resolved';
  return snoozed === null ? 'woken' : 'snoozed';
}

function phaseChange(before: Incident, after: Incident): Change | null {
  if (after.undone != null && after.undone.at !== before.undone?.at) return 'undone';
  if (after.phase === before.phase) return isProving(before, after) ? 'proving' : null;
  if (after.phase === 'retraining' || after.phase === 'proposed') return after.phase;
  if (after.rejections > before.rejections) return 'rejected';
  if (after.phase === 'probation' && after.retrain?.startedAt !== before.retrain?.startedAt)
    return 'on_probation';
  return after.cancelled?.at === before.cancelled?.at ? 'abandoned' : 'cancelled';
}

function isProving(before: Incident, after: Incident): boolean {
  return after.phase === 'probation' && after.latest.number > before.latest.number;
}
