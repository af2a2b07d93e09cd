// Watch states, the only compare-and-set, and the mover that empties their pending lists.
import type { Pending, WatchState } from '../../state.ts';
import type { Store } from '../../store.ts';
import { addAct } from './audit.ts';
import { addChampion } from './champions.ts';
import type { CheckRow, Collections, StateRow } from './collections.ts';
import { bounded, guard } from './connect.ts';
import { addIntent } from './intents.ts';
import { insertEachOnce, insertOnce } from './once.ts';
import { addNews } from './outbox.ts';
import { addBatch } from './quarantine.ts';
import { addRetrain } from './retrains.ts';

export function stateStore(all: Collections): Store['states'] {
  return {
    read: (watch) =>
      guard(async () => {
        const row = await all.states.findOne({ _id: watch }, asBytes);
        return row === null ? null : asState(row);
      }),
    create: (state) =>
      guard(async () => {
        const { watch, pending, ...rest } = state;
        await insertOnce(all.states, { _id: watch, ...rest, pending: [...pending] });
        const row = await all.states.findOne({ _id: watch }, asBytes);
        return row === null ? state : asState(row);
      }),
    replace: (state) =>
      guard(async () => {
        const { watch, rev, pending, ...rest } = state;
        const result = await all.states.replaceOne(
          { _id: watch, rev },
          { ...rest, pending: [...pending], rev: rev + 1 },
        );
        return result.modifiedCount === 1;
      }),
    settle: async ({ watch, pending }) => {
      if (pending.length === 0) return;
      await guard(async () => {
        await moveReports(all, pending);
        // Runs first: a card that is told at once says where its run stands.
        const runsFirst = [...pending].sort((one, other) => Number(isRun(other)) - Number(isRun(one)));
        for (const one of runsFirst) await move(all, one);
        const keys = pending.map(({ key }) => key);
        // Keeps the rev: a writer that puts these back only has them moved again, which changes nothing.
        await all.states.updateOne({ _id: watch }, { $pull: { pending: { key: { $in: keys } } } });
      });
    },
  };
}

const isRun = ({ to }: Pending) => to === 'mlflow';

/** Copies one pending document to its collection; the key makes a repetition harmless. */
async function move(all: Collections, pending: Pending): Promise<void> {
  switch (pending.to) {
    case 'outbox':
      return addNews(all.outbox, pending.news);
    case 'mlflow':
      return addIntent(all.intents, pending.intent);
    case 'retrains':
      return addRetrain(all.retrains, pending.record);
    case 'quarantine':
      return addBatch(all.quarantine, pending.batch);
    case 'audit':
      return addAct(all.audit, pending.key, pending.act);
    case 'champions':
      return addChampion(all.champions, pending);
    case 'checks':
      return; // moved together, above
  }
}

/** A backlog leaves hundreds of reports at once: one write for all of them. */
async function moveReports({ checks }: Collections, pending: readonly Pending[]): Promise<void> {
  const rows = pending.flatMap((one): CheckRow[] => {
    if (one.to !== 'checks') return [];
    const { watch, number, at } = one.report;
    return [{ _id: one.key, v: 2, watch, number, at: new Date(at), report: one.report }];
  });
  await insertEachOnce(checks, rows);
}

/** What is binary comes as bytes. */
const asBytes = { ...bounded, promoteBuffers: true } as const;

function asState({ _id, evidence, ...rest }: StateRow): WatchState {
  return {
    watch: _id,
    ...rest,
    // Bytes of their own: a buffer of the driver's is a view of a larger one, all of which would cross to a worker.
    evidence: evidence && {
      ...evidence,
      bets: new Uint8Array(evidence.bets),
      told: new Uint8Array(evidence.told),
    },
  };
}
