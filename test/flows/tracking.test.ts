// Trainings on their way to MLflow, which may be away, or not be there yet.
import { afterEach, describe, expect, it } from 'vitest';
import { createOps } from '../../core/ops/index.ts';
import type { Notifier } from '../../core/ports.ts';
import { callerOf, openStage, type Stage, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

describe('MLflow', () => {
  const operator = callerOf('operator');

  it('gets every training as one run, linked from its card', async () => {
    stage = await openStage({ tracked: true });
    await stage.arrive(300);
    const trained = await stage.ops.train({}, operator);
    expect(trained.run).toMatchObject({ status: 'logged' });
    expect(stage.mailbox.deliveries.map(({ news, run }) => [news.kind, run.status])).toEqual([
      ['trained', 'logged'],
    ]);
    stage.clock.advance(1_000);
    const { outcome, run } = await stage.ops.retrain({}, operator);
    expect(run.status).toBe('logged');
    const runs = [...stage.archive.runs.values()].map(({ intent }) => intent);
    expect(runs.map((intent) => intent.tags['vigie.result'])).toEqual(['first', outcome.result]);
    expect(runs[1]?.metrics).toMatchObject({ champion_only: outcome.trial.championOnly });
    expect(await stage.store.intents.depth()).toBe(0);
  });

  it('that is away never fails a training: the run waits, and the card says so', async () => {
    stage = await openStage({ tracked: true });
    stage.archive.state.away = true;
    await stage.arrive(300);
    expect((await stage.ops.train({}, operator)).run).toEqual({ status: 'queued' });
    expect(stage.mailbox.deliveries.at(-1)?.run).toEqual({ status: 'queued' });
    expect((await stage.ops.status({}, vigie)).mlflow).toEqual({ configured: true, queued: 1 });
  });

  it('that refuses a run for good has its card say so', async () => {
    stage = await openStage({ tracked: true });
    stage.archive.state.away = true;
    await stage.arrive(300);
    await stage.ops.train({}, operator);
    stage.archive.state.away = false;
    stage.archive.state.refuses = true;
    stage.clock.advance(6_000);
    await stage.ops.track({}, vigie);
    expect(stage.mailbox.deliveries.map(({ run }) => run.status)).toEqual(['queued', 'refused']);
  });

  it('that is not configured loses no run: they are kept, and cards say so', async () => {
    stage = await openStage();
    await stage.arrive(300);
    expect((await stage.ops.train({}, operator)).run).toEqual({ status: 'kept' });
    expect(stage.mailbox.deliveries.at(-1)?.run).toEqual({ status: 'kept' });
    expect((await stage.ops.status({}, vigie)).mlflow).toEqual({ configured: false, queued: 1 });
    expect(await stage.metric('mlflow_outbox_depth')).toBe(0);
    expect(await stage.ops.track({}, vigie)).toEqual({ done: 0 });
  });

  it('that is configured later gets what was kept, in order, by itself', async () => {
    stage = await openStage();
    await stage.arrive(300);
    await stage.ops.train({}, operator);
    stage.clock.advance(1_000);
    await stage.ops.retrain({}, operator);
    const { world } = stage.process('later');
    expect(await createOps({ ...world, tracker: stage.archive.tracker }).track({}, vigie)).toEqual({
      done: 2,
    });
    expect([...stage.archive.runs.values()].map(({ intent }) => intent.tags['vigie.trigger'])).toEqual([
      'first',
      'api',
    ]);
    expect(stage.mailbox.deliveries.map(({ run }) => run.status)).toEqual([
      'kept',
      'kept',
      'logged',
      'logged',
    ]);
  });

  it('that comes back gets the run, and the card is told again with its link', async () => {
    stage = await openStage({ tracked: true });
    stage.archive.state.away = true;
    await stage.arrive(300);
    await stage.ops.train({}, operator);
    stage.archive.state.away = false;
    // Not before the first retry is due.
    expect(await stage.ops.track({}, vigie)).toEqual({ done: 0 });
    stage.clock.advance(5_000);
    expect(await stage.ops.track({}, vigie)).toEqual({ done: 1 });
    await stage.ops.deliver({}, vigie);
    const [first, second] = stage.mailbox.deliveries;
    expect(first).toMatchObject({ run: { status: 'queued' }, previous: null });
    expect(second).toMatchObject({ run: { status: 'logged' }, previous: { message: 'm1' } });
    expect(stage.archive.runs.size).toBe(1);
    expect((await stage.ops.status({}, vigie)).watches[0]?.champion?.run.status).toBe('logged');
  });

  it('is asked after 5, 10, 20, ... seconds, ten minutes at most', async () => {
    stage = await openStage({ tracked: true });
    stage.archive.state.away = true;
    await stage.arrive(300);
    await stage.ops.train({}, operator);
    for (const seconds of [5, 10, 20, 40, 80, 160, 320, 600, 600]) {
      const { attempts } = stage.archive.state;
      stage.clock.advance(seconds * 1_000 - 1);
      await stage.ops.track({}, vigie);
      expect(stage.archive.state.attempts).toBe(attempts);
      stage.clock.advance(1);
      await stage.ops.track({}, vigie);
      expect(stage.archive.state.attempts).toBe(attempts + 1);
    }
  });

  it('that answers while the card is under way has its link shown all the same', async () => {
    stage = await openStage({ tracked: true });
    stage.archive.state.away = true;
    await stage.arrive(300);
    const posting: Notifier = {
      name: 'slow',
      async deliver(news, run, previous) {
        // The run is logged between the reading of its state and the end of the posting.
        if (run.status === 'queued') {
          stage.archive.state.away = false;
          stage.clock.advance(5_000);
          await stage.ops.track({}, vigie);
        }
        return stage.mailbox.notifier.deliver(news, run, previous);
      },
    };
    await createOps({ ...stage.world, notifier: posting }).train({}, operator);
    expect(stage.mailbox.deliveries.map(({ run }) => run.status)).toEqual(['queued', 'logged']);
  });
});
