// What every store must do with the audit log.
import { describe, expect, it } from 'vitest';
import type { ChampionChange } from '../../core/model.ts';
import type { RetrainRecord } from '../../core/record.ts';
import { firstState, type Pending } from '../../core/state.ts';
import type { Page } from '../../core/store.ts';
import { reportOf } from './samples.ts';
import { auditOf, type Bench, start } from './store-bench.ts';

const page = (limit: number, at: Partial<Page> = {}): Page => ({ limit, before: null, after: null, ...at });

/** Cases of the histories that leave a state by its pending list. */
export function historyCases(bench: Bench): void {
  describe('the history of retrainings', () => {
    const settle = async (pending: readonly Pending[]) => {
      const state = await bench.store.states.create(firstState(bench.watch, 1));
      await bench.store.states.replace({ ...state, pending });
      await bench.store.states.settle({ ...state, pending });
    };
    const ended = (at: number): RetrainRecord => ({
      key: `retrain:${bench.watch}:${at}`,
      watch: bench.watch,
      startedAt: start,
      endedAt: start + at,
      trigger: 'manual',
      by: 'ada',
      result: 'rejected',
      championBefore: 1,
      version: null,
      trial: null,
      failure: 'no better',
    });

    it('has each once, page by page, however often the state brings it', async () => {
      const records = [1, 3, 2].map(ended);
      const pending = records.map((record) => ({ to: 'retrains' as const, key: record.key, record }));
      await settle(pending);
      await settle(pending);
      const [newest, ...rest] = await bench.store.retrains.list(bench.watch, page(2));
      expect(newest?.entry).toEqual(ended(3));
      expect(rest.map(({ entry }) => entry)).toEqual([ended(2)]);
      const before = rest[0]?.cursor ?? '';
      const older = await bench.store.retrains.list(bench.watch, page(2, { before }));
      expect(older.map(({ entry }) => entry)).toEqual([ended(1)]);
      expect(await bench.store.retrains.list(`${bench.watch}x`, page(2))).toEqual([]);
    });

    it('has the checks by their numbers, before and after one of them', async () => {
      const reports = [8, 9, 10, 11].map((number) => reportOf({ watch: bench.watch, number }));
      await settle(reports.map((report) => ({ to: 'checks' as const, key: report.key, report })));
      const numbers = async (part: Page) =>
        (await bench.store.reports.page(bench.watch, part)).map(({ cursor }) => cursor);
      expect(await numbers(page(3))).toEqual(['11', '10', '9']);
      expect(await numbers(page(3, { before: '9' }))).toEqual(['8']);
      expect(await numbers(page(2, { after: '8' }))).toEqual(['10', '9']);
      expect(await numbers(page(2, { before: 'none' }))).toEqual([]);
    });
  });
}

/** Cases of the record of who served when. */
export function championCases(bench: Bench): void {
  describe('the changes of champion', () => {
    const change = (rev: number, at: number, how: ChampionChange['how'] = 'retrained'): ChampionChange => ({
      ...{ watch: bench.watch, rev, at: start + at, from: rev - 1, to: rev, how, by: 'ada', reason: null },
      ...{ trigger: null, incident: null, trial: null, intent: null },
    });
    const keep = async (changes: readonly ChampionChange[]) => {
      const state = await bench.store.states.create(firstState(bench.watch, 1));
      const pending = changes.map((one) => ({
        ...{ to: 'champions' as const, key: `champion:${one.watch}:${one.rev}`, change: one },
      }));
      await bench.store.states.replace({ ...state, pending });
      await bench.store.states.settle({ ...state, pending });
      await bench.store.states.settle({ ...state, pending });
    };
    const around = async (at: number) => bench.store.champions.around(bench.watch, start + at);

    it('are told around any moment, each whole, and the moment of a change belongs to the new one', async () => {
      const [first, second] = [change(1, 10), change(2, 20)];
      await keep([second, first]);
      expect(await around(9)).toEqual({ last: null, brought: null, next: first });
      expect(await around(10)).toEqual({ last: first, brought: first, next: second });
      expect(await around(19)).toEqual({ last: first, brought: first, next: second });
      expect(await around(20)).toEqual({ last: second, brought: second, next: null });
      expect(await bench.store.champions.around(`${bench.watch}x`, start + 20)).toEqual({
        last: null,
        brought: null,
        next: null,
      });
    });

    it('of one moment are in the order of the states they changed', async () => {
      await keep([change(12, 5), change(9, 5), change(10, 5)]);
      expect((await around(5)).last).toEqual(change(12, 5));
      expect((await around(4)).next).toEqual(change(9, 5));
    });

    it('tell where the model came from that only got another reference window since', async () => {
      await keep([
        change(1, 1),
        change(2, 2, 'learning'),
        change(3, 3, 'expected'),
        change(4, 4, 'labelled'),
      ]);
      expect(await around(9)).toEqual({ last: change(4, 4, 'labelled'), brought: change(1, 1), next: null });
    });
  });
}

export function auditCases(bench: Bench): void {
  describe('the audit log', () => {
    const add = (at: number, facts = {}) => bench.store.audit.add(auditOf(bench.watch, at, facts));
    const list = async (part: Page, traffic = false) =>
      bench.store.audit.list({ watch: bench.watch, traffic }, part);
    const times = async (part: Page) => (await list(part)).map(({ entry }) => entry.at - start);

    it('gives back what was added, the newest first', async () => {
      for (const at of [2, 1, 3]) await add(start + at);
      const [newest] = await list(page(2));
      expect(newest?.entry).toEqual(auditOf(bench.watch, start + 3));
      expect(newest?.cursor).toMatch(/^[\w-]{1,20}$/);
      expect(await times(page(9))).toEqual([3, 2, 1]);
    });

    it('keeps two acts of one moment', async () => {
      for (const by of ['ada', 'bob']) await add(start, { by });
      expect((await list(page(9))).map(({ entry }) => entry.by).toSorted()).toEqual(['ada', 'bob']);
    });

    it('is read page by page, to the older and back to the newer', async () => {
      for (const at of [1, 2, 3, 4, 5]) await add(start + at);
      const first = await list(page(2));
      const before = first[1]?.cursor ?? '';
      expect(await times(page(2, { before }))).toEqual([3, 2]);
      const [, last] = await list(page(2, { before }));
      expect(await times(page(2, { after: last?.cursor ?? '' }))).toEqual([4, 3]);
      expect(await times(page(9, { after: first[0]?.cursor ?? '' }))).toEqual([]);
    });

    it('tells watches apart, and acts from traffic', async () => {
      await add(start);
      await add(start + 1, { traffic: true });
      await bench.store.audit.add(auditOf(`${bench.watch}x`, start + 2));
      expect(await times(page(9))).toEqual([0]);
      expect((await list(page(9), true)).map(({ entry }) => entry.at - start)).toEqual([1]);
    });

    it('has acts of no watch where all are asked for', async () => {
      await add(start + 1_000_000, { watch: null, by: bench.watch });
      const [newest] = await bench.store.audit.list({ watch: null, traffic: false }, page(1));
      expect(newest?.entry).toMatchObject({ watch: null, by: bench.watch });
    });
  });
}
