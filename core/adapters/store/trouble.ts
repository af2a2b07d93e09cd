// What stands in the way of a queue, the same for both of them.
import type { Collection, Filter } from 'mongodb';
import type { Failure, Trouble } from '../../ports.ts';
import type { IntentRow, OutboxRow } from './collections.ts';
import { bounded, guard } from './connect.ts';

type Queued = OutboxRow | IntentRow;

/** `oldest` = when the oldest came up of what waits. */
export function troubleOf<Row extends Queued>(
  queue: Collection<Row>,
  oldest: () => Promise<number | null>,
): Promise<Trouble> {
  return guard(async () => {
    const newest = (status: Queued['status'], by: 'nextAt' | 'endedAt') =>
      // The driver cannot relate a generic row to its filter; both rows have exactly these fields.
      queue.findOne({ status, reason: { $exists: true } } as Filter<Row>, {
        ...bounded,
        sort: { [by]: -1 },
        projection: { reason: 1, remedy: 1, endedAt: 1 },
      });
    const [since, retried, given] = await Promise.all([
      oldest(),
      newest('due', 'nextAt'),
      newest('dead', 'endedAt'),
    ]);
    const dead = failureIn(given);
    return {
      since,
      retrying: failureIn(retried),
      dead: dead === null ? null : { ...dead, at: given?.endedAt?.getTime() ?? 0 },
    };
  });
}

function failureIn(row: Pick<Queued, 'reason' | 'remedy'> | null): Failure | null {
  if (row?.reason === undefined) return null;
  const { reason, remedy } = row;
  return remedy === undefined ? { reason } : { reason, remedy };
}
