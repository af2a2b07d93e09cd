// Long work over a real store: begun once under its key, told by any process, begun again when its process died.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import type { Caller, Run } from '../../../core/ops/operation.ts';
import { retrainInput } from '../../../core/ops/retrain.ts';
import { type Beginning, createWorks } from '../../../core/ops/work.ts';
import type { Clock } from '../../../core/ports.ts';
import { callerOf, openStage, refusalOf, type Stage } from '../../flows/stage.ts';

const otto: Caller = { ...callerOf('operator'), name: 'otto', request: 'request-1' };
const facts = { scope: 'operate', input: retrainInput } as const;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

/** An operation that ends when it is told to. */
function held() {
  const runs: {
    readonly end: (result: unknown) => void;
    readonly fail: (cause: unknown) => void;
    caller: Caller;
  }[] = [];
  const waiting: (() => void)[] = [];
  const run: Run<unknown> = (_input, caller, progress = () => {}) =>
    new Promise((resolve, reject) => {
      progress({ id: 'judging', rows: 200 }, 0.5);
      runs.push({ end: resolve, fail: reject, caller });
      for (const wake of waiting.splice(0)) wake();
    });
  const begun = async (count: number) => {
    while (runs.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    const last = runs[count - 1];
    if (last === undefined) throw new Error('it has not begun');
    return last;
  };
  return { run, runs, begun };
}

/** Nobody waits for real seconds; how long somebody waits is told by the clock, which stands still. */
const briefly: Clock['sleep'] = (ms, signal) => stage.clock.sleep(ms / 100, signal);
/** Of a process that says nothing any more: it lies still until its work ends. */
const dead: Clock['sleep'] = (_ms, signal) =>
  new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));

/** Works of a process of its own on the same store. */
function process(run: Run<unknown>, owner = 'first', sleep = briefly) {
  const { world: there } = stage.process(owner);
  const world = { ...there, clock: { now: stage.clock.now, sleep } };
  const each = { facts, run };
  const works = createWorks(world, { train: each, retrain: each, check: each });
  const call = { caller: otto, progress: () => {} };
  return {
    begin: (asked: Partial<Beginning> = {}, caller = otto) =>
      works.begin({ operation: 'retrain', input: {}, key: null, ...asked }, caller),
    read: (id: string, wait = 0) => works.read({ id, wait }, call),
    list: async (watch?: string) => (await works.list({ watch })).work,
  };
}

const key = 'a-key';

describe('long work', () => {
  it('is answered with its result when it ends within the time', async () => {
    const { begin, read } = process(async () => ({ trained: 3, nothing: null }));
    const { work, replayed } = await begin();
    expect(replayed).toBe(false);
    expect(work).toMatchObject({ state: 'succeeded', share: 0, result: { trained: 3, nothing: null } });
    expect(await read(work.id)).toEqual(work);
  });

  it('is told while it runs, by any process, with its request, its step and its share', async () => {
    const { run, begun } = held();
    const { work } = await process(run).begin({ wait: 0 });
    expect(work).toMatchObject({
      state: 'running',
      watch: 'shop',
      by: 'otto',
      request: 'request-1',
      result: null,
    });
    const other = process(run, 'second');
    const told = { state: 'running', step: { id: 'judging', rows: 200 }, share: 0.5 };
    while ((await other.read(work.id)).step === null);
    expect(await other.read(work.id)).toMatchObject(told);
    const waiting = other.read(work.id, 60);
    (await begun(1)).end('done');
    expect(await waiting).toMatchObject({ state: 'succeeded', result: 'done', error: null, share: 0.5 });
    const { result: _result, ...listed } = await other.read(work.id);
    expect(await other.list('shop')).toEqual([listed]);
    expect(await other.list('another')).toEqual([]);
  });

  it('keeps its error', async () => {
    const faults = [{ path: 'row 3', message: 'no number' }];
    const { begin, read } = process(async () => {
      throw new AppError('bad_data', 'row 3: no number', { faults, remedy: 'Mend it.' });
    });
    const { work } = await begin();
    const error = { code: 'bad_data', message: 'row 3: no number', remedy: 'Mend it.', faults };
    expect(work).toMatchObject({ state: 'failed', result: null, error });
    expect(await read(work.id)).toEqual(work);
  });

  it('goes on when who asked for it is gone', async () => {
    const { run, begun } = held();
    const { begin, read } = process(run);
    const left = new AbortController();
    const asking = begin({ wait: 60 }, { ...otto, left: left.signal });
    const { end, caller } = await begun(1);
    left.abort();
    const { work } = await asking;
    expect(work.state).toBe('running');
    expect(caller).toEqual(otto);
    end('all the same');
    expect(await read(work.id, 60)).toMatchObject({ state: 'succeeded', result: 'all the same' });
  });

  it('is refused, and nothing is stored, when scope or input or wait are', async () => {
    const refusing: Run<unknown> = async () => {
      throw new AppError('forbidden', 'no');
    };
    const { begin, list } = process(refusing);
    expect(await refusalOf(begin({ key }, callerOf('viewer')))).toMatchObject({ code: 'forbidden' });
    expect(await refusalOf(begin({ key, input: { reason: 7 } }))).toMatchObject({ code: 'forbidden' });
    for (const wait of [-1, 61, 0.5, 'soon'])
      expect(await refusalOf(begin({ key, wait }))).toMatchObject({ code: 'invalid_input' });
    expect(await list()).toEqual([]);
  });

  it('is not found where there is none', async () => {
    const { read } = process(async () => null);
    expect(await refusalOf(read('nothing'))).toMatchObject({ code: 'not_found' });
  });
});

