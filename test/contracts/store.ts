// What every store must do, whichever server is behind it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { steppedClock } from '../../core/adapters/system.ts';
import type { Clock } from '../../core/ports.ts';
import type { Store } from '../../core/store.ts';
import { auditCases, championCases, historyCases } from './store-audit.ts';
import { awayCases } from './store-away.ts';
import { type Ability, type Bench, start } from './store-bench.ts';
import { intentCases } from './store-intents.ts';
import { modelCases } from './store-models.ts';
import { quarantineCases } from './store-quarantine.ts';
import { queueCases } from './store-queues.ts';
import { rowCases } from './store-rows.ts';
import { pendingCases, stateCases } from './store-states.ts';
import { workCases } from './store-work.ts';

interface StoreStand {
  readonly store: Store;
  close(): Promise<void>;
}

/**
 * Runs the suite: every case works on a watch of its own, in one store. `open` gives an empty one each time, which is
 * gone once it is closed. Cases that need what the server `lacks` are left out.
 */
export function storeContract(
  name: string,
  open: (clock: Clock) => Promise<StoreStand>,
  lacks: readonly Ability[] = [],
): void {
  describe(`${name} keeps the contract of a store`, () => {
    const clock = steppedClock(start);
    let stand: StoreStand | null = null;
    let cases = 0;
    const bench: Bench = {
      can: (ability) => !lacks.includes(ability),
      clock,
      get store() {
        if (stand === null) throw new Error('the store is not open yet');
        return stand.store;
      },
      get watch() {
        return `w${cases}`;
      },
    };
    beforeAll(async () => {
      stand = await open(clock);
    });
    afterAll(async () => {
      await stand?.close();
    });
    beforeEach(() => {
      cases++;
    });

    it('answers a ping and says what it is', async () => {
      await bench.store.ping();
      expect(['embedded', 'mongodb']).toContain(bench.store.kind);
    });

    it('has no jobs before a scheduler has put them there', async () => {
      expect(await bench.store.jobs()).toEqual([]);
    });
    stateCases(bench);
    if (bench.can('$pull by a query')) {
      pendingCases(bench);
      historyCases(bench);
      championCases(bench);
      quarantineCases(bench);
    }
    modelCases(bench);
    rowCases(bench);
    queueCases(bench);
    intentCases(bench);
    auditCases(bench);
    workCases(bench);
    awayCases(() => open(clock));
  });
}
