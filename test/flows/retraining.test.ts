// Retraining, promotion and rejection.
import { afterEach, describe, expect, it } from 'vitest';
import { createOps } from '../../core/ops/index.ts';
import type { Step } from '../../core/work.ts';
import { callerOf, learned, minute, openStage, refusalOf, type Stage, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const operator = callerOf('operator');

const served = (options: Parameters<typeof openStage>[0] = {}) => learned(600, options);

/** Rounds of a turned regime until a challenger serves; how many. */
async function untilPromoted(one: Stage): Promise<number> {
  for (let round = 1; round <= 20; round++) {
    const [result] = await one.rounds(1, { turned: true });
    if (result?.retrain?.result === 'promoted') return round;
  }
  throw new Error('no challenger was promoted');
}

describe('drift that a training can answer', () => {
  it('is found, retrained and promoted by the patrols alone', async () => {
    stage = await served();
    await stage.rounds(3);
    const results = await stage.rounds(20, { turned: true });
    const promoted = results.find(({ retrain }) => retrain?.result === 'promoted');
    expect(promoted?.retrain).toMatchObject({ trigger: 'drift', by: 'vigie', championBefore: 1, version: 2 });
    expect(promoted?.retrain?.trial).toMatchObject({ promote: true, alpha: 0.2 });
    // What comes after it is the same model on a reference that grows.
    expect(await stage.state()).toMatchObject({ previous: 1, incidents: 1 });
    const version = await stage.store.models.read('shop', 2);
    expect(version).toMatchObject({ trigger: 'drift', trainedBy: 'vigie' });
  });

  it('is answered once it can be, also when no row comes any more', async () => {
    stage = await served();
    await stage.rounds(3);
    // Whoever held this died.
    await stage.store.leases.acquire('work:shop', 'dead', 100 * minute);
    await stage.rounds(8, { turned: true });
    expect(await stage.state()).toMatchObject({ champion: 1, monitor: 'ALARM' });
    expect((await stage.patrol()).retrain).toBeNull();
    await stage.store.leases.release('work:shop', 'dead');
    const { checks, retrain } = await stage.patrol();
    expect([checks, retrain]).toEqual([
      0,
      expect.objectContaining({ trigger: 'drift', result: 'promoted', version: 2 }),
    ]);
    expect((await stage.patrol()).retrain).toBeNull();
  });

  it('is told as revisions of one card, from alarm to answer', async () => {
    stage = await served();
    await stage.rounds(20, { turned: true });
    const cards = stage.mailbox.deliveries.filter(({ news }) => news.kind === 'incident');
    const revisions = cards.map(({ news }) => news.revision);
    expect(revisions).toEqual(revisions.toSorted((one, other) => one - other));
    expect(new Set(cards.map(({ news }) => news.thread)).size).toBe(1);
    // The first is posted, every later one edits the same message.
    expect(cards.map(({ previous }) => previous?.message ?? null)).toEqual(
      cards.map((_, at) => (at === 0 ? null : 'm2')),
    );
    expect(cards.at(-1)?.news).toMatchObject({ incident: { phase: 'resolved', resolution: 'promoted' } });
  });

  it('begins a new current window behind the rows the new champion learned from', async () => {
    stage = await served();
    const rounds = await untilPromoted(stage);
    expect((await stage.state()).referenceEnd).toEqual([
      expect.objectContaining({ rows: 600 + 50 * rounds }),
    ]);
    const [next] = await stage.rounds(1, { turned: true });
    expect(next?.report).toMatchObject({ version: 2, windowRows: 50, newRows: 50 });
  });
});

describe('one retraining at a time', () => {
  it('runs one of fifty, the others are told that the watch is busy', async () => {
    stage = await served();
    const asked = Array.from({ length: 50 }, () =>
      stage.ops.retrain({}, operator).then(
        ({ outcome }) => outcome.result,
        (cause: { code: string }) => cause.code,
      ),
    );
    const answers = await Promise.all(asked);
    expect(answers.filter((answer) => answer === 'watch_busy')).toHaveLength(49);
    expect(answers.filter((answer) => answer === 'rejected')).toHaveLength(1);
  });

  it('is the same for another process', async () => {
    stage = await served();
    const other = stage.process('other');
    const [one, two] = await Promise.allSettled([
      stage.ops.retrain({}, operator),
      other.ops.retrain({}, operator),
    ]);
    expect([one.status, two.status].toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a challenger', () => {
  it('that is no better is rejected: nothing moves, and it is kept under the next number', async () => {
    stage = await served();
    const { outcome } = await stage.ops.retrain({ reason: 'because' }, operator);
    expect(outcome).toMatchObject({ result: 'rejected', version: null, kept: 2, trigger: 'api', by: 'ada' });
    expect(outcome.trial).toMatchObject({ promote: false, alpha: 0.05 });
    expect(await stage.state()).toMatchObject({ champion: 1, lastVersion: 2, monitor: 'OK' });
    expect(await stage.store.models.read('shop', 2)).toMatchObject({
      decision: 'rejected',
      trainedBy: 'ada',
    });
    const page = { limit: 1, before: null, after: null };
    const [record] = await stage.store.retrains.list('shop', page);
    expect(record?.entry).toMatchObject({ result: 'rejected', version: null, kept: 2 });
  });

  it('that is rejected in an incident sends its card back to firing, and waits half an hour', async () => {
    stage = await served();
    // The features move far, the label follows as before: there is nothing better to learn.
    const [first] = (await stage.rounds(12, { shift: 3 })).filter(({ retrain }) => retrain !== null);
    expect(first?.retrain).toMatchObject({ result: 'rejected', trigger: 'drift' });
    const state = await stage.state();
    expect(state).toMatchObject({ monitor: 'ALARM', incident: { phase: 'rejected', rejections: 1 } });
    const retried = await stage.rounds(20, { shift: 3 });
    const second = retried.find(({ retrain }) => retrain !== null);
    expect(second?.report?.rowsUntil).toBeGreaterThanOrEqual((first?.report?.rowsUntil ?? 0) + 30 * minute);
    expect((await stage.state()).incident).toMatchObject({ rejections: 2 });
  });

  it('needs 200 labelled rows', async () => {
    stage = await openStage();
    await stage.arrive(199);
    await stage.ops.train({}, operator);
    const refusal = await refusalOf(stage.ops.retrain({}, operator));
    expect(refusal).toMatchObject({ code: 'not_enough_data' });
    expect(refusal.message).toMatch(/199 of 200/);
    const skipped = 'ml_retrains_total{watch="shop",trigger="api",result="skipped"}';
    expect(await stage.metric(skipped)).toBe(1);
    expect(await stage.state()).toMatchObject({ monitor: 'OK' });
  });

  it('needs a champion to compete with', async () => {
    stage = await openStage();
    expect((await refusalOf(stage.ops.retrain({}, operator))).code).toBe('no_champion');
  });

  it('competes over rows of one class only once a person says that they are right', async () => {
    stage = await served();
    stage.clock.advance(20 * minute);
    await stage.arrive(1_200, { label: 'yes' });
    await stage.ops.check({}, vigie).catch(() => {});
    expect((await refusalOf(stage.ops.retrain({}, operator))).code).toBe('bad_data');
    await stage.ops.release({ number: 1 }, operator);
    const { outcome } = await stage.ops.retrain({}, operator);
    const windows = outcome.candidates.map(({ window }) => window);
    expect(windows).toEqual(['all 1800']);
  });

  it('is told of as soon as it is trained, whichever comes first', async () => {
    stage = await served();
    const steps: Step[] = [];
    const { outcome } = await stage.ops.retrain({ dry_run: true }, operator, (step) => steps.push(step));
    const of = outcome.candidates.length;
    expect(steps).toContainEqual({ id: 'challengers', of });
    const trained = steps.flatMap((step) => (step.id === 'challenged' ? [step] : []));
    expect(trained.map(({ done }) => done)).toEqual(Array.from({ length: of }, (_, at) => at + 1));
    expect(new Set(trained.map(({ window }) => window))).toEqual(
      new Set(outcome.candidates.map(({ window }) => window)),
    );
    // Each is fitted with the penalty that inner folds found, and shows how sure the gate would be of it.
    for (const { inverseL2, p } of outcome.candidates) {
      expect([0.1, 1, 10]).toContain(inverseL2);
      expect(p).toBeGreaterThan(0);
    }
  });

  it('is not promoted over a champion that changed while it was trained', async () => {
    stage = await served();
    await untilPromoted(stage);
    expect(await stage.state()).toMatchObject({ champion: 2, previous: 1 });
    const { world } = stage.process('slow');
    let fits = 0;
    const compute: typeof world.compute = {
      ...world.compute,
      async run(task, input) {
        if (task.name === 'duels' && ++fits === 1) await stage.ops.rollback({}, operator);
        return world.compute.run(task, input);
      },
    };
    const refusal = await refusalOf(createOps({ ...world, compute }).retrain({}, operator));
    expect(refusal.code).toBe('conflict');
    expect(await stage.state()).toMatchObject({ champion: 1, previous: 2, monitor: 'OK' });
  });

  it('is counted once when the answer about its run cannot be read', async () => {
    stage = await served({ tracked: true });
    const runOf = () => Promise.reject(new Error('gone'));
    const store = { ...stage.store, intents: { ...stage.store.intents, runOf } };
    await refusalOf(stage.process('other', store).ops.retrain({}, operator));
    const counted = (result: string) =>
      stage.metric(`ml_retrains_total{watch="shop",trigger="api",result="${result}"}`);
    expect(await counted('rejected')).toBe(1);
    expect(await counted('failed')).toBe(0);
  });
});

describe('the policy', () => {
  it('manual: an alarm waits for an operator', async () => {
    stage = await served({ watch: { policy: 'manual' } });
    const results = await stage.rounds(10, { turned: true });
    expect(results.every(({ retrain }) => retrain === null)).toBe(true);
    expect(await stage.state()).toMatchObject({ champion: 1, monitor: 'ALARM' });
    const { outcome } = await stage.ops.retrain({}, operator);
    expect(outcome.result).toBe('promoted');
    expect(await stage.state()).toMatchObject({ champion: 2, monitor: 'PROBATION' });
  });

  it('shadow: the tournament is held, and nobody is promoted', async () => {
    stage = await served({ watch: { policy: 'shadow' } });
    const results = await stage.rounds(10, { turned: true });
    const held = results.find(({ retrain }) => retrain !== null)?.retrain;
    expect(held).toMatchObject({ result: 'rejected', version: null });
    expect(held?.trial).toMatchObject({ promote: false });
    expect(held?.trial.p).toBeLessThanOrEqual(held?.trial.alpha ?? 0);
    expect((await stage.ops.retrain({}, operator)).outcome.result).toBe('rejected');
    expect(await stage.state()).toMatchObject({ champion: 1 });
  });

  it('mode seed: retrains at the first check over the threshold', async () => {
    stage = await served({ watch: { mode: 'seed' } });
    const [calm] = await stage.rounds(1);
    expect(calm).toMatchObject({ retrain: null, report: { verdict: 'ok', mode: 'seed' } });
    const [fallen] = await stage.rounds(1, { turned: true });
    expect(fallen?.report).toMatchObject({ verdict: 'drift' });
    expect(fallen?.retrain).toMatchObject({ trigger: 'drift' });
  });
});
