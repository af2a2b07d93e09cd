// Two people who decide at the same moment, each in a process with a connection of its own.
import { openStore } from '../../core/adapters/store/index.ts';
import type { AppError } from '../../core/errors.ts';
import { createOps } from '../../core/ops/index.ts';
import type { Store } from '../../core/store.ts';
import { silent } from '../fakes/log.ts';
import { type Stage, vigie } from './stage.ts';

/** Lets nobody write before both have come; then the one that is first, and the other once that has written. */
function meeting(first: Party) {
  const come = new Set<Party>();
  const waiting: (() => void)[] = [];
  let written = false;
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const wake = () => {
    for (const each of waiting.splice(0)) each();
  };
  return {
    async before(who: Party) {
      come.add(who);
      wake();
      await until(() => come.size === 2 && (who === first || written));
    },
    after() {
      written = true;
      wake();
    },
  };
}
type Party = 'one' | 'other';

interface Deciding {
  readonly meet: ReturnType<typeof meeting>;
  /** Milliseconds that its clock is behind. */
  readonly late: number;
}

/** A process with a connection of its own, whose first write of the state waits for that of the other. */
async function processAt(stage: Stage, owner: Party, { meet, late }: Deciding) {
  const clock = { ...stage.clock, now: () => stage.clock.now() - late };
  const open = await openStore({ uri: stage.uri, database: 'vigie', kind: 'embedded', clock, log: silent });
  let met = false;
  const states: Store['states'] = {
    ...open.store.states,
    async replace(state) {
      if (met) return open.store.states.replace(state);
      met = true;
      await meet.before(owner);
      try {
        return await open.store.states.replace(state);
      } finally {
        meet.after();
      }
    },
  };
  const { world } = stage.process(owner, { ...open.store, states });
  return { ops: createOps({ ...world, clock }), close: open.close };
}

interface Pair {
  readonly one: (ops: Stage['ops']) => Promise<unknown>;
  readonly other: (ops: Stage['ops']) => Promise<unknown>;
  /** Who writes first. */
  readonly first?: Party;
  /** Milliseconds that the clock of the one is behind. */
  readonly late?: number;
}

/** Both at once, and what came of it. */
export async function both(stage: Stage, { one, other, first = 'one', late = 0 }: Pair) {
  const told = stage.mailbox.deliveries.length;
  const { rev } = await stage.state();
  const meet = meeting(first);
  const here = await processAt(stage, 'one', { meet, late });
  const there = await processAt(stage, 'other', { meet, late: 0 });
  const ends = await Promise.allSettled([one(here.ops), other(there.ops)]);
  for (const { close } of [here, there]) await close();
  await stage.ops.deliver({}, vigie);
  const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as AppError] : []));
  const page = { limit: 9, before: null, after: null };
  const records = await stage.store.audit.list({ watch: 'shop', traffic: false }, page);
  const state = await stage.state();
  return {
    refusals,
    cards: stage.mailbox.deliveries.slice(told).map(({ news }) => news),
    outcomes: records.map(({ entry }) => entry).map(({ by, outcome }) => `${by} ${outcome}`),
    state,
    writes: state.rev - rev,
    reign: await stage.store.champions.around('shop', stage.clock.now()),
  };
}