describe('a key', () => {
  it('begins one piece of work for fifty requests at once, in two processes, and answers all alike', async () => {
    const { run, runs, begun } = held();
    const processes = [process(run), process(run, 'second')];
    const asking = Array.from({ length: 50 }, async (_, number) =>
      processes[number % 2]?.begin({ key, wait: 60 }),
    );
    (await begun(1)).end({ version: 2 });
    const answers = await Promise.all(asking);
    expect(runs).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer?.work.id)).size).toBe(1);
    expect(answers.map((answer) => answer?.work.result)).toEqual(answers.map(() => ({ version: 2 })));
    expect(answers.filter((answer) => answer?.replayed === false)).toHaveLength(1);
  });

  it('answers what it led to, an error too, for a day', async () => {
    let runs = 0;
    const { begin } = process(async () => {
      runs++;
      throw new AppError('not_enough_data', 'too few');
    });
    const first = await begin({ key });
    stage.clock.advance(86_399_999);
    expect(await begin({ key })).toEqual({ ...first, replayed: true });
    stage.clock.advance(1);
    const later = await begin({ key });
    expect([later.replayed, later.work.id, runs]).toEqual([false, first.work.id, 2]);
  });

  it("is its caller's and its operation's own", async () => {
    let runs = 0;
    const { begin } = process(async () => ++runs);
    await begin({ key });
    await begin({ key }, { ...otto, name: 'ada' });
    await begin({ key, operation: 'train' });
    await begin({ key: 'another-key' });
    await begin();
    expect(runs).toBe(5);
  });

  it('cannot be used for something else, though it may wait longer', async () => {
    const { begin } = process(async () => 'done');
    await begin({ key, input: { reason: 'a', force: false } });
    const refused = await refusalOf(begin({ key, input: { reason: 'b', force: false } }));
    expect(refused).toMatchObject({ code: 'idempotency_key_reused', status: 422 });
    const again = await begin({ key, input: { force: false, reason: 'a' }, wait: 1 });
    expect(again.replayed).toBe(true);
  });

  it.each(['watch_busy', 'forbidden', 'no_champion', 'unknown_watch'] as const)(
    'is free again after %s',
    async (code) => {
      let runs = 0;
      const { begin } = process(async () => {
        if (++runs === 1) throw new AppError(code, 'not now');
        return 'done';
      });
      expect((await begin({ key })).work.error?.code).toBe(code);
      expect(await begin({ key })).toMatchObject({
        replayed: false,
        work: { state: 'succeeded', error: null },
      });
    },
  );

  it('begins interrupted work again, once, and who was thought dead changes nothing any more', async () => {
    const { run, runs, begun } = held();
    const { work } = await process(run, 'first', dead).begin({ key, wait: 0 });
    stage.clock.advance(64_999);
    const next = process(run, 'second');
    expect((await next.begin({ key, wait: 0 })).replayed).toBe(true);
    stage.clock.advance(1);
    expect(await next.read(work.id, 60)).toMatchObject({ state: 'interrupted', result: null, error: null });
    const again = await Promise.all(Array.from({ length: 9 }, () => next.begin({ key, wait: 0 })));
    expect(again.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(again.map(({ work: { id, state } }) => `${id} ${state}`))).toEqual(
      new Set([`${work.id} running`]),
    );
    (await begun(1)).end('too late');
    (await begun(2)).end('in time');
    expect(await next.read(work.id, 60)).toMatchObject({ state: 'succeeded', result: 'in time' });
    await stage.world.background.idle();
    expect(await next.read(work.id)).toMatchObject({ result: 'in time' });
    expect(runs).toHaveLength(2);
  });
});

describe('a store that goes away', () => {
  it('costs who waits nothing, and is an error in the log', async () => {
    const away = {
      ...stage.store.work,
      end: () => Promise.reject(new AppError('storage_unavailable', 'away')),
    };
    const { world } = stage.process('first', { ...stage.store, work: away });
    const run = async () => 'done';
    const each = { facts, run };
    const errors: string[] = [];
    const log = { ...world.log, error: (message: string) => void errors.push(message) };
    const works = createWorks({ ...world, log }, { train: each, retrain: each, check: each });
    const { work } = await works.begin({ operation: 'train', input: {}, key: null }, otto);
    expect(work).toMatchObject({ state: 'succeeded', result: 'done' });
    expect(errors).toEqual(['how long work ended could not be stored']);
  });
});
