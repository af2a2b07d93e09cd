// Trainings on their way to MLflow.
import type { Collection } from 'mongodb';
import type { Intent } from '../../intent.ts';
import type { Clock } from '../../ports.ts';
import type { Store } from '../../store.ts';
import { attemptUpdate } from './attempts.ts';
import type { Collections, IntentRow } from './collections.ts';
import { bounded, guard } from './connect.ts';
import { insertOnce } from './once.ts';
import { troubleOf } from './trouble.ts';

export function intentStore({ intents }: Collections, clock: Clock): Store['intents'] {
  return {
    claim: async (now, leaseMs) => {
      const row = await guard(() => claimFirst(intents, now, leaseMs));
      return row === null
        ? null
        : { key: row._id, intent: row.intent, progress: row.progress, attempts: row.attempts };
    },
    saveProgress: (key, progress) =>
      guard(async () => {
        await intents.updateOne({ _id: key }, { $set: { progress } });
      }),
    read: (key) => guard(async () => (await intents.findOne({ _id: key }, bounded))?.intent ?? null),
    runOf: (key) => guard(async () => (await intents.findOne({ _id: key }, bounded))?.run ?? null),
    settleRun: (key, run) =>
      guard(async () => {
        const ended = attemptUpdate({ outcome: 'sent', ref: null }, clock.now());
        const light = { 'intent.report': null, 'intent.incident': null };
        await intents.updateOne({ _id: key }, { ...ended, $set: { ...ended.$set, ...light, run } });
      }),
    settle: (key, attempt) =>
      guard(async () => {
        await intents.updateOne({ _id: key }, attemptUpdate(attempt, clock.now()));
      }),
    outcomeOf: (key) =>
      guard(async () => {
        const row = await intents.findOne({ _id: key }, bounded);
        return row && { status: row.status, reason: row.reason ?? null };
      }),
    depth: () => guard(() => intents.countDocuments({ status: 'due' }, bounded)),
    trouble: () => troubleOf(intents, () => oldestOf(intents)),
    prune: (most) => guard(() => prune(intents, most)),
  };
}

/**
 * What a watch has to tell arrives in the order in which it happened: while the oldest waits for its next attempt, or somebody
 * else is at it, what came after it waits as well.
 */
async function claimFirst(
  intents: Collection<IntentRow>,
  now: number,
  leaseMs: number,
): Promise<IntentRow | null> {
  const at = new Date(now);
  const due = { status: 'due' as const, nextAt: { $lte: at }, leaseUntil: { $lte: at } };
  const oldestFirst = {
    ...bounded,
    sort: { 'intent.endedAt': 1, _id: 1 },
    projection: { 'intent.watch': 1 },
  } as const;
  const seen = new Set<string>();
  for (const { _id, intent } of await intents.find({ status: 'due' }, oldestFirst).toArray()) {
    if (seen.has(intent.watch)) continue;
    seen.add(intent.watch);
    const lease = { $set: { leaseUntil: new Date(now + leaseMs) } };
    const row = await intents.findOneAndUpdate({ _id, ...due }, lease, {
      returnDocument: 'after',
    });
    if (row !== null) return row;
  }
  return null;
}

/** In the order in which they are missed least. */
const dispensable = [{ status: { $ne: 'due' as const } }, { 'intent.kind': 'switch' as const }, {}];

async function prune(intents: Collection<IntentRow>, most: number): Promise<number> {
  let pruned = 0;
  let over = (await intents.countDocuments({}, bounded)) - most;
  for (const which of dispensable) {
    if (over <= 0) break;
    const oldest = {
      ...bounded,
      sort: { 'intent.endedAt': 1 },
      projection: { _id: 1 },
      limit: over,
    } as const;
    const rows = await intents.find(which, oldest).toArray();
    const { deletedCount } = await intents.deleteMany({ _id: { $in: rows.map(({ _id }) => _id) } });
    over -= deletedCount;
    pruned += deletedCount;
  }
  return pruned;
}

async function oldestOf(intents: Collection<IntentRow>): Promise<number | null> {
  const sorted = { ...bounded, sort: { 'intent.endedAt': 1 }, projection: { 'intent.endedAt': 1 } } as const;
  return (await intents.findOne({ status: 'due' }, sorted))?.intent.endedAt ?? null;
}

/** Stores an intent under its key, once. */
export async function addIntent(intents: Collection<IntentRow>, intent: Intent): Promise<void> {
  await insertOnce(intents, {
    _id: intent.key,
    v: 2,
    status: 'due',
    nextAt: new Date(intent.endedAt),
    leaseUntil: new Date(0),
    attempts: 0,
    progress: {},
    run: null,
    intent,
  });
}
