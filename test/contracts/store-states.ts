// What every store must do with the states of watches, and with what they leave pending.
import { describe, expect, it } from 'vitest';
import { firstState, type Pending, type WatchState } from '../../core/state.ts';
import { reportOf } from './samples.ts';
import { type Bench, drained, intentOf, newsOf } from './store-bench.ts';

export function stateCases(bench: Bench): void {
  describe('states', () => {
    it('has none before the first is created', async () => {
      expect(await bench.store.states.read(bench.watch)).toBeNull();
    });

    it('keeps the first state when another is created', async () => {
      const first = firstState(bench.watch, 1);
      expect(await bench.store.states.create(first)).toEqual(first);
      expect(await bench.store.states.create(firstState(bench.watch, 2))).toEqual(first);
      expect(await bench.store.states.read(bench.watch)).toEqual(first);
    });

    it('creates one state when many try at once', async () => {
      const made = await Promise.all(
        Array.from({ length: 20 }, (_, at) => bench.store.states.create(firstState(bench.watch, at))),
      );
      expect(new Set(made.map((state) => state.createdAt)).size).toBe(1);
    });

    it('replaces a state of the same rev and counts the rev up', async () => {
      const state = await bench.store.states.create(firstState(bench.watch, 1));
      expect(await bench.store.states.replace({ ...state, checks: 7 })).toBe(true);
      expect(await bench.store.states.read(bench.watch)).toEqual({ ...state, checks: 7, rev: 1 });
    });

    it('refuses to replace a state that has moved on', async () => {
      const state = await bench.store.states.create(firstState(bench.watch, 1));
      await bench.store.states.replace({ ...state, checks: 7 });
      expect(await bench.store.states.replace({ ...state, checks: 8 })).toBe(false);
      expect(await bench.store.states.read(bench.watch)).toMatchObject({ checks: 7, rev: 1 });
    });

    it('refuses to replace a state that was never created', async () => {
      expect(await bench.store.states.replace(firstState(bench.watch, 1))).toBe(false);
    });

    if (bench.can('atomic updates')) {
      it('lets exactly one of many writers of one rev through', async () => {
        const state = await bench.store.states.create(firstState(bench.watch, 1));
        const won = await Promise.all(
          Array.from({ length: 20 }, (_, at) => bench.store.states.replace({ ...state, checks: at + 1 })),
        );
        expect(won.filter(Boolean)).toHaveLength(1);
        expect((await bench.store.states.read(bench.watch))?.checks).toBe(won.indexOf(true) + 1);
      });
    }
  });

  it('lists the newest reports first', async () => {
    const state = await bench.store.states.create(firstState(bench.watch, 1));
    const reports = [1, 2, 3, 10].map((number) => reportOf({ watch: bench.watch, number }));
    const pending = reports.map((report): Pending => ({ to: 'checks', key: report.key, report }));
    await bench.store.states.replace({ ...state, pending });
    await bench.store.states.settle({ ...state, pending });
    expect((await bench.store.reports.list(bench.watch, 3)).map((report) => report.number)).toEqual([
      10, 3, 2,
    ]);
  });

  it('counts reports from a moment on, oldest first, without their columns', async () => {
    const state = await bench.store.states.create(firstState(bench.watch, 1));
    const begun = bench.clock.now();
    const reports = [1, 2, 3].map((number) => reportOf({ watch: bench.watch, number, at: begun + number }));
    const pending = reports.map((report): Pending => ({ to: 'checks', key: report.key, report }));
    await bench.store.states.replace({ ...state, pending });
    await bench.store.states.settle({ ...state, pending });
    const figures = reports.map(({ at, newRows: rows, verdict, performance }) => ({
      at,
      rows,
      verdict,
      accuracy: performance?.accuracy ?? null,
    }));
    expect(await bench.store.reports.since(bench.watch, begun + 2)).toEqual(figures.slice(1));
    expect(await bench.store.reports.since(`${bench.watch}x`, 0)).toEqual([]);
  });

  it('has no reports of a watch it does not know', async () => {
    expect(await bench.store.reports.list(`${bench.watch}x`, 3)).toEqual([]);
  });
}

/** News, trainings and reports that wait in a state, and the mover that puts them where they belong. */
export function pendingCases(bench: Bench): void {
  const { clock } = bench;
  describe('what is pending', () => {
    const pendingOf = (): Pending[] => {
      const news = newsOf(bench.watch, 1, clock.now());
      const intent = intentOf(bench, clock.now());
      const report = reportOf({ watch: bench.watch, number: 1 });
      return [
        { to: 'outbox', key: news.key, news },
        { to: 'mlflow', key: intent.key, intent },
        { to: 'checks', key: report.key, report },
      ];
    };
    const put = async (state: WatchState, pending: Pending[]) => {
      expect(await bench.store.states.replace({ ...state, pending })).toBe(true);
    };
    const settle = async () => {
      const state = await bench.store.states.read(bench.watch);
      if (state !== null) await bench.store.states.settle(state);
    };

    it('moves what is pending to where it belongs, once', async () => {
      const state = await bench.store.states.create(firstState(bench.watch, 1));
      await put(state, pendingOf());
      const depth = await bench.store.outbox.depth();
      await settle();
      expect(await bench.store.states.read(bench.watch)).toEqual({ ...state, rev: 1, pending: [] });
      expect(await bench.store.outbox.depth()).toBe(depth + 1);
      await settle();
      expect(await bench.store.outbox.depth()).toBe(depth + 1);
      expect(await bench.store.intents.runOf(intentOf(bench, 0).key)).toBeNull();
      expect(await bench.store.reports.list(bench.watch, 10)).toEqual([
        reportOf({ watch: bench.watch, number: 1 }),
      ]);
      await drained(bench);
    });

    it('changes nothing when a writer with an old reading puts back what was moved', async () => {
      const state = await bench.store.states.create(firstState(bench.watch, 1));
      await put(state, pendingOf());
      const old = await bench.store.states.read(bench.watch);
      await settle();
      const sent = await drained(bench);
      expect(sent).toEqual([`${bench.watch}:1`]);
      // The settling keeps the rev, so this writer is not refused.
      expect(old).not.toBeNull();
      expect(await bench.store.states.replace({ ...(old ?? state), checks: 5 })).toBe(true);
      expect((await bench.store.states.read(bench.watch))?.pending).toHaveLength(3);
      await settle();
      expect((await bench.store.states.read(bench.watch))?.pending).toEqual([]);
      expect(await drained(bench)).toEqual([]);
      expect(await bench.store.reports.list(bench.watch, 10)).toHaveLength(1);
    });

    it('keeps what became pending while it was settling', async () => {
      const state = await bench.store.states.create(firstState(bench.watch, 1));
      await put(state, pendingOf());
      const late = newsOf(bench.watch, 2, clock.now());
      const more: Pending[] = [...pendingOf(), { to: 'outbox', key: late.key, news: late }];
      await Promise.all([settle(), put({ ...state, rev: state.rev + 1 }, more)]);
      await settle();
      expect((await bench.store.states.read(bench.watch))?.pending).toEqual([]);
      expect((await drained(bench)).sort()).toEqual([`${bench.watch}:1`, `${bench.watch}:2`]);
    });

    it('settles nothing of a state that has nothing pending', async () => {
      await bench.store.states.settle(firstState(bench.watch, 1));
      expect(await bench.store.states.read(bench.watch)).toBeNull();
    });
  });
}
