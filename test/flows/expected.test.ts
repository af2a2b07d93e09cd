// A person says that a change was expected: it joins the reference, and the monitor goes on.
import { afterEach, describe, expect, it } from 'vitest';
import { incidentCard } from '../../core/cards/incident.ts';
import { createOps } from '../../core/ops/index.ts';
import { en, everyWord } from '../core/cards/words.ts';
import { chance } from '../core/evidence/rows.ts';
import { openForeign, rowsOf, send } from './foreign.ts';
import { again, callerOf, learned, minute, type openStage, refusalOf, type Stage, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const operator = callerOf('operator');
const waiting = { policy: 'manual' } as const;

/** Ten checks: 500 rows in twenty minutes. */
async function spell(stage: Stage, kind: Parameters<Stage['arrive']>[1] = {}) {
  stage.clock.advance(20 * minute);
  await stage.arrive(500, kind);
  return stage.ops.check({ watch: 'shop' }, vigie);
}

/** A champion of 2,000 rows; then y, which means nothing, moves (by 1 sd), or the label turns, and an alarm stands. */
const alarmed = again(
  async (
    change: Parameters<Stage['arrive']>[1] = { shift: 1 },
    options: Parameters<typeof openStage>[0] = {},
  ) => {
    const opened = await learned(2_000, { ...options, watch: { ...waiting, ...options.watch } });
    await spell(opened, change);
    expect(await opened.state()).toMatchObject({ monitor: 'ALARM', incidents: 1, champion: 1 });
    return opened;
  },
);

const incidentNews = ({ mailbox }: Stage) =>
  mailbox.deliveries.flatMap(({ news }) => (news.kind === 'incident' ? [news] : []));

describe('a change that was expected', () => {
  it.each([
    ['of a feature, small', { shift: 0.5 }],
    ['of a feature', { shift: 1 }],
    ['of a feature, large', { shift: 3 }],
    ['of what the features mean', { turned: true }],
  ])('joins the reference: no second alarm from it (%s)', async (_which, change) => {
    stage = await alarmed(change);
    const { evidence } = await stage.state();
    const since = (evidence?.rows ?? 0) - (evidence?.changed?.row ?? 0);
    const said = await stage.ops.expected({}, operator);
    const referenceRows = 2_000 + since;
    expect(said).toEqual({ watch: 'shop', incident: 1, version: 2, rows: since, referenceRows });
    for (let round = 0; round < 4; round++) {
      const { report } = await spell(stage, change);
      expect(report).toMatchObject({ verdict: 'ok', version: 2, referenceRows });
    }
    expect(await stage.state()).toMatchObject({ champion: 2, monitor: 'OK', incidents: 1 });
  });

  it('leaves the monitor able to find the next one', async () => {
    stage = await alarmed();
    await stage.ops.expected({}, operator);
    await spell(stage, { shift: 1 });
    expect((await spell(stage, { shift: 1, turned: true })).report).toMatchObject({ verdict: 'drift' });
    expect(await stage.state()).toMatchObject({ monitor: 'ALARM', incidents: 2 });
  });

  it('is a version of the same model, for which nothing is trained or logged', async () => {
    stage = await alarmed({ shift: 1 }, { tracked: true });
    const { attempts } = stage.archive.state;
    await stage.ops.expected({}, operator);
    const [first, second] = [
      await stage.store.models.read('shop', 1),
      await stage.store.models.read('shop', 2),
    ];
    expect(second).toMatchObject({ trigger: 'expected', trainedBy: 'ada' });
    expect(second?.model).toEqual(first?.model);
    expect(second?.intent).toBe(first?.intent);
    expect(stage.archive.state.attempts).toBe(attempts);
    const row = { rows: [{ x: 1, y: 0 }] };
    expect(await stage.ops.predict(row, operator)).toMatchObject({ version: 2 });
  });

  it('is what accuracy is held against from now on, once 300 labels of it are known', async () => {
    stage = await alarmed({ turned: true });
    await stage.ops.expected({}, operator);
    // The label says the opposite of what was learned, but for one row in twenty.
    const { baseline } = (await stage.store.models.read('shop', 2)) ?? {};
    expect(baseline?.rows).toBeGreaterThanOrEqual(300);
    expect(baseline?.rows).toBeLessThanOrEqual(520);
    expect(baseline?.accuracy).toBeLessThan(0.15);
  });

  it('is added to what accuracy was held against while fewer labels of it are known', async () => {
    stage = await learned(2_000, { watch: waiting });
    await stage.rounds(4, { turned: true });
    expect(await stage.state()).toMatchObject({ monitor: 'ALARM' });
    await stage.ops.expected({}, operator);
    const before = (await stage.store.models.read('shop', 1))?.baseline;
    const after = (await stage.store.models.read('shop', 2))?.baseline;
    const added = (after?.rows ?? 0) - 2_000;
    expect(before?.rows).toBe(2_000);
    expect(added).toBeGreaterThan(50);
    expect(added).toBeLessThan(300);
    // By rows, of which the new ones are mostly wrong: (2000 a + added b) / (2000 + added), b below 0.2.
    const most = (2_000 * (before?.accuracy ?? 0) + added * 0.2) / (2_000 + added);
    expect(after?.accuracy).toBeLessThan(most);
    expect(after?.auc).toBeNull();
  });

  it('is the last revision of the card, with who said so and why, and no false alarm in the ledger', async () => {
    stage = await alarmed();
    expect((await stage.state()).alarms).toMatchObject([{ expected: false }]);
    await stage.ops.expected({ reason: 'a sale' }, operator);
    expect(await stage.state()).toMatchObject({
      monitor: 'OK',
      alarms: [{ expected: true }],
      incident: { phase: 'resolved', resolution: 'expected', expected: { by: 'ada', reason: 'a sale' } },
    });
    const [first, ...others] = incidentNews(stage);
    const last = others.at(-1);
    expect(last?.thread).toBe(first?.thread);
    const card = (news: typeof first) =>
      news === undefined ? '' : everyWord(incidentCard(news, { status: 'none' }, en));
    expect(card(first)).toContain('/alerts expected watch:shop');
    expect(card(last)).toContain('ada said that this change was expected');
    expect(card(last)).toContain('Reason: a sale');
    expect(await stage.metric('ml_open_incidents{watch="shop"}')).toBe(0);
  });

  it('needs an open incident', async () => {
    stage = await learned(600);
    const refusal = await refusalOf(stage.ops.expected({}, operator));
    expect(refusal).toMatchObject({ code: 'conflict', remedy: expect.stringContaining('/drift') });
    expect(await stage.state()).toMatchObject({ champion: 1, lastVersion: 1 });
  });

  it('does not stand in the way back to the model before', async () => {
    stage = await learned(2_000, { watch: waiting });
    await stage.ops.train({ force: true }, callerOf('admin'));
    await spell(stage, { shift: 1 });
    await stage.ops.expected({}, operator);
    expect(await stage.state()).toMatchObject({ champion: 3, previous: 1 });
    expect(await stage.ops.rollback({}, operator)).toEqual({ watch: 'shop', from: 3, to: 1 });
    expect(await stage.ops.rollback({}, operator)).toEqual({ watch: 'shop', from: 1, to: 3 });
    expect((await stage.state()).alarms).toMatchObject([{ expected: true }]);
  });

  it('joins the reference of a model that is served elsewhere too', async () => {
    stage = await openForeign();
    const random = chance(3);
    let sent = 0;
    const patrolled = async (rounds: number, shift = 0) => {
      for (let round = 0; round < rounds; round++, sent += 100) {
        stage.clock.advance(2 * minute);
        await send(stage, rowsOf(random, sent, 100, { shift }));
      }
      return stage.patrol();
    };
    await patrolled(20);
    await patrolled(4, 1.5);
    expect(await stage.state()).toMatchObject({ monitor: 'ALARM' });
    const { rows, referenceRows } = await stage.ops.expected({}, operator);
    expect(referenceRows).toBe(2_000 + rows);
    for (let round = 0; round < 4; round++)
      expect((await patrolled(2, 1.5)).report).toMatchObject({ verdict: 'ok', version: 2 });
  });

  it('is asked of mode seed as of any other: the rows of the window join', async () => {
    stage = await learned(600, { watch: { ...waiting, mode: 'seed', window: 100 } });
    await stage.rounds(3, { turned: true });
    expect(await stage.state()).toMatchObject({ monitor: 'ALARM' });
    expect(await stage.ops.expected({}, operator)).toMatchObject({ rows: 100, referenceRows: 700 });
    expect(await stage.state()).toMatchObject({ monitor: 'OK', alarms: [{ expected: true }] });
  });
});

describe('saying that a change was expected', () => {
  /** The operations of a process that does `meanwhile` while the reference grows. */
  function interrupted(meanwhile: () => Promise<unknown>) {
    const { world } = stage.process('slow');
    const compute: typeof world.compute = {
      ...world.compute,
      async run(task, input) {
        if (task.name === 'grow') await meanwhile();
        return world.compute.run(task, input);
      },
    };
    return createOps({ ...world, compute });
  }

  it('is done by one of two at once', async () => {
    stage = await alarmed();
    const both = [stage.ops, stage.process('other').ops];
    const ended = await Promise.allSettled(both.map((ops) => ops.expected({}, operator)));
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await stage.state()).toMatchObject({ champion: 2, lastVersion: 2 });
  });

  it('changes nothing when the incident is answered otherwise meanwhile', async () => {
    stage = await learned(2_000, { watch: waiting });
    await stage.ops.train({ force: true }, callerOf('admin'));
    await spell(stage, { shift: 1 });
    const slow = interrupted(() => stage.ops.rollback({}, operator));
    expect((await refusalOf(slow.expected({}, operator))).code).toBe('conflict');
    expect(await stage.state()).toMatchObject({
      champion: 1,
      previous: 2,
      alarms: [{ expected: false }],
      incident: { resolution: 'rolled_back' },
    });
  });

  it('takes no row twice when a patrol comes by meanwhile', async () => {
    stage = await alarmed();
    const slow = interrupted(() => spell(stage, { shift: 1 }));
    await slow.expected({}, operator);
    const { position, referenceEnd } = await stage.state();
    expect(position).toEqual([expect.objectContaining({ rows: 3_000 })]);
    expect(referenceEnd).toEqual([expect.objectContaining({ rows: 2_500 })]);
    const { report } = await spell(stage, { shift: 1 });
    expect(report).toMatchObject({ verdict: 'ok', version: 2 });
  });

  it('can be said again after it was cut off between the version and the state', async () => {
    stage = await alarmed();
    const put = async (version: Parameters<typeof stage.store.models.put>[0]) => {
      await stage.store.models.put(version);
      throw new Error('the process dies');
    };
    const store = { ...stage.store, models: { ...stage.store.models, put } };
    await expect(stage.process('dying', store).ops.expected({}, operator)).rejects.toThrow();
    expect(await stage.state()).toMatchObject({
      champion: 1,
      monitor: 'ALARM',
      alarms: [{ expected: false }],
    });
    expect(await stage.ops.expected({}, operator)).toMatchObject({ version: 3 });
  });
});
