// News on their way to people.
import type { Collection } from 'mongodb';
import type { News } from '../../news.ts';
import type { Clock } from '../../ports.ts';
import type { Store } from '../../store.ts';
import { attemptUpdate } from './attempts.ts';
import type { Collections, OutboxRow } from './collections.ts';
import { bounded, guard } from './connect.ts';
import { insertOnce } from './once.ts';
import { troubleOf } from './trouble.ts';

export function outboxStore(all: Collections, clock: Clock): Store['outbox'] {
  const { outbox, cards } = all;
  return {
    claim: async (now, leaseMs) => {
      const row = await guard(() => claimOldest(outbox, now, leaseMs));
      return row === null ? null : { key: row._id, news: row.news, attempts: row.attempts };
    },
    settle: (key, attempt) =>
      guard(async () => {
        const now = clock.now();
        if (attempt.outcome === 'sent' && attempt.ref !== null) {
          // First the card's place, then "sent": a crash in between repeats an edit, never loses the place.
          const row = await outbox.findOne({ _id: key }, bounded);
          if (row !== null)
            await cards.updateOne(
              { _id: row.thread },
              { $set: { v: 1, ref: attempt.ref } },
              { upsert: true },
            );
        }
        await outbox.updateOne({ _id: key }, attemptUpdate(attempt, now));
      }),
    superseded: (news) =>
      guard(async () => {
        const later = await outbox.findOne(
          { thread: news.thread, revision: { $gt: news.revision } },
          bounded,
        );
        return later !== null;
      }),
    add: (news) => guard(() => addNews(outbox, news)),
    readRef: (thread) => guard(async () => (await cards.findOne({ _id: thread }, bounded))?.ref ?? null),
    outcomeOf: (key) =>
      guard(async () => {
        const row = await outbox.findOne({ _id: key }, bounded);
        return row && { status: row.status, reason: row.reason ?? null };
      }),
    retell: (thread) =>
      guard(async () => {
        const again = {
          $set: { status: 'due' as const, nextAt: new Date(clock.now()), leaseUntil: new Date(0) },
        };
        await outbox.findOneAndUpdate({ thread, status: 'sent' }, again, { sort: { revision: -1 } });
      }),
    depth: () => guard(() => outbox.countDocuments({ status: 'due' }, bounded)),
    dead: () => guard(() => outbox.countDocuments({ status: 'dead' }, bounded)),
    trouble: () => troubleOf(outbox, () => oldestOf(outbox)),
  };
}

/** What is told again was told before: it is not late. */
async function oldestOf(outbox: Collection<OutboxRow>): Promise<number | null> {
  const unsent = { status: 'due' as const, endedAt: { $exists: false } };
  const sorted = { ...bounded, sort: { 'news.at': 1 }, projection: { 'news.at': 1 } } as const;
  return (await outbox.findOne(unsent, sorted))?.news.at ?? null;
}

/** Stores news under their key, once. */
export async function addNews(outbox: Collection<OutboxRow>, news: News): Promise<void> {
  const { thread, revision, at } = news;
  await insertOnce(outbox, {
    _id: news.key,
    v: 3,
    status: 'due',
    thread,
    revision,
    nextAt: new Date(at),
    leaseUntil: new Date(0),
    attempts: 0,
    news,
  });
}

/** The oldest due item whose lease is free: the lease keeps two movers from holding one item. */
async function claimOldest(
  outbox: Collection<OutboxRow>,
  now: number,
  leaseMs: number,
): Promise<OutboxRow | null> {
  const at = new Date(now);
  const due = { status: 'due' as const, nextAt: { $lte: at }, leaseUntil: { $lte: at } };
  const lease = { $set: { leaseUntil: new Date(now + leaseMs) } };
  return outbox.findOneAndUpdate(due, lease, { sort: { nextAt: 1, _id: 1 }, returnDocument: 'after' });
}
