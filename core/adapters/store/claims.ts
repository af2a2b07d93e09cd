// Claiming and settling, the same for both outboxes: a lease keeps two movers from holding one item.
import type { Collection } from 'mongodb';
import type { Failure } from '../../ports.ts';
import type { Attempt } from '../../store.ts';
import type { IntentRow, OutboxRow } from './collections.ts';
import { guard } from './connect.ts';

/** Takes the oldest due item whose lease is free. */
export async function claimOldest<T extends OutboxRow | IntentRow>(
  queue: Collection<T>,
  now: number,
  leaseMs: number,
): Promise<T | null> {
  return guard(async () => {
    const at = new Date(now);
    // The driver cannot relate a generic row to its filter; both rows have exactly these fields.
    const due = { status: 'due', nextAt: { $lte: at }, leaseUntil: { $lte: at } } as Parameters<
      typeof queue.findOneAndUpdate
    >[0];
    const lease = { $set: { leaseUntil: new Date(now + leaseMs) } } as Parameters<
      typeof queue.findOneAndUpdate
    >[1];
    const row = await queue.findOneAndUpdate(due, lease, {
      sort: { nextAt: 1, _id: 1 },
      returnDocument: 'after',
    });
    return row as T | null;
  });
}

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
