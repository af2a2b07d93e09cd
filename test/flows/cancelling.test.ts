// Stopping what runs: from another process, without a trace in what serves.
import { afterEach, describe, expect, it } from 'vitest';
import { cutShort } from '../../core/errors.ts';
import { createOps } from '../../core/ops/index.ts';
import { workOn } from '../../core/ops/lease.ts';
import { callerOf, learned, refusalOf, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const ada = { ...callerOf('operator', 'discord'), id: '81' };
const bob = { ...callerOf('operator', 'shell'), name: 'bob' };

/** A process whose task of that name lasts until somebody stops it, or the process. */
function stuckOn(task: string, over = new AbortController().signal) {
  const { world } = stage.process('worker');
  let begun = (): void => {};
  const reached = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const compute: typeof world.compute = {
    ...world.compute,
    run(asked, input, signal) {
      if (asked.name !== task) return world.compute.run(asked, input, signal);
      begun();
      return new Promise((_, reject) => {
        for (const end of [signal, over]) end?.addEventListener('abort', () => reject(end.reason));
      });
    },
  };
  return { ops: createOps({ ...world, compute }), reached };
}

async function served(): Promise<void> {
  stage = await learned(600);
}

describe('a retraining that is cancelled', () => {
  it('ends within seconds, in whichever process it runs, and leaves the champion as it was', async () => {
    await served();
    const before = await stage.state();
    const worker = stuckOn('duels');
    const refused = refusalOf(worker.ops.retrain({}, ada));
    await worker.reached;
    expect(await stage.ops.cancel({}, bob)).toMatchObject({ watch: 'shop', operation: 'retrain', by: 'ada' });
    expect(await refused).toMatchObject({
      code: 'cancelled',
      message: 'The retrain was cancelled by bob.',
    });
    const after = await stage.state();
    expect({ ...after, rev: 0 }).toEqual({ ...before, rev: 0 });
    const page = { limit: 9, before: null, after: null };
    const [record] = await stage.store.retrains.list('shop', page);
    expect(record?.entry).toMatchObject({ result: 'cancelled', by: 'ada', cancelledBy: 'bob' });
    expect(record?.entry).toMatchObject({ version: null, trial: null });
    expect(await stage.metric('ml_retrains_total{watch="shop",trigger="manual",result="skipped"}')).toBe(1);
    // The watch is free again at once.
    expect((await stage.ops.retrain({}, ada)).outcome.result).toBe('rejected');
  });

  it('sends the card of the incident back to firing, names who did it, and none begins by itself for half an hour', async () => {
    stage = await learned(600, { watch: { policy: 'manual' } });
    await stage.rounds(10, { turned: true });
    const open = await stage.state();
    expect(open.monitor).toBe('ALARM');
    const worker = stuckOn('fit');
    const refused = refusalOf(worker.ops.retrain({}, ada));
    await worker.reached;
    expect((await stage.state()).incident).toMatchObject({ phase: 'retraining' });
    await stage.ops.cancel({}, bob);
    await refused;
    const state = await stage.state();
    const until = (state.incident?.latest.rowsUntil ?? 0) + 30 * 60_000;
    expect(state).toMatchObject({ monitor: 'ALARM', incident: { phase: 'firing', retryAt: until } });
    const cancelled = { by: 'bob', at: stage.clock.now() };
    const told = stage.mailbox.deliveries.at(-1)?.news;
    expect(told).toMatchObject({ change: 'cancelled', incident: { phase: 'firing', cancelled } });
  });

  it('is named to those who find the watch busy', async () => {
    await served();
    const worker = stuckOn('duels');
    const refused = refusalOf(worker.ops.retrain({}, ada));
    await worker.reached;
    stage.clock.advance(12_000);
    // It says so itself once a second.
    while ((await stage.store.leases.task(workOn('shop')))?.share === undefined);
    const busy = await refusalOf(stage.ops.retrain({}, bob));
    expect(busy.code).toBe('watch_busy');
    expect(busy.message).toBe(
      'Already running on watch "shop": retrain, started 12 s ago by ada (discord), 65 % done.',
    );
    expect(busy.remedy).toContain('/cancel watch:shop');
    await stage.ops.cancel({}, bob);
    await refused;
  });
});

describe('a retraining that the end of its process cuts short', () => {
  it('is neither decided nor failed, leaves the champion as it was, and the watch free', async () => {
    await served();
    const before = await stage.state();
    const over = new AbortController();
    const worker = stuckOn('duels', over.signal);
    const refused = refusalOf(worker.ops.retrain({}, ada));
    await worker.reached;
    over.abort(cutShort());
    expect(await refused).toBe(over.signal.reason);
    expect({ ...(await stage.state()), rev: 0 }).toEqual({ ...before, rev: 0 });
    expect(await stage.store.retrains.list('shop', { limit: 9, before: null, after: null })).toEqual([]);
    expect((await stage.ops.retrain({}, ada)).outcome.result).toBe('rejected');
  });
});

describe('cancelling', () => {
  it('refuses where nothing runs, and where only upkeep does', async () => {
    await served();
    expect(await refusalOf(stage.ops.cancel({}, bob))).toMatchObject({ code: 'conflict' });
    const upkeep = { operation: 'upkeep', by: 'vigie', via: 'job', since: 0, stoppable: false };
    await stage.store.leases.acquire('work:shop', 'somebody', 60_000, upkeep);
    expect((await refusalOf(stage.ops.cancel({}, bob))).message).toContain('upkeep');
    expect(await stage.store.leases.stoppedBy('work:shop', 'somebody')).toBeNull();
  });

  it('is for operators', async () => {
    await served();
    expect(await refusalOf(stage.ops.cancel({}, callerOf('viewer')))).toMatchObject({ code: 'forbidden' });
  });

  it('stops a training too', async () => {
    await served();
    const worker = stuckOn('fit');
    const refused = refusalOf(worker.ops.train({ force: true }, { ...ada, role: 'admin' }));
    await worker.reached;
    expect(await stage.ops.cancel({}, bob)).toMatchObject({ operation: 'train' });
    expect(await refused).toMatchObject({ code: 'cancelled' });
    expect(await stage.state()).toMatchObject({ champion: 1, lastVersion: 1 });
  });
});

describe('a dry run', () => {
  it('says what would have happened, and nothing of it happens', async () => {
    stage = await learned(600, { watch: { policy: 'manual' }, tracked: true });
    await stage.rounds(10, { turned: true });
    const [before, runs] = [await stage.state(), stage.archive.runs.size];
    const { outcome, run } = await stage.ops.retrain({ dry_run: true }, ada);
    expect(outcome).toMatchObject({ dryRun: true, result: 'promoted', version: null, intent: null });
    expect(outcome.trial.promote).toBe(true);
    expect(run).toEqual({ status: 'none' });
    expect(await stage.state()).toEqual(before);
    expect(stage.archive.runs.size).toBe(runs);
    expect(await stage.store.retrains.list('shop', { limit: 9, before: null, after: null })).toEqual([]);
  });
});

describe('a forced promotion', () => {
  it('takes the best challenger against the gate, says so, and is for admins', async () => {
    await served();
    expect(await refusalOf(stage.ops.retrain({ force: true }, ada))).toMatchObject({ code: 'forbidden' });
    const admin = { ...ada, role: 'admin' } as const;
    const { outcome } = await stage.ops.retrain({ force: true }, admin);
    expect(outcome).toMatchObject({ result: 'promoted', forced: true, version: 2 });
    expect(outcome.trial.promote).toBe(true);
    expect(await stage.state()).toMatchObject({ champion: 2, previous: 1 });
    const [record] = await stage.store.retrains.list('shop', { limit: 9, before: null, after: null });
    expect(record?.entry).toMatchObject({ result: 'forced', version: 2 });
  });
});
