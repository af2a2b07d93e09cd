// How attempts end, the same for both outboxes.
import type { Failure } from '../../ports.ts';
import type { Attempt } from '../../store.ts';

/** The update that ends an attempt. */
export function attemptUpdate(attempt: Attempt, now: number) {
  const free = { leaseUntil: new Date(0) };
  switch (attempt.outcome) {
    case 'retry':
      return {
        $set: { ...free, nextAt: new Date(attempt.nextAt), ...failureOf(attempt) },
        $inc: { attempts: 1 },
      };
    case 'dead':
      return {
        $set: { ...free, status: 'dead' as const, ...failureOf(attempt), endedAt: new Date(now) },
        $inc: { attempts: 1 },
      };
    case 'sent':
    case 'superseded':
      return {
        $set: { ...free, status: attempt.outcome, endedAt: new Date(now) },
        $unset: { reason: 1, remedy: 1 } as const,
        $inc: { attempts: 1 },
      };
  }
}

function failureOf({ reason, remedy }: Failure): Failure {
  return remedy === undefined ? { reason } : { reason, remedy };
}
