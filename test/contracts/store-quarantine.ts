// What every store must do with batches of rows in quarantine.
import { describe, expect, it } from 'vitest';
import type { Quarantine } from '../../core/quarantine.ts';
import { firstState, type Pending } from '../../core/state.ts';
import { batchOf } from './samples.ts';
import { type Bench, start } from './store-bench.ts';

/** Cases of what leaves a state by its pending list in revisions. */
export function quarantineCases(bench: Bench): void {
  describe('the batches in quarantine', () => {
    const batch = (number: number, known: Partial<Quarantine> = {}) =>
      batchOf({ watch: bench.watch, number, ...known });
    const keep = async (batches: readonly Quarantine[]) => {
      const state = await bench.store.states.create(firstState(bench.watch, 1));
      const pending = batches.map(
        (one): Pending => ({ to: 'quarantine', key: `${one.number}:${one.revision}`, batch: one }),
      );
      await bench.store.states.settle({ ...state, pending });
    };
    const list = () => bench.store.quarantine.list(bench.watch);

    it('are listed whole, the newest first, and only those of the watch', async () => {
      const [first, second] = [batch(1), batch(2, { keptFor: null, end: [] })];
      await keep([first, second]);
      expect(await list()).toEqual([second, first]);
      expect(await bench.store.quarantine.list(`${bench.watch}x`)).toEqual([]);
    });

    it('stand as their last revision says, in whatever order and how often revisions come', async () => {
      const held = batch(1);
      const decided = batch(1, {
        revision: 3,
        lasting: false,
        status: 'discarded',
        by: 'ada',
        at: start + 9,
      });
      await keep([held]);
      await keep([decided]);
      await keep([batch(1, { revision: 2, lasting: false })]);
      await keep([held, decided]);
      expect(await list()).toEqual([decided]);
    });
  });
}
