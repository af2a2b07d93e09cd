// What every store must do with trainings and switches on their way to MLflow.
import { describe, expect, it } from 'vitest';
import type { Intent } from '../../core/intent.ts';
import { firstState } from '../../core/state.ts';
import { type Bench, intentOf, sent } from './store-bench.ts';

export function intentCases(bench: Bench): void {
  const { clock } = bench;
  describe('intents', () => {
    const add = async () => {
      const intent = intentOf(bench, clock.now());
      const state = await bench.store.states.create(firstState(bench.watch, 1));
      const pending = [{ to: 'mlflow' as const, key: intent.key, intent }];
      await bench.store.states.replace({ ...state, pending });
      await bench.store.states.settle({ ...state, pending });
      return intent;
    };
    const claim = () => bench.store.intents.claim(clock.now(), 1_000);

    it('keeps what an attempt obtained for the next one', async () => {
      const intent = await add();
      expect(await claim()).toEqual({ key: intent.key, intent, progress: {}, attempts: 0 });
      await bench.store.intents.saveProgress(intent.key, { runId: 'r1', step: 'run' });
      const nextAt = clock.now() + 10;
      await bench.store.intents.settle(intent.key, { outcome: 'retry', nextAt, reason: 'away' });
      expect(await claim()).toBeNull();
      clock.advance(10);
      expect(await claim()).toMatchObject({ progress: { runId: 'r1', step: 'run' }, attempts: 1 });
      await bench.store.intents.settleRun(intent.key, { runId: 'r1', url: null });
    });

    it('becomes a run, and stays one', async () => {
      const intent = await add();
      await claim();
      expect(await bench.store.intents.runOf(intent.key)).toBeNull();
      expect(await bench.store.intents.depth()).toBe(1);
      await bench.store.intents.settleRun(intent.key, { runId: 'r2', url: 'http://mlflow/r2' });
      expect(await bench.store.intents.runOf(intent.key)).toEqual({ runId: 'r2', url: 'http://mlflow/r2' });
      expect(await bench.store.intents.depth()).toBe(0);
      clock.advance(10_000);
      expect(await claim()).toBeNull();
    });

    it('come in the order in which they happened: while the first is put off, the next is not taken', async () => {
      const first = await add();
      clock.advance(60_000);
      const second = { ...intentOf(bench, clock.now()), key: `${first.key}:second` };
      const state = await bench.store.states.create(firstState(bench.watch, 1));
      const pending = [{ to: 'mlflow' as const, key: second.key, intent: second }];
      await bench.store.states.replace({ ...state, pending });
      await bench.store.states.settle({ ...state, pending });
      expect((await claim())?.key).toBe(first.key);
      expect(await claim()).toBeNull();
      const nextAt = clock.now() + 5_000;
      await bench.store.intents.settle(first.key, { outcome: 'retry', nextAt, reason: 'away' });
      expect(await claim()).toBeNull();
      clock.advance(5_000);
      expect((await claim())?.key).toBe(first.key);
      await bench.store.intents.settleRun(first.key, { runId: 'r1', url: null });
      expect((await claim())?.key).toBe(second.key);
      await bench.store.intents.settleRun(second.key, { runId: 'r2', url: null });
    });

    it('gives up what is dead', async () => {
      const intent = await add();
      await claim();
      expect((await bench.store.intents.trouble()).since).toBe(intent.endedAt);
      await bench.store.intents.settle(intent.key, { outcome: 'dead', reason: 'refused', remedy: 'ask' });
      const dead = { reason: 'refused', remedy: 'ask', at: clock.now() };
      expect(await bench.store.intents.trouble()).toEqual({ since: null, retrying: null, dead });
      clock.advance(10_000);
      expect(await claim()).toBeNull();
      expect(await bench.store.intents.depth()).toBe(0);
    });

    it('says how it stands, and keeps the drift of the time only until it is logged', async () => {
      const intent = await add();
      const { intents } = bench.store;
      expect(await intents.outcomeOf('nothing')).toBeNull();
      expect(await intents.outcomeOf(intent.key)).toEqual({ status: 'due', reason: null });
      await claim();
      await intents.settle(intent.key, { outcome: 'retry', nextAt: clock.now(), reason: 'away' });
      expect(await intents.outcomeOf(intent.key)).toEqual({ status: 'due', reason: 'away' });
      await claim();
      await intents.settleRun(intent.key, { runId: 'r3', url: null });
      expect(await intents.outcomeOf(intent.key)).toEqual({ status: 'sent', reason: null });
      expect(await intents.read(intent.key)).toEqual(intent);
      expect(await intents.read('nothing')).toBeNull();
    });

    it('are pruned from what is missed least: what was logged, then switches, then trainings, the oldest first', async () => {
      const base = intentOf(bench, clock.now());
      const switched: Intent = {
        kind: 'switch',
        key: 'switch',
        watch: bench.watch,
        version: 1,
        how: 'rolled_back',
        by: 'ada',
        reason: null,
        endedAt: clock.now() + 9,
        thread: null,
      };
      const intents: Intent[] = [
        { ...base, key: 'old' },
        { ...base, key: 'logged', endedAt: clock.now() + 7 },
        { ...base, key: 'young', endedAt: clock.now() + 8 },
        switched,
      ];
      const state = await bench.store.states.create(firstState(bench.watch, 1));
      const pending = intents.map((intent) => ({ to: 'mlflow' as const, key: intent.key, intent }));
      await bench.store.states.replace({ ...state, pending });
      await bench.store.states.settle({ ...state, pending });
      await bench.store.intents.settleRun('logged', { runId: 'r', url: null });
      const left = async (most: number) => {
        await bench.store.intents.prune(most);
        const known = await Promise.all(intents.map(({ key }) => bench.store.intents.outcomeOf(key)));
        return intents.flatMap(({ key }, at) => (known[at] === null ? [] : [key]));
      };
      // Those of other cases lie here as well: they count, and what is missed least goes first whoever made it.
      await bench.store.intents.prune(3);
      expect(await left(3)).toEqual(['old', 'young', 'switch']);
      expect(await left(2)).toEqual(['old', 'young']);
      expect(await left(1)).toEqual(['young']);
      expect(await bench.store.intents.prune(1)).toBe(0);
      expect(await left(0)).toEqual([]);
    });

    it('has no run for a key it does not know, and makes none', async () => {
      await bench.store.intents.saveProgress('nothing', { runId: 'r' });
      await bench.store.intents.settle('nothing', sent);
      expect(await bench.store.intents.runOf('nothing')).toBeNull();
      expect(await bench.store.intents.depth()).toBe(0);
    });
  });
}
