// The locks one scheduler holds, given back at its end. Agenda gives back what it knows of; a lock that was asked for a
// moment before is answered after that, and would keep its job from everybody until it runs out.
import type { JobRepository } from 'agenda';
import type { Db } from 'mongodb';

export interface Locks {
  /** From now on no job is locked. */
  close(): void;
  /** Frees what `holder` still has, once everything that was asked for is answered. Locks of others stay. */
  giveBack(): Promise<void>;
  /** The same, but for the jobs of these names: their locks are renewed at `now`. */
  keepOnly(names: readonly string[], now: number): Promise<void>;
  /** Whether a lock may be left that nobody knows of, because the store did not answer. Says so once. */
  doubtful(): boolean;
}

/** Watches over what `repository` locks; `holder` is the name that its Agenda writes beside every lock. */
export function watchLocks(
  db: Db,
  repository: Pick<JobRepository, 'getNextJobToRun' | 'saveJobState' | 'unlockJob'>,
  holder: string,
): Locks {
  const asked = new Set<Promise<unknown>>();
  const lockNext = repository.getNextJobToRun.bind(repository);
  const save = repository.saveJobState.bind(repository);
  const unlock = repository.unlockJob.bind(repository);
  let closed = false;
  let doubtful = false;
  const doubt = () => {
    doubtful = true;
  };
  // Agenda waits for no unlocking: a failure would end the process. One of the last save of a run it keeps to itself.
  repository.unlockJob = (job) => unlock(job).catch(doubt);
  repository.saveJobState = async (...state) => {
    try {
      await save(...state);
    } catch (cause) {
      doubt();
      throw cause;
    }
  };
  repository.getNextJobToRun = async (...query) => {
    if (closed) return undefined;
    const answer = lockNext(...query);
    asked.add(answer);
    try {
      return await answer;
    } catch (cause) {
      doubt();
      throw cause;
    } finally {
      asked.delete(answer);
    }
  };
  const jobs = db.collection('agendaJobs');
  const held = { lastModifiedBy: holder, lockedAt: { $ne: null } };
  const freeAllBut = async (names: readonly string[]) => {
    await Promise.allSettled(asked);
    await jobs.updateMany({ ...held, name: { $nin: names } }, { $set: { lockedAt: null } });
  };
  return {
    close() {
      closed = true;
    },
    doubtful() {
      const said = doubtful;
      doubtful = false;
      return said;
    },
    async keepOnly(names, now) {
      await jobs.updateMany({ ...held, name: { $in: names } }, { $set: { lockedAt: new Date(now) } });
      await freeAllBut(names);
    },
    giveBack: () => freeAllBut([]),
  };
}
