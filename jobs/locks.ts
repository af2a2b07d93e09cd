// The locks one scheduler holds, given back at its end. Agenda gives back what it knows of; a lock that was asked for a
// moment before is answered after that, and would keep its job from everybody until it runs out.
import type { JobRepository } from 'agenda';
import type { Db } from 'mongodb';

interface Locks {
  /** From now on no job is locked. */
  close(): void;
  /** Frees what `holder` still has, once everything that was asked for is answered. Locks of others stay. */
  giveBack(): Promise<void>;
}

/** Watches over what `repository` locks; `holder` is the name that its Agenda writes beside every lock. */
export function watchLocks(
  db: Db,
  repository: Pick<JobRepository, 'getNextJobToRun'>,
  holder: string,
): Locks {
  const asked = new Set<Promise<unknown>>();
  const lockNext = repository.getNextJobToRun.bind(repository);
  let closed = false;
  repository.getNextJobToRun = async (...query) => {
    if (closed) return undefined;
    const answer = lockNext(...query);
    asked.add(answer);
    try {
      return await answer;
    } finally {
      asked.delete(answer);
    }
  };
  return {
    close() {
      closed = true;
    },
    async giveBack() {
      await Promise.allSettled(asked);
      const held = { lastModifiedBy: holder, lockedAt: { $ne: null } };
      await db.collection('agendaJobs').updateMany(held, { $set: { lockedAt: null } });
    },
  };
}
